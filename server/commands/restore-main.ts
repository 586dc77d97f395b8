import { resolve } from 'node:path'
import { parseServerConfig } from '../server-config.ts'
import { describeErasures } from './apply-erasures.ts'
import { runRestore } from './run-restore.ts'

// `npm run restore -- DIR [LIST …]`: a backup into an empty data folder. NATTER_NATS_SERVER names the nats-server; the script that
// npm runs finds one. Ends with 1 and what helps.
const [folder, ...lists] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())
const natsServer = process.env.NATTER_NATS_SERVER
const isElsewhere = process.env.NATTER_NATS_URL !== undefined
if (folder === undefined || !config.ok || (!natsServer && !isElsewhere)) {
  const usage =
    'Usage: npm run restore -- DIR [LIST …]   (into an empty NATTER_DATA; NATTER_NATS_SERVER names nats-server)'
  for (const line of config.ok ? [usage] : config.error) console.error(line)
  process.exitCode = 1
} else {
  const { dataDir } = config.value
  const restored = await runRestore(resolve(folder), {
    dataDir,
    natsServer,
    erasures: lists.map((list) => resolve(list)),
  })
  if (!restored.ok) {
    for (const line of restored.error) console.error(line)
    process.exitCode = 1
  } else {
    const { manifest, applied } = restored.value
    const through = new Date(manifest.throughAt).toISOString()
    console.log(`Restored into ${dataDir}, all that was acknowledged before ${through}.`)
    if (applied === undefined) {
      console.log('Put MongoDB back with mongorestore, then run npm run restored (with the lists of erasures).')
    } else for (const line of describeErasures(applied)) console.log(line)
    console.log(
      isElsewhere
        ? 'Start the servers of the broker with these keys and no streams; then run npm run restore-streams -- DIR.'
        : 'Start it now (npm start); npm run doctor says how it is.',
    )
  }
}
