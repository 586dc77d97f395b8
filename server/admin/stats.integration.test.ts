import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type ServerStats, statsSchema } from '../../common/http-contract/stats-contract.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('the figures of a server', () => {
  let server: TestServer
  let admin: string
  beforeAll(async () => {
    server = await startTestServer()
    admin = (await signUp(server.call, 'ada')).accessToken
    await signUp(server.call, 'ben')
    await createRoom(server.call, admin)
  })
  afterAll(() => server?.stop())

  it('say what there is, by all that it keeps, and are counted once for all who ask', async () => {
    const ask = async (): Promise<ServerStats> => {
      const answer = await server.call({ path: apiPaths.stats, token: admin })
      expect(answer.statusCode).toBe(200)
      return statsSchema.parse(answer.json())
    }
    const stats = await ask()
    expect(stats.people).toEqual({ total: 2, activeDay: 2, activeWeek: 2, suspended: 0 })
    expect(stats.rooms).toEqual({ total: 1 })
    expect(stats.messages.days).toHaveLength(30)
    expect(stats.messages.days.at(-1)?.day).toBe(new Date(stats.at).toISOString().slice(0, 10))
    expect(stats.storage.archiveBytes).toBeGreaterThan(0)
    expect(stats.storage.streamBytes).toBeGreaterThan(0)
    expect(stats.shards.some(({ streamSeq }) => (streamSeq ?? 0) > 0)).toBe(true)
    for (const { streamSeq, archivedSeq, behind } of stats.shards) expect(behind).toBe((streamSeq ?? 0) - archivedSeq)
    expect(stats.reports).toEqual({ open: 0 })
    await createRoom(server.call, admin)
    expect(await ask()).toEqual(stats)
  })
})
