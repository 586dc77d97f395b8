import { parseServerConfig } from '../server-config.ts'
import { openStore } from '../store/open-store.ts'
import { confirmGaps, listGaps, parseShardWish } from './confirm-members.ts'

// `npm run confirm-members`: what a restore has lost for good, and, with the number of a shard, that its rooms' members
// were looked at and may have credentials again. While the server runs or not.
const shard = parseShardWish(process.argv.slice(2))
const config = parseServerConfig(process.env, process.cwd())
if (shard === undefined || !config.ok) {
  const faults = config.ok ? ['Usage: npm run confirm-members [-- SHARD]'] : config.error
  for (const line of faults) console.error(line)
  process.exitCode = 1
} else {
  const { dataDir, mongodbUrl } = config.value
  const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  try {
    const lines = shard === 'all' ? await listGaps(store.shards) : await confirmGaps(store.shards, shard, Date.now())
    for (const line of lines) console.log(line)
  } finally {
    await store.close()
  }
}
