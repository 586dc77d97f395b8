import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../../common/ids.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson, type Reached, signInRawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword } from '../../rigs/test-server.ts'

/**
 * Every way in which somebody loses a right, with nothing but what any client has: the live connection ends, what it came
 * with is dead for ever, and the next credential reaches as far as it should and no further. With NATTER_MEASURE=1 each must
 * be cut within two seconds of the call, and the time is printed; a busy machine is no fault of the server's.
 */
type Scene = {
  readonly ana: RawPerson
  readonly ben: RawPerson
  readonly room: RoomId
  /** The direct room of the two. */
  readonly direct: RoomId
}
type Case = {
  readonly what: string
  readonly act: (scene: Scene) => Promise<{ readonly statusCode: number; readonly body: string }>
  /** What Ben reaches afterwards. */
  readonly after: { readonly room: Reached; readonly direct: Reached }
  /** Whether Ben cannot even ask for another credential. */
  readonly isOut?: true
}

const isMeasured = process.env.NATTER_MEASURE !== undefined
const cutWithinMs = 2_000
const both = { room: 'room', direct: 'room' } as const
const member = ({ room, ben }: Scene) => apiPaths.member(room, ben.id)

const cases: readonly Case[] = [
  {
    what: 'a block',
    act: ({ ana, ben }) => ana.ask('PUT', apiPaths.block(ben.id)),
    after: { ...both, direct: 'hear' },
  },
  {
    what: 'the end of a contact',
    act: ({ ana, ben }) => ana.ask('DELETE', apiPaths.contact(ben.id)),
    after: { ...both, direct: 'listen' },
  },
  { what: 'a kick', act: (scene) => scene.ana.ask('DELETE', member(scene)), after: { ...both, room: 'none' } },
  {
    what: 'a ban',
    act: ({ ana, ben, room }) => ana.ask('PUT', apiPaths.ban(room, ben.id), { reason: 'Loud.' }),
    after: { ...both, room: 'none' },
  },
  {
    what: 'a mute',
    act: (scene) => scene.ana.ask('PUT', member(scene), { mutedUntil: Date.now() + 600_000 }),
    after: { ...both, room: 'listen' },
  },
  { what: 'leaving', act: (scene) => scene.ben.ask('DELETE', member(scene)), after: { ...both, room: 'none' } },
  {
    what: 'being made a listener',
    act: (scene) => scene.ana.ask('PUT', member(scene), { role: 'listener' }),
    after: { ...both, room: 'listen' },
  },
  {
    what: 'an announcement room',
    act: ({ ana, room }) => ana.ask('PATCH', apiPaths.room(room), { posting: 'admins' }),
    after: { ...both, room: 'listen' },
  },
  {
    what: 'an archived room',
    act: ({ ana, room }) => ana.ask('PATCH', apiPaths.room(room), { archived: true }),
    after: { ...both, room: 'listen' },
  },
  {
    what: 'the deletion of the room',
    act: ({ ana, room }) => ana.ask('DELETE', apiPaths.room(room)),
    after: { ...both, room: 'none' },
  },
  {
    what: 'the end of the device, from another one',
    act: async ({ ben }) => {
      const other = await signInRawPerson(server, ben.handle)
      return other.ask('DELETE', apiPaths.device(ben.user.device))
    },
    after: both,
    isOut: true,
  },
  {
    what: 'signing out everywhere else',
    act: async ({ ben }) => (await signInRawPerson(server, ben.handle)).ask('DELETE', apiPaths.devices),
    after: both,
    isOut: true,
  },
  { what: 'signing out', act: ({ ben }) => ben.ask('POST', apiPaths.logout), after: both, isOut: true },
  {
    what: 'another password',
    act: async ({ ben }) => {
      const other = await signInRawPerson(server, ben.handle)
      return other.ask('POST', apiPaths.password, { currentPassword: testPassword, newPassword: `${testPassword}!` })
    },
    after: both,
    isOut: true,
  },
  {
    what: 'a new password by a code',
    act: async ({ ben }) => {
      const { code } = (await admin.ask('POST', apiPaths.resetCode(ben.id))).json()
      const body = { code, newPassword: `${testPassword}!` }
      return server.call({ method: 'POST', path: apiPaths.completeReset, body })
    },
    after: both,
    isOut: true,
  },
  {
    what: 'the deletion of the account',
    act: ({ ben }) => ben.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' }),
    after: both,
    isOut: true,
  },
  {
    what: 'the deletion of the account of the other one',
    act: ({ ana, ben, room }) =>
      ana
        .ask('POST', apiPaths.owner(room), { user: ben.id })
        .then(() => ana.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' })),
    after: { ...both, direct: 'listen' },
  },
]

let server: TestServer
let admin: RawPerson
let made = 0

async function createScene(): Promise<Scene> {
  const names = ['ana', 'ben'].map((name) => `${name}${++made}`)
  const [ana, ben] = [await createRawPerson(server, names[0] ?? ''), await createRawPerson(server, names[1] ?? '')]
  const asked = await ana.ask('POST', apiPaths.contactRequests, { handle: ben.handle })
  const { request } = asked.json()
  const accepted = await ben.ask('POST', apiPaths.acceptRequest(request.id))
  expect(accepted.statusCode, accepted.body).toBe(200)
  const room = await createRoom(server.call, ana.accessToken, [ben.id])
  return { ana, ben, room: room.id, direct: accepted.json().contact.room }
}

describe.skipIf(natsServerBinary === undefined)('whoever loses a right', () => {
  const times: string[] = []
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'request' })
    admin = await createRawPerson(server, 'admin0')
  })
  afterAll(async () => {
    if (isMeasured) console.info(times.join('\n'))
    await server?.stop()
  })

  it.each(cases)('by $what is cut, and reaches no further from then on', async ({ what, act, after, isOut }) => {
    const scene = await createScene()
    const { ben, room, direct } = scene
    const before = await ben.connect()
    expect([await before.tryReach(room), await before.tryReach(direct)]).toEqual(['room', 'room'])
    const startedAt = performance.now()
    const cut = before.live.closed().then(() => performance.now() - startedAt)
    const answer = await act(scene)
    expect([200, 202, 204], answer.body).toContain(answer.statusCode)
    const cutMs = await cut
    times.push(`${what}: ${Math.round(cutMs)} ms`)
    if (isMeasured) expect(cutMs).toBeLessThan(cutWithinMs)
    expect(await before.isLetIn()).toBe(false)
    if (isOut) {
      await expect(ben.connect()).rejects.toThrow('session-ended')
      return
    }
    const now = await ben.connect()
    expect({ room: await now.tryReach(room), direct: await now.tryReach(direct) }).toEqual(after)
    expect(await before.isLetIn()).toBe(false)
    await now.live.close()
  })

  it('by a mute has it back by itself when it is over, and sooner where it is lifted', async () => {
    const scene = await createScene()
    const { ana, ben, room } = scene
    const until = Date.now() + 3_000
    expect((await ana.ask('PUT', member(scene), { mutedUntil: until })).statusCode).toBe(204)
    const muted = await ben.connect()
    expect(await muted.tryReach(room)).toBe('listen')
    // The credential ends with the mute: the broker itself closes the connection.
    await muted.live.closed()
    expect(Date.now()).toBeGreaterThanOrEqual(until - 1_000)
    while (Date.now() < until) await new Promise((next) => setTimeout(next, 50))
    const back = await ben.connect()
    expect(await back.tryReach(room)).toBe('room')
    expect((await ana.ask('PUT', member(scene), { mutedUntil: Date.now() + 600_000 })).statusCode).toBe(204)
    expect((await ana.ask('PUT', member(scene), { mutedUntil: null })).statusCode).toBe(204)
    const lifted = await ben.connect()
    expect(await lifted.tryReach(room)).toBe('room')
    await lifted.live.close()
  })

  it('has it back in the same room when a block is lifted, and both see the same of it', async () => {
    const { ana, ben, direct } = await createScene()
    expect((await ana.ask('PUT', apiPaths.block(ben.id))).statusCode).toBe(204)
    expect((await ben.ask('GET', apiPaths.contacts)).json()).toMatchObject({ contacts: [], requests: [], blocks: [] })
    expect((await ana.ask('GET', apiPaths.contacts)).json()).toMatchObject({ contacts: [], blocks: [{ user: ben.id }] })
    expect((await ana.ask('DELETE', apiPaths.block(ben.id))).statusCode).toBe(204)
    const [one, other] = [await ana.connect(), await ben.connect()]
    expect([await one.tryReach(direct), await other.tryReach(direct)]).toEqual(['room', 'room'])
    const contacts = (await ben.ask('GET', apiPaths.contacts)).json().contacts
    expect(contacts).toMatchObject([{ user: ana.id, room: direct }])
    await Promise.all([one, other].map(({ live }) => live.close()))
  })
})
