import { existsSync } from 'node:fs'
import { parseServerConfig } from '../server-config.ts'
import { moveStore } from '../store/move-store.ts'
import { embeddedStorePath } from '../store/open-store.ts'
import { StoreUnavailableError } from '../store/store-port.ts'

// `npm run move -- MONGODB_URL`: everything from the embedded file into an empty MongoDB, with Natter stopped. Broken off,
// it is run again. Ends with 1 and what helps.
const [mongodbUrl, ...rest] = process.argv.slice(2)
const config = parseServerConfig({ ...process.env, MONGODB_URL: mongodbUrl }, process.cwd())

async function main(): Promise<readonly string[]> {
  if (mongodbUrl === undefined || rest.length > 0) return ['Usage: npm run move -- mongodb://host:27017/natter']
  if (!config.ok) return config.error
  const { dataDir } = config.value
  if (!existsSync(embeddedStorePath(dataDir))) return [`There is no store in ${dataDir}; set NATTER_DATA.`]
  const onTable = (table: string, count: number) => console.log(`  ${table}: ${count} rows, counts and digests agree`)
  const outcome = await moveStore({ dataDir, mongodbUrl }, onTable)
  switch (outcome.kind) {
    case 'moved':
      console.log('All is moved. Set MONGODB_URL and start Natter; keep the file until you have seen it run.')
      return []
    case 'in-use':
      return ['That database is not empty, and nothing is written over. Name another one in the address.']
    case 'moved-before':
      return ['All was moved into that database before. Set MONGODB_URL and start Natter; or name another database.']
    case 'differs':
      return [`${outcome.table} is not there as it was read, in two tries. Name an empty database and run this again.`]
  }
}

try {
  const faults = await main()
  for (const line of faults) console.error(line)
  process.exitCode = faults.length > 0 ? 1 : 0
} catch (fault) {
  if (!(fault instanceof StoreUnavailableError)) throw fault
  console.error(`Not moved: ${fault.message}. Run this again afterwards: it goes on where it was.`)
  process.exitCode = 1
}
