/** Script of the worker in the engine's place: what it answers of rooms. It stands after `state` and `people`. */
export const roomAnswers = `
const invites = [{ id: 'old', by: people.ana.id, expiresAt: Date.now() + 2e8, used: 2 }]
const made = { id: 'new', code: 'x', url: location.origin + '/invite/9fQ2kx7Lw0aPz4NvRtYb3Q', by: 'eva'.padEnd(16, '0'), expiresAt: Date.now() + 6e8, uses: 10, used: 3 }
const room = '1.' + 'h'.repeat(14)
const reached = (state.members[room] ?? []).map(({ user }, index) => ({
  user,
  reach: index === 5 ? 'listen' : 'room',
  via: ['made', 'added', 'invite', 'accepted', 'public'][index % 5],
  by: people.ana.id,
  at: Date.now() - 1e9,
  devices: Array.from({ length: (index + 2) % 4 }, (_, at) => ({ key: 'aaaa000' + at, reach: 'room' })),
}))
const services = [{ name: 'archive', why: 'Keeps what is said, so that it can be read later.' }, { name: 'presence', why: 'Says who is here.' }]
const refusal = 'Permissions Violation for '
const tries = [
  { kind: 'listen-here', subject: 'room.' + room + '.>', isGranted: true, isExpected: true, answer: '+OK' },
  { kind: 'listen-elsewhere', subject: 'room.1.zzzzzzzzzzzzzz.>', isGranted: false, isExpected: false, answer: refusal + 'Subscription to "room.1.zzzzzzzzzzzzzz.>"' },
  { kind: 'listen-everywhere', subject: 'room.>', isGranted: false, isExpected: false, answer: refusal + 'Subscription to "room.>"' },
  { kind: 'write-as-another', subject: 'send.' + room + '.' + people.ana.id + '.event', isGranted: false, isExpected: false, answer: refusal + 'Publish to "send.' + room + '.' + people.ana.id + '.event"' },
]
const open = [
  { id: '1.pppppppppppppp', name: 'Harbour news', topic: 'What happens on the quay, once a week', members: 42 },
  { id: room, name: 'Harbour rebuild', topic: '', members: 7 },
]
const botKey = (letter, days) => ({ publicKey: 'U' + letter.repeat(55), issuedAt: Date.now(), expiresAt: Date.now() + days * 864e5 })
const bots = [
  { id: 'tea-bot'.padEnd(16, '0'), handle: 'tea-bot', displayName: 'Tea bot', bot: true, maker: 'eva'.padEnd(16, '0'), createdAt: Date.now() - 9e8, keys: [botKey('A', 29), botKey('B', 4)] },
  { id: 'tide'.padEnd(16, '0'), handle: 'tide', displayName: 'Tide table', bot: true, maker: 'eva'.padEnd(16, '0'), createdAt: Date.now() - 9e9, keys: [] },
]
const botFile = { text: '-----BEGIN NATS USER JWT-----\\neyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ\\n------END NATS USER JWT------\\n\\nThe seed below is a secret: whoever has it is this bot.\\n\\n-----BEGIN USER NKEY SEED-----\\nSU' + 'A'.repeat(56) + '\\n------END USER NKEY SEED------\\n', publicKey: 'U' + 'C'.repeat(55), expiresAt: Date.now() + 30 * 864e5, servers: ['wss://harbour.example/nats'] }
const hooks = [{ id: 'h'.repeat(16), name: 'Builds', bot: 'builds'.padEnd(16, '0'), by: people.ana.id, at: Date.now() - 9e8 }]
const madeHook = { id: 'i'.repeat(16), name: 'Tide alarm', bot: 'alarm'.padEnd(16, '0'), by: 'eva'.padEnd(16, '0'), at: Date.now(), url: 'https://harbour.example/api/v1/hooks/k3' + 'x8'.repeat(28) }
const keptData = { retentionDays: 365, kept: [
  { what: 'messages', where: 'SQLite, in the data folder', forMs: 365 * 864e5, until: '' },
  { what: 'message-stream', where: 'NATS JetStream, in the data folder', forMs: 7 * 864e5, until: '' },
  { what: 'files', where: 'S3', until: '' },
  { what: 'who-is-here', where: 'memory', until: '' },
  { what: 'sign-in', where: 'SQLite, in the data folder', forMs: 90 * 864e5, until: '' },
  { what: 'logs', where: 'the data folder', until: '' },
  { what: 'dreams', where: 'the cellar', until: 'the morning comes' },
] }
const roomAnswers = { 'list-bots': () => bots, 'make-bot': () => bots[1], 'issue-bot-file': () => botFile, 'list-webhooks': () => hooks, 'make-webhook': () => madeHook, 'rotate-webhook': () => madeHook.url, 'load-kept-data': () => keptData, 'load-erasure': () => ({ user: 'eva'.padEnd(16, '0'), at: Date.now() - 2000, finishedAt: Date.now(), messages: 'erase', state: 'done', gone: [{ what: 'messages', where: 'store', count: 412 }, { what: 'devices', where: 'store', count: 3 }], stays: ['id', 'backups-made-before'] }),
   'list-bans': () => [{ user: people.ana.id, by: 'eva'.padEnd(16, '0'), at: Date.now() - 1e8, reason: 'Sold shoes here' }], 'list-invites': () => invites, 'make-invite': () => made, 'load-reach': () => ({ users: reached, services, people: Object.values(state.users) }), 'prove-reach': () => ({ at: Date.now(), place: 'nats-1', tries }), 'list-public-rooms': ({ q }) => ({ rooms: open.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase())) }),
  'trace-message': ({ seq }) => seq === undefined ? { device: { queuedAt: Date.now() - 60_000, tries: 1 }, waiting: { state: 'waiting', behind: 1, files: 0, triedBefore: false }, archive: { kind: 'not-yet', head: 120, asked: false } } : { device: { queuedAt: Date.now() - 9e6, tries: 1, triedAt: Date.now() - 9e6, ackedAt: Date.now() - 9e6 + 38, ackedSeq: seq }, archive: { kind: 'holds', head: seq, asked: true } },
  'measure-room': () => ({ head: 1284, held: [{ from: 120, to: 1284 }], archive: { isCaughtUp: true, archivedTo: 1290, hasLoss: false, counted: { here: 812, there: 812, isSame: true } } }),
  'complete-room': () => ({ head: 1284, held: [{ from: 0, to: 1284 }], archive: { isCaughtUp: true, archivedTo: 1290, hasLoss: false } }),
  'join-public-room': ({ room }) => room, 'add-member': () => 'invited' }
`
