import { resolve } from 'node:path'
import { ensureNatsKeys } from '../secrets/nats-keys.ts'
import { parseServerConfig } from '../server-config.ts'
import { verifyBackup } from './backup-manifest.ts'
import { restoreStreams } from './restore-streams.ts'

// `npm run restore-streams -- DIR`: the streams of a backup into a broker that is run elsewhere (NATTER_NATS_URL), after
// `npm run restore` has put back the rest into NATTER_DATA. Broken off, it is run again. Ends with 1 and what helps.
const [folder, ...rest] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())

async function main(): Promise<readonly string[]> {
  if (folder === undefined || rest.length > 0) return ['Usage: npm run restore-streams -- DIR   (into NATTER_NATS_URL)']
  if (!config.ok) return config.error
  const { dataDir, natsUrls, natsReplicas } = config.value
  const keys = ensureNatsKeys(dataDir)
  if (!keys.ok) return [`${keys.error.file} ${keys.error.reason}`]
  const from = resolve(folder)
  const verified = await verifyBackup(from)
  if (!verified.ok) return verified.error
  const place = {
    servers: natsUrls,
    keys: keys.value,
    replicas: natsReplicas,
  }
  const restored = await restoreStreams(from, verified.value, place)
  return restored.ok ? [] : restored.error
}

const faults = await main()
for (const line of faults) console.error(line)
if (faults.length === 0)
  console.log('The streams are back. Start the servers of Natter now; npm run doctor says how it is.')
process.exitCode = faults.length > 0 ? 1 : 0
