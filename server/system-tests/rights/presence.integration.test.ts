import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../../common/ids.ts'
import { type RoomPresence, roomPresenceSchema } from '../../../common/presence-event.ts'
import { subjects } from '../../../common/subjects.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestRun, startTestServer, type TestServer, until } from '../../rigs/test-server.ts'
import type { ServerRun } from '../../server-run.ts'

const run: { other?: ServerRun } = {}

describe.skipIf(natsServerBinary === undefined)('who is here, as a member hears it', () => {
  let server: TestServer
  let [ana, ben, cara]: RawPerson[] = []
  let room: RoomId
  let ears: NatsConnection
  const heard: RoomPresence[] = []
  const now = new Map<string, string>()
  beforeAll(async () => {
    server = await startTestServer()
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    cara = await createRawPerson(server, 'cara')
    room = (await createRoom(server.call, of(ana).accessToken, [of(ben).id, of(cara).id])).id
    ears = (await of(ben).connect()).live
    ears.subscribe(subjects.roomPresence(room), {
      callback: (_, message) => {
        const said = roomPresenceSchema.parse(message.json())
        heard.push(said)
        for (const { user, state } of said.changes) now.set(user, state)
      },
    })
    await ears.flush()
  })
  afterAll(async () => {
    await ears?.close()
    await run.other?.stop()
    await server?.stop()
  })
  const of = (one: RawPerson | undefined): RawPerson => {
    if (one === undefined) throw new Error('nobody')
    return one
  }
  const isSaid = (one: RawPerson | undefined, state: string) => until(() => now.get(of(one).id) === state)
  const presenceOf = async (one: RawPerson | undefined): Promise<readonly { user: string; state: string }[]> =>
    (await of(one).ask('GET', apiPaths.sync)).json().presence

  it('comes, is idle, goes, and stands in /sync', async () => {
    const { live } = await of(ana).connect()
    await isSaid(ana, 'online')
    const answer = await live.request(subjects.sendPresence(of(ana).id), '{"v":1,"idle":true}', { timeout: 10_000 })
    expect(answer.json()).toEqual({ v: 1 })
    await isSaid(ana, 'away')
    // The same device again, which names itself nothing: what it said last counts.
    live.publish(subjects.sendPresence(of(ana).id), '{"v":1,"idle":false}')
    await isSaid(ana, 'online')
    live.publish(subjects.sendPresence(of(ana).id), '{"v":1,"idle":true}')
    await isSaid(ana, 'away')
    expect(await presenceOf(cara)).toEqual(
      expect.arrayContaining([
        { user: of(ana).id, state: 'away' },
        { user: of(ben).id, state: 'online' },
      ]),
    )
    live.publish(subjects.sendPresence(of(ana).id), '{"v":1,"idle":"no"}')
    await live.close()
    await isSaid(ana, 'offline')
    expect((await presenceOf(cara)).map(({ user }) => user)).toEqual([of(ben).id])
  })

  it('is as they wish, and nothing at all where they are invisible', async () => {
    const wish = (presence: string) => of(ana).ask('PATCH', apiPaths.me, { presence })
    await wish('invisible')
    const before = heard.length
    const { live } = await of(ana).connect()
    const { live: other } = await of(cara).connect()
    await isSaid(cara, 'online')
    expect(heard.slice(before).flatMap(({ changes }) => changes.filter(({ user }) => user === of(ana).id))).toEqual([])
    await wish('dnd')
    await isSaid(ana, 'dnd')
    await wish('invisible')
    await isSaid(ana, 'offline')
    expect((await presenceOf(cara)).map(({ user }) => user)).not.toContain(of(ana).id)
    await wish('auto')
    await isSaid(ana, 'online')
    await Promise.all([live, other].map((one) => one.close()))
  })

  it('is counted without a gap, and goes on as another run when the copy that speaks is gone', async () => {
    const runs = new Map<string, number[]>()
    for (const { run: name, n } of heard) runs.set(name, [...(runs.get(name) ?? []), n])
    for (const counted of runs.values()) expect(counted).toEqual(counted.map((_, index) => index + 1))
    run.other = await startTestRun(server.nats)
    await run.other.up
    await server.run.stop()
    const first = heard.at(-1)?.run
    const { live } = await connectAgain()
    await until(() => heard.at(-1)?.run !== first && now.get(of(ana).id) === 'online')
    await live.close()
  })

  /** With what it came with last: no server is asked. */
  async function connectAgain() {
    const other = run.other
    if (other === undefined) throw new Error('no other copy')
    const { buildCall } = await import('../../rigs/test-server.ts')
    const call = buildCall(other)
    const { identity, accessToken: token } = of(ana)
    const proof = identity.key.sign(Buffer.from(token)).toString('base64url')
    const body = { publicKey: identity.publicKey, proof }
    const { jwt } = (await call({ method: 'POST', path: apiPaths.credentials, token, body })).json()
    const { connectTestClient } = await import('../../rigs/nats-test-client.ts')
    return { live: await connectTestClient(server.nats, identity, jwt) }
  }
})
