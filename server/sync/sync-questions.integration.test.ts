import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Sync } from '../../common/http-contract/sync-contract.ts'
import { createPasswordHasher } from '../accounts/password-hasher.ts'
import { buildTestMongoUrl } from '../rigs/archiver-test-rig.ts'
import { seedLargeAccounts } from '../rigs/large-account.ts'
import { watchMongoCommands } from '../rigs/mongo-command-watch.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { buildCall, type Call, startTestRun, testPassword } from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'
import { openStore } from '../store/open-store.ts'

const canRun = natsServerBinary !== undefined && process.env.NATTER_TEST_MONGODB_URL !== undefined
const rooms = 40

/** All that the driver sends for one call over HTTP, the sign-in and the shards included. */
describe.skipIf(!canRun)('the questions of GET /sync to MongoDB', () => {
  let nats: TestNats
  let run: ServerRun
  let call: Call
  let handle = ''
  let endWatch = () => {}
  let asked: string[] = []
  beforeAll(async () => {
    nats = await startTestNats()
    const mongodbUrl = buildTestMongoUrl()
    const store = await openStore({ dataDir: nats.dataDir, mongodbUrl })
    const hashed = await createPasswordHasher({ atOnce: 1, waiting: 1, mebibytes: 19 }).hash(testPassword)
    if (!hashed.ok) throw new Error(hashed.error.code)
    const want = { people: 12, rooms, messages: 3, shards: 8, passwordHash: hashed.value }
    const { people } = await seedLargeAccounts(store, want)
    handle = `p0-${people[0]}`
    await store.close()
    endWatch = watchMongoCommands((...command) => asked.push(command.join(' ').trim()))
    run = await startTestRun(nats, { MONGODB_URL: mongodbUrl, NATTER_ROLES: 'api' })
    await run.up
    call = buildCall(run)
  }, 120_000)
  afterAll(async () => {
    endWatch()
    await run?.stop()
    await nats?.stop()
  })

  /**
   * Claims and leases are looked at all the time, and each second which files are to go. What is remembered for a moment is asked again where a machine is so busy
   * that the moment is over, and where nobody archives, as here: it counts as asked as often as where neither is so.
   */
  function leaveOutOthers(commands: readonly string[]): string[] {
    const most = new Map([
      ['find shards', 1],
      ['find archive_positions', 1],
    ])
    const others = /leases|broker_nodes|singletons|device_keys|pending_cuts|hello|ping|records going$/
    return commands.filter((command) => {
      const left = most.get(command) ?? Number.POSITIVE_INFINITY
      most.set(command, left - 1)
      return left > 0 && !others.test(command)
    })
  }

  it(`are twelve at most, with ${rooms} rooms in eight shards, first and unchanged`, { timeout: 120_000 }, async () => {
    const login = { handle, password: testPassword, deviceName: 'laptop' }
    const { accessToken } = (await call({ method: 'POST', path: apiPaths.login, body: login })).json<Session>()
    const countFewest = async (path: string) => {
      let fewest: string[] = []
      let last: Sync | undefined
      for (let round = 0; round < 3; ) {
        // Nothing of the call before is remembered.
        await new Promise((next) => setTimeout(next, 1_200))
        asked = []
        const answer = await call({ path, token: accessToken })
        expect(answer.statusCode).toBe(200)
        last = answer.json<Sync>()
        // The broker was too busy to say where its streams end: rooms of those are said once more, with this cursor too.
        if (Object.values(last.shards).some(({ complete }) => complete === false)) continue
        const mine = leaveOutOthers(asked)
        if (round === 0 || mine.length < fewest.length) fewest = mine
        round++
      }
      expect(fewest.length, fewest.join(', ')).toBeLessThanOrEqual(12)
      expect(fewest.length).toBeGreaterThan(2)
      return last
    }
    const first = await countFewest(apiPaths.sync)
    expect(first?.roomIds).toHaveLength(rooms)
    await countFewest(`${apiPaths.sync}?since=${encodeURIComponent(first?.cursor ?? '')}`)
  })
})
