import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { subjects } from '../../common/subjects.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { connectBackbone, connectSystem } from './broker-connection.ts'

describe.skipIf(natsServerBinary === undefined)('the broker with our keys and configuration', () => {
  let nats: TestNats
  beforeAll(async () => {
    nats = await startTestNats()
  })
  afterAll(async () => {
    await nats?.stop()
  })

  it('gives BACKBONE JetStream, and passes in and out by the doors', async () => {
    const backbone = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!backbone.ok) throw backbone.error.cause
    const limits = (await (await jetstreamManager(backbone.value)).getAccountInfo()).limits
    expect(limits).toMatchObject({ max_storage: -1, max_memory: -1, max_streams: -1, max_consumers: -1 })

    const alice = createTestIdentity()
    const room = createTestRoom()
    const client = await connectTestClient(nats, alice, buildTestJwt(nats, alice, [{ room, role: 'member' }]))
    backbone.value.subscribe(subjects.sendEvent(room, alice.user), {
      callback: (_, said) => void said.respond('heard'),
    })
    await backbone.value.flush()
    expect((await client.request(subjects.sendEvent(room, alice.user), 'hello')).string()).toBe('heard')

    const heard = client.subscribe(subjects.roomAll(room), { max: 1 })
    await client.flush()
    backbone.value.publish(subjects.roomEvent(room, 'system'), 'to all')
    for await (const message of heard) expect(message.string()).toBe('to all')
    await client.close()
    await backbone.value.close()
  })

  it('knows the system user', async () => {
    const system = await connectSystem({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!system.ok) throw system.error.cause
    const said = (await system.value.request('$SYS.REQ.USER.INFO')).json<{ data: { account_name: string } }>()
    expect(said.data.account_name).toBe('SYSTEM')
    await system.value.close()
  })
})
