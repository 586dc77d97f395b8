import { nowAt } from './fixture-state.ts'

/**
 * Script of the worker in the engine's place: what the server answers the console of figures, people and rooms. It stands after
 * `state` and `people`. Where an act is asked for, the account or room is answered as it is then.
 */
export const consoleAnswers = `
const consoleNow = ${nowAt}
const day = 86400000
const idOf = (name) => name.padEnd(16, '0')
const account = (name, displayName, since, seen, more = {}) => ({ id: idOf(name), handle: name, displayName, admin: false, suspended: false, createdAt: consoleNow - since * day, ...(seen === undefined ? {} : { lastSeenAt: consoleNow - seen * 60000 }), ...more })
const accounts = [
  account('ana', 'Ana Lindqvist', 383, 1, { admin: true, email: 'ana@harbour.example' }),
  account('eva', 'Eva Novak', 383, 0, { admin: true, email: 'eva@harbour.example' }),
  account('ben', 'Ben Okafor', 383, 1),
  account('hari', 'Hari Rao', 316, 9),
  account('mei', 'Mei Tanaka', 253, 20),
  account('cleo', 'Cleo Martin', 253, 800),
  account('omar', 'Omar Haddad', 200, 4300, { admin: true }),
  account('dario', 'Dario Conti', 190, 1500),
  account('lea', 'Lea Brandt', 120, 16000),
  account('jonas', 'Jonas Weiss', 1, 50),
  account('tide', 'Tide table', 90, undefined, { bot: true, maker: idOf('eva') }),
  account('nikos', 'Νίκος Παππάς', 198, 30000, { suspended: true, suspendedAt: consoleNow - 3 * day, reason: 'Advertising in every room' }),
  account('long', 'W'.repeat(64), 2, undefined),
  ...Array.from({ length: 300 }, (_, index) => account('person' + index, 'Person ' + (index + 1), 1, index)),
]
const group = (letter, name, members, owners, more = {}) => ({ id: '1.' + letter.repeat(14), kind: 'group', name, members, owners: owners.map(idOf), createdAt: consoleNow - members * 9 * day, visibility: 'private', archived: false, memberCap: null, retentionDays: null, ...more })
const consoleRooms = [
  group('h', 'Harbour rebuild', 12, ['ana', 'ben'], { retentionDays: 90 }),
  group('w', 'Weekend sailing', 9, ['mei']),
  group('n', 'Harbour news', 42, ['eva'], { visibility: 'public', memberCap: 500 }),
  group('k', 'Kiel 2024', 6, ['dario'], { archived: true }),
  group('p', 'Πειραιάς', 4, ['nikos']),
  { id: '1.' + 'd'.repeat(14), kind: 'direct', members: 2, owners: [], createdAt: consoleNow - 40 * day, visibility: 'private', archived: false, memberCap: null, retentionDays: null },
  ...Array.from({ length: 150 }, (_, index) => group('r', 'Room ' + (index + 1), 2 + (index % 30), ['ana'], { id: '2.' + String(index).padStart(14, '0') })),
]
const spoken = [820, 910, 240, 180, 860, 990, 1040, 1010, 930, 260, 210, 980, 1120, 1090, 1060, 940, 300, 190, 1010, 1180, 1150, 1090, 1060, 280, 250, 1120, 1210, 1240, 1190, 1284]
const consoleStats = {
  at: consoleNow,
  people: { total: 24, activeDay: 14, activeWeek: 21, suspended: 1 },
  rooms: { total: 14 },
  messages: { total: 48201, days: spoken.map((messages, index) => ({ day: new Date(consoleNow - (29 - index) * day).toISOString().slice(0, 10), messages })) },
  storage: { archiveBytes: 61000000, fileBytes: 18200000000, streamBytes: 18000000 },
  shards: Array.from({ length: 16 }, (_, shard) => ({ shard, streamSeq: 90112, archivedSeq: 90110, behind: shard === 3 ? 4200 : 0, streamFill: 0.02 })),
  claims: { revocations: 12, most: 8000, bytes: 1140 },
  reports: { open: 3 },
}
const pageOf = (all, params) => {
  const from = Number(params.get('cursor') ?? 0)
  const limit = Number(params.get('limit') ?? 100)
  const rows = all.slice(from, from + limit)
  return { rows, ...(from + limit < all.length ? { cursor: String(from + limit) } : {}) }
}
function consoleAnswers({ method, path, body }) {
  const { pathname, searchParams } = new URL(path, 'http://server')
  const [what, id, act] = pathname.replace('/api/v1/admin/', '').split('/')
  const q = (searchParams.get('q') ?? '').toLowerCase()
  if (what === 'stats') return consoleStats
  if (what === 'users') {
    const user = accounts.find((one) => one.id === id)
    if (id === undefined && method === 'POST') return { user: account(body.handle, body.displayName, 0), setupCode: 'H4TK-9WQZ-2MPL-77RX', expiresAt: consoleNow + 3600000 }
    if (act === 'reset-code') return { code: 'H4TK-9WQZ-2MPL-77RX', expiresAt: consoleNow + 3600000 }
    if (act === 'sign-out' || method === 'DELETE') return null
    if (method === 'PATCH') return { user: { ...user, ...body } }
    if (id !== undefined) return user && { user, counts: { devices: 2, rooms: 7, bots: 1 } }
    const state = searchParams.get('state')
    const fits = { admin: (one) => one.admin, suspended: (one) => one.suspended, deleted: () => false }[state] ?? (() => true)
    const { rows, cursor } = pageOf(accounts.filter(fits).filter((one) => (one.handle + one.displayName).toLowerCase().includes(q)), searchParams)
    return { users: rows, cursor }
  }
  if (what === 'rooms') {
    const room = consoleRooms.find((one) => one.id === id)
    if (method === 'DELETE') return null
    if (method === 'PATCH') return { room: { ...room, ...body }, users: accounts.slice(0, 12) }
    if (id !== undefined) return room && { room, users: accounts.slice(0, 12), counts: { messages: 18420, files: 38, fileBytes: 2480000000 } }
    const kind = searchParams.get('kind')
    const { rows, cursor } = pageOf(consoleRooms.filter((one) => kind === null || one.kind === kind).filter((one) => (one.name ?? '').toLowerCase().includes(q)), searchParams)
    return { rooms: rows, users: accounts.slice(0, 12), cursor }
  }
}
`
