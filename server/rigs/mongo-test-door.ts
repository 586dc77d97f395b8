import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { startTurnstile } from './mongo-turnstile.ts'

/** For tests: the way to the MongoDB of `NATTER_TEST_MONGODB_URL`, through the turnstile where it is not MongoDB itself. */
export type TestMongoDoor = {
  readonly server: URL
  readonly stop: () => Promise<void>
}

export async function openTestMongoDoor(url: string): Promise<TestMongoDoor> {
  const server = new URL(url)
  const client = new MongoClient(server.href)
  const { ferretdbVersion } = await client.db('admin').command({ buildInfo: 1 })
  await client.close()
  if (ferretdbVersion === undefined) return { server, stop: async () => {} }
  const turnstile = await startTurnstile(server.hostname, Number(server.port || 27_017))
  server.port = String(turnstile.port)
  return { server, stop: turnstile.stop }
}

/** A database that nobody else uses; `drop` once every store on it is closed. */
export function nameTestDatabase(server: URL): { readonly own: URL; readonly drop: () => Promise<void> } {
  const database = `natter-test-${randomBytes(6).toString('hex')}`
  const own = new URL(server)
  own.pathname = `/${database}`
  const drop = async () => {
    const client = new MongoClient(server.href)
    await client.db(database).dropDatabase()
    await client.close()
  }
  return { own, drop }
}
