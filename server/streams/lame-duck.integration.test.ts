import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildTestJwt, connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'

describe.skipIf(natsServerBinary === undefined || process.platform === 'win32')('a broker that is told to stop', () => {
  let nats: TestNats
  beforeAll(async () => {
    nats = await startTestNats()
  })
  afterAll(() => nats.stop())

  it('takes nobody new, warns those it has, and lets them go one by one', async () => {
    const enter = async () => {
      const who = createTestIdentity()
      return await connectTestClient(nats, who, buildTestJwt(nats, who, []))
    }
    const clients: NatsConnection[] = []
    for (let n = 0; n < 12; n++) clients.push(await enter())
    let warned = 0
    for (const client of clients) {
      void (async () => {
        for await (const { type } of client.status()) if (type === 'ldm') warned++
      })()
    }
    process.kill(nats.pid() ?? 0, 'SIGUSR2')
    await vi.waitFor(() => expect(warned).toBe(clients.length), 20_000)
    await expect(enter()).rejects.toThrow()
    const gone = () => clients.filter((client) => client.isClosed()).length
    await vi.waitFor(() => expect(gone()).toBeGreaterThan(0), { timeout: 40_000, interval: 20 })
    // Within half a minute all of them, but never all of them now.
    expect(gone()).toBeLessThan(clients.length / 2)
  })
})
