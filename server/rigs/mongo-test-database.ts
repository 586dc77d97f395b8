import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'

/** A database that nobody else uses, on the server at `url`; `drop` once every store on it is closed. */
export function nameTestDatabase(url: string): { readonly own: URL; readonly drop: () => Promise<void> } {
  const database = `natter-test-${randomBytes(6).toString('hex')}`
  const own = new URL(url)
  own.pathname = `/${database}`
  const drop = async () => {
    const client = new MongoClient(url)
    await client.db(database).dropDatabase()
    await client.close()
  }
  return { own, drop }
}
