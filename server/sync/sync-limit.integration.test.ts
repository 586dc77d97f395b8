import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'

/** A sync may be worth hundreds of other calls, and a new name is told to everybody who knows the caller. */
describe.skipIf(natsServerBinary === undefined)('what costs others more than it costs the caller', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ NATTER_REQUESTS_PER_MINUTE: '100' })
  })
  afterAll(() => server?.stop())

  const refusedAfter = async (ask: () => ReturnType<TestServer['call']>, most: number) => {
    for (let n = 0; n < most; n++) {
      const answer = await ask()
      if (answer.statusCode === 200) continue
      expect(answer.statusCode).toBe(429)
      expect(answer.json().code).toBe('rate-limited')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      return n
    }
    return most
  }

  it('has limits of its own: a fifth of all calls for /sync, a twentieth for PATCH /me, and each caller has theirs', async () => {
    const [ann, ben] = [await signUp(server.call, 'ann'), await signUp(server.call, 'ben')]
    const as = (who: typeof ann) => ({ token: who.accessToken })
    const sync = (who: typeof ann) => server.call({ path: apiPaths.sync, ...as(who) })
    const rename = (who: typeof ann) =>
      server.call({ method: 'PATCH', path: apiPaths.me, body: { displayName: 'Ann' }, ...as(who) })
    expect(await refusedAfter(() => sync(ann), 30)).toBe(20)
    expect(await refusedAfter(() => rename(ann), 30)).toBe(5)
    // What is used up there is nothing to other calls, nor to other people.
    expect((await server.call({ path: apiPaths.me, ...as(ann) })).statusCode).toBe(200)
    expect((await sync(ben)).statusCode).toBe(200)
    expect((await rename(ben)).statusCode).toBe(200)
  })
})
