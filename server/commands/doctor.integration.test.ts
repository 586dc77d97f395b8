import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../rigs/archiver-test-rig.ts'
import { signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { keysFolder } from '../secrets/nats-keys.ts'
import { openStore } from '../store/open-store.ts'
import { runDoctor } from './run-doctor.ts'

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('the doctor', () => {
  let nats: TestNats
  let server: ServerProcess
  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats)
    await server.start()
    const ann = await signUpActor(server.url, 'ann')
    const { room } = (await ann.ask('POST', '/api/v1/rooms', { name: 'Kitchen', members: [] })) as {
      room: { id: string }
    }
    expect(room.id).not.toBe('')
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    await nats?.stop()
  })
  const examine = async (more: { readonly shards?: number } = {}, expectBroker = true) => {
    const place = { dataDir: nats.dataDir, mongodbUrl: undefined, natsUrls: [nats.tcpUrl], shards: 8 }
    return await runDoctor({ ...place, ...more }, expectBroker)
  }
  const troubles = async (...args: Parameters<typeof examine>) =>
    (await examine(...args)).flatMap((one) => (one.kind === 'trouble' ? [one.text] : []))

  it('finds nothing wrong while all runs', async () => {
    // The claims of a first start are pushed within seconds.
    await until(troubles, (found) => found.length === 0)
    const said = (await examine()).map(({ text }) => text)
    for (const part of ['disk of', 'keys:', 'store:', 'broker: nats-server', 'clock:', 'shard 7:', 'claims:']) {
      expect(said.filter((text) => text.startsWith(part))).toHaveLength(1)
    }
  })

  it('names what is set aside, a shard without a stream, and a key that others may read', async () => {
    const store = await openStore({ dataDir: nats.dataDir })
    const event = { shard: 0, seq: 9, subject: 'send.0.x.y.event', reason: 'broken', detail: '', storedAt: Date.now() }
    const setAside = [{ ...event, body: new Uint8Array(3) }]
    await store.archive.writeBatch({ posted: [], changed: [], rooms: [], notices: [], setAside })
    await store.close()
    expect(await troubles({ shards: 9 })).toEqual([
      'archive: 1 events are set aside',
      'shard 8: the broker has no stream of it',
    ])
    const file = join(keysFolder(nats.dataDir), 'operator.nk')
    chmodSync(file, 0o640)
    expect((await troubles())[0]).toBe(`${file} has mode 640: others may read it`)
    chmodSync(file, 0o600)
  })

  it('asks the store alone where all is stopped, and takes a broker that is away for a fault only where it should run', async () => {
    await server.stop()
    await nats.kill()
    expect(await troubles({}, false)).toEqual(['archive: 1 events are set aside'])
    expect(await troubles({}, true)).toContainEqual(expect.stringMatching(/^broker: /))
  })
})
