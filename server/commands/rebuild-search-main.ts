import { createHolderName } from '../holder-name.ts'
import { buildHeldLease } from '../leases/held-lease.ts'
import { parseServerConfig } from '../server-config.ts'
import { openStore } from '../store/open-store.ts'
import { rebuildSearch } from './rebuild-search.ts'

// `npm run rebuild-search`: the index that searches look into, thrown away and filled anew. While the server runs, which then
// fills it, or not.
const config = parseServerConfig(process.env, process.cwd())
if (!config.ok) {
  for (const line of config.error) console.error(line)
  process.exitCode = 1
} else {
  const { dataDir, mongodbUrl } = config.value
  const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  const lease = buildHeldLease(store.leases, { name: 'search', holder: createHolderName(), lifeMs: 30_000 })
  try {
    let saidAt = Date.now()
    await rebuildSearch(store, lease, ({ taken, byServer }) => {
      if (Date.now() - saidAt < 2_000) return
      saidAt = Date.now()
      console.log(byServer ? 'The server that runs is filling it.' : `${taken} messages so far.`)
    })
    const { entries } = await store.search.count()
    console.log(`${entries} messages can be found.`)
  } finally {
    await store.close()
  }
}
