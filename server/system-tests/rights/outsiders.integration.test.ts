import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiBase, apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../../rigs/test-server.ts'

/**
 * What is not theirs is to outsiders as what is not there: in status and body always, and in time. CI asks each a few times;
 * NATTER_OUTSIDERS=200 takes as many in turn, prints the medians and wants them no further apart than noise.
 */
const rounds = Number(process.env.NATTER_OUTSIDERS ?? 3)
const isMeasured = process.env.NATTER_OUTSIDERS !== undefined

type Hidden = {
  readonly room: RoomId
  readonly message: MessageId
  readonly user: UserId
  readonly handle: string
  readonly request: string
  readonly invite: string
}
type Question = {
  readonly what: string
  readonly ask: (eve: RawPerson, hidden: Hidden) => ReturnType<RawPerson['ask']>
}

const nobody: Hidden = {
  room: '3.aaaaaaaaaaaaaa' as RoomId,
  message: '01j00000000000000000000000' as MessageId,
  user: 'aaaaaaaaaaaaaaaa' as UserId,
  handle: 'nobody-at-all',
  request: 'aaaaaaaaaaaaaaaa',
  invite: 'a'.repeat(22),
}

const questions: readonly Question[] = [
  { what: 'a private room', ask: (eve, { room }) => eve.ask('GET', apiPaths.room(room)) },
  { what: 'changing it', ask: (eve, { room }) => eve.ask('PATCH', apiPaths.room(room), { name: 'x' }) },
  { what: 'closing it', ask: (eve, { room }) => eve.ask('DELETE', apiPaths.room(room)) },
  { what: 'its picture', ask: (eve, { room }) => eve.ask('GET', apiPaths.roomAvatar(room)) },
  { what: 'taking its picture away', ask: (eve, { room }) => eve.ask('DELETE', apiPaths.roomAvatar(room)) },
  { what: 'joining it', ask: (eve, { room }) => eve.ask('POST', apiPaths.joinRoom(room)) },
  { what: 'leaving it', ask: (eve, { room }) => eve.ask('DELETE', apiPaths.member(room, eve.id)) },
  { what: 'adding to it', ask: (eve, { room }) => eve.ask('PUT', apiPaths.member(room, eve.id)) },
  { what: 'taking somebody out', ask: (eve, { room, user }) => eve.ask('DELETE', apiPaths.member(room, user)) },
  { what: 'its bans', ask: (eve, { room }) => eve.ask('GET', apiPaths.bans(room)) },
  { what: 'banning', ask: (eve, { room, user }) => eve.ask('PUT', apiPaths.ban(room, user)) },
  { what: 'its owner', ask: (eve, { room }) => eve.ask('POST', apiPaths.owner(room), { user: eve.id }) },
  { what: 'its invitations', ask: (eve, { room }) => eve.ask('GET', apiPaths.roomInvites(room)) },
  { what: 'inviting', ask: (eve, { room }) => eve.ask('POST', apiPaths.roomInvites(room), {}) },
  { what: 'who can read it', ask: (eve, { room }) => eve.ask('GET', apiPaths.roomReach(room)) },
  { what: 'its history', ask: (eve, { room }) => eve.ask('GET', apiPaths.messages(room)) },
  { what: 'having read it', ask: (eve, { room }) => eve.ask('PUT', apiPaths.read(room), { seq: 1 }) },
  { what: 'removing a message', ask: (eve, { room, message }) => eve.ask('DELETE', apiPaths.message(room, message)) },
  {
    what: 'reporting a message',
    ask: (eve, { room, message }) =>
      eve.ask('POST', apiPaths.reports, { kind: 'message', room, message, reason: 'spam' }),
  },
  { what: 'somebody', ask: (eve, { user }) => eve.ask('GET', apiPaths.user(user)) },
  { what: 'their picture', ask: (eve, { user }) => eve.ask('GET', apiPaths.userAvatar(user)) },
  { what: 'naming them', ask: (eve, { user }) => eve.ask('PATCH', apiPaths.contact(user), { nickname: 'x' }) },
  { what: 'ending with them', ask: (eve, { user }) => eve.ask('DELETE', apiPaths.contact(user)) },
  { what: 'unblocking them', ask: (eve, { user }) => eve.ask('DELETE', apiPaths.block(user)) },
  {
    what: 'reporting them',
    ask: (eve, { user }) => eve.ask('POST', apiPaths.reports, { kind: 'user', user, reason: 'spam' }),
  },
  { what: 'a request', ask: (eve, { request }) => eve.ask('POST', apiPaths.acceptRequest(request)) },
  { what: 'declining it', ask: (eve, { request }) => eve.ask('POST', apiPaths.declineRequest(request)) },
  { what: 'taking it back', ask: (eve, { request }) => eve.ask('DELETE', apiPaths.contactRequest(request)) },
  { what: 'a dead invitation', ask: (eve, { invite }) => eve.ask('GET', apiPaths.invite(invite)) },
  { what: 'joining by it', ask: (eve, { invite }) => eve.ask('POST', apiPaths.joinByInvite(invite)) },
  { what: 'a new password for them', ask: (eve, { handle }) => eve.ask('POST', apiPaths.askReset, { handle }) },
]

