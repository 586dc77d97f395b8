import { existsSync } from 'node:fs'
import { parseServerConfig } from '../server-config.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'
import { buildSetAsideReport, parseSetAsideWish, setAsideUsage } from './set-aside-report.ts'

// `npm run set-aside`: what the archiver could not take in, with the reason, while the server runs or not.
const wish = parseSetAsideWish(process.argv.slice(2))
const config = parseServerConfig(process.env, process.cwd())
if (wish === undefined || !config.ok) {
  for (const line of config.ok ? [setAsideUsage] : config.error) console.error(line)
  process.exitCode = 1
} else if (config.value.mongodbUrl === undefined && !existsSync(embeddedStorePath(config.value.dataDir))) {
  console.error(`There is no store in ${config.value.dataDir}; set NATTER_DATA or MONGODB_URL as for the server.`)
  process.exitCode = 1
} else {
  const { dataDir, mongodbUrl } = config.value
  const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  const [entries, total] = await Promise.all([
    store.archive.loadSetAside(wish.count),
    store.archive.countSetAside(),
  ]).finally(store.close)
  for (const line of buildSetAsideReport(entries, total, wish)) console.log(line)
}
