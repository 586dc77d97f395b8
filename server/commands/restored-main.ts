import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { erasuresFolder, loadErasures } from '../erasures/erasure-list.ts'
import { parseServerConfig } from '../server-config.ts'
import { openStore } from '../store/open-store.ts'
import { describeErasures, settleRestoredStore } from './apply-erasures.ts'

// `npm run restored [-- LIST …]`: after a database was put back by its own tools, and before a server is started on it. What
// the lists of erasures say is taken back again, and every shard gets a new epoch. Ends with 1 and what helps.
const named = process.argv.slice(2).map((list) => resolve(list))
const config = parseServerConfig(process.env, process.cwd())

async function main(): Promise<readonly string[]> {
  if (!config.ok) return config.error
  const missing = named.filter((path) => !existsSync(path))
  if (missing.length > 0) return [`There is no list of erasures at ${missing.join(', ')}.`]
  const { dataDir, mongodbUrl } = config.value
  const own = erasuresFolder(dataDir)
  const { erasures, unreadable } = loadErasures([...named, ...(existsSync(own) ? [own] : [])])
  const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  try {
    for (const line of describeErasures(await settleRestoredStore(store, erasures, Date.now()))) console.log(line)
    if (unreadable > 0) console.log(`${unreadable} lines were passed over: they are no erasures.`)
    return []
  } finally {
    await store.close()
  }
}

const faults = await main()
for (const line of faults) console.error(line)
process.exitCode = faults.length > 0 ? 1 : 0
