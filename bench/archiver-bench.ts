import { testStores } from '../server/rigs/archiver-test-rig.ts'
import { measureArchiver } from './archiver-speed.ts'
import { buildTable, sayCount, sayRatio } from './figures.ts'

/** Events a second from the stream into the store, against the store's own bulk insert. MongoDB where one is given. */
export async function runArchiverBench(): Promise<void> {
  const rows = [['', 'archived/s', 'bulk insert/s', 'insert : archive']]
  for (const kind of testStores) {
    for (const shards of [1, 8]) {
      const { archivedPerSecond, insertedPerSecond } = await measureArchiver(kind, { events: 40_000, shards })
      const ratio = sayRatio(insertedPerSecond / archivedPerSecond)
      rows.push([`${kind}, ${shards} shards`, sayCount(archivedPerSecond), sayCount(insertedPerSecond), ratio])
    }
  }
  console.log('\nArchiver, from the stream to the store:')
  console.log(buildTable(rows))
}
