import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { History } from '../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { buildTestMongoUrl, until } from '../rigs/archiver-test-rig.ts'
import { type ChatActor, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'

const canRun = natsServerBinary !== undefined && isServerBuilt && process.env.NATTER_TEST_MONGODB_URL !== undefined

describe.skipIf(!canRun)('two copies of the server on one broker and one MongoDB', () => {
  let nats: TestNats
  const copies: ServerProcess[] = []
  let ann: ChatActor | undefined

  beforeAll(async () => {
    nats = await startTestNats()
    const env = { MONGODB_URL: buildTestMongoUrl() }
    for (let n = 0; n < 2; n++) copies.push(await createServerProcess(nats, env))
    await Promise.all(copies.map((copy) => copy.start()))
  })
  afterAll(async () => {
    await ann?.close()
    await Promise.all(copies.map((copy) => copy.stop()))
    await nats?.stop()
  })

  async function leading(copy: ServerProcess): Promise<readonly string[]> {
    const metrics = await (await fetch(`${copy.url}/metrics`)).text()
    return [...metrics.matchAll(/^natter_archiver_leading\{shard="(\d+)"\} 1$/gm)].map(([, shard = '']) => shard)
  }

  it('archive each shard once, and the other takes over within ten seconds when one is killed', async () => {
    const [first, second] = copies
    if (first === undefined || second === undefined) throw new Error('there are two')
    const shared = async () => await Promise.all(copies.map(leading))
    const [ones = [], others = []] = await until(shared, ([one, two]) => one?.length === 4 && two?.length === 4)
    expect([...ones, ...others].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])

    const person = await signUpActor(second.url, 'ann')
    ann = person
    const rooms: RoomId[] = []
    // Enough rooms that some lie in a shard of the copy that dies.
    while (!rooms.some((room) => ones.includes(room.split('.')[0] ?? '')) || rooms.length < 8) {
      const made = (await person.ask('POST', '/api/v1/rooms', { name: 'Tea', members: [] })) as { room: { id: RoomId } }
      rooms.push(made.room.id)
    }
    await person.join(rooms)
    for (const room of rooms) await person.post(room, 'before')
    await first.kill()
    const killedAt = Date.now()
    for (const room of rooms) await person.post(room, 'after')
    for (const room of rooms) {
      const history = await until(
        () => person.ask('GET', `/api/v1/rooms/${room}/messages`) as Promise<History>,
        ({ complete }) => complete,
      )
      expect(history.messages.map(({ text }) => text)).toEqual(['before', 'after'])
    }
    expect(Date.now() - killedAt).toBeLessThan(10_000)
    expect(await leading(second)).toHaveLength(8)
  })
})
