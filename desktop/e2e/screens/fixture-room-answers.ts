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
const roomAnswers = { 'list-bans': () => [{ user: people.ana.id, by: 'eva'.padEnd(16, '0'), at: Date.now() - 1e8, reason: 'Sold shoes here' }], 'list-invites': () => invites, 'make-invite': () => made, 'load-reach': () => ({ users: reached, services, people: [] }), 'prove-reach': () => ({ at: Date.now(), place: 'nats-1', tries }), 'list-public-rooms': ({ q }) => ({ rooms: open.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase())) }),
  'join-public-room': ({ room }) => room, 'add-member': () => 'invited' }
`
