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

/** What of a database has this text in it, document by document. */
export async function findInDatabase(url: string, text: string): Promise<readonly string[]> {
  const client = await MongoClient.connect(url)
  try {
    const found: string[] = []
    for (const { name } of await client.db().listCollections().toArray()) {
      for (const row of await client.db().collection(name).find().toArray()) {
        const said = JSON.stringify(row)
        if (said.includes(text)) found.push(`${name} ${said}`)
      }
    }
    return found
  } finally {
    await client.close()
  }
}