describe.skipIf(natsServerBinary === undefined)('to whoever is not in it', () => {
  let server: TestServer
  let eve: RawPerson
  let hidden: Hidden
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'request' })
    await createRawPerson(server, 'admin0')
    const ana = await createRawPerson(server, 'ana')
    const ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    await ana.ask('POST', apiPaths.contactRequests, { handle: 'ben' })
    await ben.ask('POST', apiPaths.contactRequests, { handle: 'ana' })
    const cara = await createRawPerson(server, 'cara')
    const { request } = (await cara.ask('POST', apiPaths.contactRequests, { handle: 'ana' })).json()
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const { code } = (await ana.ask('POST', apiPaths.roomInvites(room), {})).json().invite
    await ana.ask('DELETE', apiPaths.invite(code))
    const connection = await ana.connect()
    const { id } = await connection.say(room, 'a secret')
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().messages.length === 1)
    await connection.live.close()
    await ben.ask('PUT', apiPaths.block(eve.id))
    hidden = { room, message: id, user: ben.id, handle: 'ben', request: request.id, invite: code }
  }, 120_000)
  afterAll(() => server?.stop())

  it.each(questions)(
    '$what is as what is not there',
    async ({ what, ask }) => {
      const times: { readonly real: number[]; readonly none: number[] } = { real: [], none: [] }
      const answers = { real: '', none: '' }
      for (let round = 0; round < rounds; round++) {
        // In turn, and each first as often: what warms up and what others do falls on both alike.
        for (const which of round % 2 === 0 ? (['real', 'none'] as const) : (['none', 'real'] as const)) {
          const startedAt = performance.now()
          const answer = await ask(eve, which === 'real' ? hidden : nobody)
          times[which].push(performance.now() - startedAt)
          const { request: _, ...problem } = answer.body === '' ? {} : answer.json()
          const said = JSON.stringify([answer.statusCode, problem, Object.keys(answer.headers).sort()])
          if (answers[which] === '') answers[which] = said
          expect(said, 'the same each time').toBe(answers[which])
        }
      }
      expect(answers.real).toBe(answers.none)
      if (!isMeasured) return
      const [real, none] = [at(times.real, 0.5), at(times.none, 0.5)]
      // How far apart the answers of what is not there lie among themselves.
      const noise = Math.max(0.3, at(times.none, 0.75) - at(times.none, 0.25))
      console.info(`${what}: ${real.toFixed(2)} and ${none.toFixed(2)} ms, noise ${noise.toFixed(2)}`)
      expect(Math.abs(real - none)).toBeLessThan(noise)
    },
    rounds * 500 + 20_000,
  )

  it('nothing names them in any list, and no name is found but by its exact handle', async () => {
    const lists = [apiPaths.rooms, apiPaths.publicRooms(), apiPaths.contacts, apiPaths.sync, apiPaths.reports]
    const bodies = await Promise.all(lists.map(async (path) => (await eve.ask('GET', path)).body))
    for (const [what, secret] of Object.entries(hidden)) {
      if (what === 'handle') continue
      for (const [index, body] of bodies.entries())
        expect(body.includes(secret), `${what} in ${lists[index]}`).toBe(false)
    }
    for (const part of ['be', 'BEN*', 'ben%25']) {
      const found = await eve.ask('GET', `${apiBase}/users?handle=${part}`)
      expect(found.statusCode === 400 || found.json().users.length === 0, part).toBe(true)
    }
  })
})

/** @param part of the way from the least to the most */
function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0
}
