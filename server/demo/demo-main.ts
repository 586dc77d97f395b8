import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectBackbone } from '../nats/broker-connection.ts'
import { ensureNatsKeys } from '../secrets/nats-keys.ts'
import { parseServerConfig } from '../server-config.ts'
import { startServer } from '../server-run.ts'
import { openStore } from '../store/open-store.ts'
import { buildMemberPublisher } from '../streams/member-publisher.ts'
import { archiveInItsTime } from './archive-in-its-time.ts'
import { liveDemo } from './demo-life.ts'
import { buildDemoWorld } from './demo-world.ts'

// For `npm run demo`, once, before the server of the demo starts: lives a month in a second. NATS is up by then, and nobody else
// is at the data. All goes the ways that people's doings go: the calls of the API, events in the streams, the archiver's own code.
// Only the clock of this process is another one. Last it writes `demo/echo.creds` and the mark that the folder is whole.
const many = '1000000'
const config = parseServerConfig(
  {
    ...process.env,
    ...{ NATTER_ROLES: 'api', NATTER_LOG_LEVEL: 'error', NATTER_SIGN_UPS_PER_MINUTE: many },
    ...{ NATTER_SIGN_INS_PER_MINUTE: many, NATTER_REQUESTS_PER_MINUTE: many },
  },
  process.cwd(),
)
if (!config.ok) throw new Error(config.error.join('\n'))
const { dataDir, natsUrls, shards } = config.value
const keys = ensureNatsKeys(dataDir)
if (!keys.ok) throw new Error(keys.error.reason)

const nowAt = Date.now()
let clockAt = nowAt
Date.now = () => clockAt

const run = await startServer(config.value, 'demo')
await run.up
const connected = await connectBackbone({ servers: natsUrls, keys: keys.value, name: 'demo' })
if (!connected.ok) throw new Error('the broker of the demo is not there')
const backbone = connected.value
const store = await openStore({ dataDir })
const world = buildDemoWorld(run.app, buildMemberPublisher(backbone), (at) => {
  clockAt = Math.round(at)
})
const { services } = run
const archive = () => archiveInItsTime({ backbone, store, shards, services })
const bot = await liveDemo({ world, archive, nowAt })
await backbone.close()
await store.close()
await run.stop()

const folder = join(dataDir, 'demo')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'echo.creds'), bot.creds, { mode: 0o600 })
writeFileSync(join(folder, 'lived.tmp'), '')
renameSync(join(folder, 'lived.tmp'), join(folder, 'lived'))
