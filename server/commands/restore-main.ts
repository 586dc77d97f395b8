import { resolve } from 'node:path'
import { parseServerConfig } from '../server-config.ts'
import { runRestore } from './run-restore.ts'

// `npm run restore -- DIR`: a backup into an empty data folder. NATTER_NATS_SERVER names the nats-server; the script that
// npm runs finds one. Ends with 1 and what helps.
const [folder, ...rest] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())
const natsServer = process.env.NATTER_NATS_SERVER
if (folder === undefined || rest.length > 0 || !config.ok || !natsServer) {
  const usage = 'Usage: npm run restore -- DIR   (into an empty NATTER_DATA; NATTER_NATS_SERVER names nats-server)'
  for (const line of config.ok ? [usage] : config.error) console.error(line)
  process.exitCode = 1
} else {
  const { dataDir } = config.value
  const restored = await runRestore(resolve(folder), { dataDir, natsServer })
  if (!restored.ok) {
    for (const line of restored.error) console.error(line)
    process.exitCode = 1
  } else {
    console.log(
      `Restored into ${dataDir}, all that was acknowledged before ${new Date(restored.value.throughAt).toISOString()}.`,
    )
    if (restored.value.store === 'mongo') console.log('Put MongoDB back with mongorestore before you start Natter.')
    console.log('Start it now (npm start); npm run doctor says how it is.')
  }
}
