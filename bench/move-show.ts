import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { seedLargeAccounts } from '../server/rigs/large-account.ts'
import { moveStore } from '../server/store/move-store.ts'
import { openStore } from '../server/store/open-store.ts'
import type { Store } from '../server/store/store-port.ts'
import { sayCount } from './figures.ts'

const roomCount = 50
const messagesEach = 2_000
const comparedMessages = 2_000
const pageSize = 200

/**
 * `npm run bench -- move`: 100,000 messages from the embedded file to the MongoDB of MONGODB_URL (a database of its own there),
 * with the counts and digests that `npm run move` compares, then the pages of history of one room from both.
 */
export async function runMoveShow(): Promise<void> {
  const server = process.env.MONGODB_URL
  if (server === undefined) {
    console.log('\nMove to MongoDB: left out, MONGODB_URL names none')
    return
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'natter-move-'))
  const place = new URL(server)
  place.pathname = `/natter_move_${randomBytes(4).toString('hex')}`
  const mongodbUrl = place.href
  try {
    const from = await openStore({ dataDir })
    const { rooms } = await seedLargeAccounts(from, { people: 20, rooms: roomCount, messages: messagesEach, shards: 8 })
    await from.close()
    console.log(`\nMove to MongoDB, ${sayCount(roomCount * messagesEach)} messages in ${roomCount} rooms of 20:`)
    const startedAt = Date.now()
    const outcome = await moveStore({ dataDir, mongodbUrl }, (table, count) => {
      if (count > 0) console.log(`  ${table}: ${sayCount(count)} rows, counts and digests agree`)
    })
    console.log(`  ${outcome.kind} in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`)
    const [left, right] = [await openStore({ dataDir }), await openStore({ dataDir, mongodbUrl })]
    const room = rooms.at(-1)
    let equal = 0
    for (let after = 0, pages = 0; room !== undefined && pages < comparedMessages / pageSize; pages++) {
      const load = (store: Store) => store.history.loadPage({ room, after, limit: pageSize })
      const [one, other] = [await load(left), await load(right)]
      if (!isDeepStrictEqual(one, other)) console.log(`  the page after ${after} differs`)
      else equal += one.messages.length
      after = one.messages.at(-1)?.seq ?? after
    }
    await Promise.all([left.close(), right.close()])
    console.log(`  history: ${sayCount(equal)} of ${sayCount(comparedMessages)} messages equal, page by page`)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
