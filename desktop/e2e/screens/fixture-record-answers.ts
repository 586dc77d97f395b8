import { nowAt } from './fixture-state.ts'

/**
 * Script of the worker in the engine's place: what the server answers of reports, its log, its settings, tokens, invitations and
 * announcements. It stands after `state` and `people`.
 */
export const recordAnswers = `
const { serverSet, recordAnswers } = (() => {
const recordNow = ${nowAt}
const recordIdOf = (name) => name.padEnd(16, '0')
const recordUsers = ['eva', 'ana', 'ben', 'mei', 'hari', 'jonas', 'dario'].map((name) => state.users[recordIdOf(name)] ?? { id: recordIdOf(name), handle: name, displayName: name })
const minute = 60000
const crew = { id: '1.' + 'c'.repeat(14), kind: 'group', name: 'Crew' }
const lunch = { id: '1.' + 'l'.repeat(14), kind: 'group', name: 'Lunch' }
const offer = '3'.padStart(26, '0')
const aboutOffer = { kind: 'message', room: crew.id, message: offer, user: recordIdOf('jonas'), state: 'open' }
const queuedReports = [
  { ...aboutOffer, id: 'r1'.padEnd(16, '0'), at: recordNow - 117 * minute, reason: 'spam', by: recordIdOf('mei') },
  { ...aboutOffer, id: 'r2'.padEnd(16, '0'), at: recordNow - 110 * minute, reason: 'other', by: recordIdOf('dario') },
  { id: 'r3'.padEnd(16, '0'), kind: 'message', room: lunch.id, message: '9'.padStart(26, '0'), user: recordIdOf('ben'), state: 'open', at: recordNow - 99 * minute, reason: 'harassment', by: recordIdOf('hari') },
  { id: 'r4'.padEnd(16, '0'), kind: 'user', user: recordIdOf('jonas'), state: 'open', at: recordNow - 77 * minute, reason: 'impersonation', by: recordIdOf('ana') },
  { id: 'r5'.padEnd(16, '0'), kind: 'message', room: crew.id, message: '8'.padStart(26, '0'), user: recordIdOf('jonas'), state: 'resolved', outcome: 'Insults are removed here.', at: recordNow - 9000 * minute, reason: 'harassment', by: recordIdOf('mei') },
]
const saidThen = (id, who, back, text) => ({ id: String(id).padStart(26, '0'), room: crew.id, seq: id, version: id, author: recordIdOf(who), at: recordNow - back * minute, text, format: 'markdown', mentions: [], attachments: [], reactions: [] })
const evidence = [
  saidThen(1, 'mei', 126, 'Who has a pile driver in December?'),
  saidThen(3, 'jonas', 124, 'I do. Cheapest on the coast, write to me now, only today half price, also boats and engines: https://deal.example/now'),
  saidThen(4, 'ana', 121, 'Jonas, one offer is fine. Five are not.'),
]
const notes = { r1: 'The fifth in an hour, and he writes to people alone too.', r3: 'Posted my phone number.' }
const openedOf = (id) => {
  const report = queuedReports.find((one) => one.id === id)
  return report && { report: { ...report, note: notes[id.slice(0, 2)], evidence: report.state === 'open' && report.kind === 'message' ? evidence : [] }, users: recordUsers, rooms: [crew, lunch] }
}
const tokenLine = { token: 't2'.padEnd(16, '0') }
const logged = [
  ['user.signed-out', 5, { whom: recordIdOf('mei') }],
  ['token.created', 27, { detail: { name: 'tide-table', scopes: ['stats', 'audit'], expiresInSec: 2592000 } }],
  ['user.promoted', 42, { by: recordIdOf('ana'), whom: recordIdOf('hari') }],
  ['report.read', 90, { whom: 'r1'.padEnd(16, '0') }],
  ['report.resolved', 155, { whom: 'r5'.padEnd(16, '0'), detail: { actions: ['remove-message', 'warn'] } }],
  ['settings.changed', 323, { by: recordIdOf('ana'), detail: { retentionDays: 90, registration: 'invite' } }],
  ['user.suspended', 1200, { whom: recordIdOf('jonas'), detail: { reason: 'Advertising in every room' } }],
  ['user.created', 1300, { byToken: true }],
  ['room.changed', 1700, { whom: crew.id, detail: { memberCap: 50, retentionDays: null } }],
  ['announcement.created', 2100, { detail: { text: 'The server is away tonight from ten to eleven.' } }],
  ['user.deleted', 3100, { whom: recordIdOf('gone'), detail: { messages: 'erase' } }],
  ['invite.created', 3300, { detail: { uses: 5, expiresInSec: 604800 } }],
  ['user.reset-code-made', 5000, { whom: recordIdOf('ben'), byMachine: true }],
].map(([what, back, { by = recordIdOf('eva'), byToken, byMachine, ...more }], index) => ({ id: String(90 - index).padStart(26, '0'), at: recordNow - back * minute, by: byToken ? tokenLine : byMachine ? { machine: true } : { user: by }, from: byMachine ? '' : '203.0.113.9', what, digest: 'x', ...more }))
const serverSet = { registration: 'invite', contacts: 'request', memberInvites: false, memberCap: 1000, fileBytes: 100000000, bots: 'admins', retentionDays: null, chosen: true }
const adminTokens = [
  { id: 't1'.padEnd(16, '0'), name: 'tide-table', scopes: ['stats', 'audit'], by: { user: recordIdOf('eva') }, createdAt: recordNow - 27 * minute, expiresAt: recordNow + 40000 * minute, live: true },
  { id: 't2'.padEnd(16, '0'), name: 'Onboarding', scopes: ['users:read', 'users:write'], by: { user: recordIdOf('ana') }, createdAt: recordNow - 90000 * minute, lastUsedAt: recordNow - 2 * minute, live: true },
  { id: 't3'.padEnd(16, '0'), name: 'Old export', scopes: ['audit'], by: tokenLine, createdAt: recordNow - 200000 * minute, lastUsedAt: recordNow - 90000 * minute, expiresAt: recordNow - 9000 * minute, live: false },
]
const accountInvites = [
  { id: 'i1'.padEnd(24, '0'), by: recordIdOf('eva'), createdAt: recordNow - 3300 * minute, expiresAt: recordNow + 6000 * minute, uses: 5, used: 2 },
  { id: 'i2'.padEnd(24, '0'), by: recordIdOf('ana'), createdAt: recordNow - 300 * minute, expiresAt: recordNow + 40000 * minute, used: 0 },
]
const announced = [{ id: 'a1'.padEnd(16, '0'), text: 'The server is away tonight from ten to eleven. What you write meanwhile waits and goes out by itself.', at: recordNow - 2100 * minute, until: recordNow + 500 * minute }]
const erasureOf = (name, back, more) => ({ user: recordIdOf(name), at: recordNow - back * minute, messages: 'keep', state: 'done', finishedAt: recordNow - (back - 4) * minute, gone: [], stays: ['id', 'messages-without-a-name', 'evidence-of-reports', 'backups-made-before'], ...more })
const wentBy = (counts) => Object.entries(counts).map(([what, count]) => ({ what, where: what === 'events-in-streams' ? 'streams' : what === 'files-in-no-message' ? 'files' : 'store', count }))
const erasures = [
  erasureOf('q4z', 90000, { gone: wentBy({ devices: 1, settings: 1 }) }),
  erasureOf('gone', 3100, { messages: 'erase', gone: wentBy({ messages: 1412, 'events-in-streams': 2210, devices: 3, bots: 1, webhooks: 2, rooms: 14, contacts: 9, settings: 1, picture: 1, 'files-in-no-message': 2, 'reasons-of-bans': 1, tokens: 1, 'reading-marks': 14, 'saved-messages': 31, inbox: 122 }), stays: ['id', 'evidence-of-reports', 'backups-made-before'] }),
  { ...erasureOf('m7r', 1, { messages: 'erase', state: 'under-way', stays: ['id', 'evidence-of-reports', 'backups-made-before'] }), finishedAt: undefined },
]
const recordAnswers = ({ method, path, body }) => {
  const [at] = path.replace('/api/v1/admin/', '').split('?')
  const [kind, id] = at.split('/')
  if (kind === 'reports') return id === undefined ? { reports: queuedReports, users: recordUsers, rooms: [crew, lunch] } : method === 'POST' ? null : openedOf(id)
  if (kind === 'audit') return { lines: logged.filter(({ what, whom }) => what.startsWith(new URLSearchParams(path.split('?')[1]).get('what') ?? '') && (new URLSearchParams(path.split('?')[1]).get('whom') ?? whom) === whom), users: recordUsers }
  if (kind === 'rooms' && id === crew.id) return { room: crew }
  if (kind === 'erasures') return { erasures }
  if (kind === 'settings') return { ...serverSet, ...body }
  if (kind === 'tokens') return method === 'POST' ? { id: 't9'.padEnd(16, '0'), token: 'nat_' + 't9'.padEnd(16, '0') + '_' + 'Kq2vX9cLr0Zt4NwYb6mB4e'.repeat(2).slice(0, 43) } : { tokens: adminTokens, users: recordUsers }
  if (kind === 'invites') return method === 'POST' ? { invite: { ...accountInvites[1], id: 'i9'.padEnd(24, '0'), code: '9fQ2kx7Lw0aPz4NvRtYb3Q', url: 'https://chat.harbour.example/invite/9fQ2kx7Lw0aPz4NvRtYb3Q' } } : { invites: accountInvites, users: recordUsers }
  if (kind === 'announcements') return method === 'POST' ? { announcement: { ...announced[0], ...body } } : { announcements: announced }
}
return { serverSet, recordAnswers }
})()
`
