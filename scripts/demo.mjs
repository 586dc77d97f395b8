import { join } from 'node:path'
import { cacheFolder } from './repo-paths.mjs'

// `npm run demo`: the same start, with a folder, ports and a name of its own, so that it meets no Natter that is in use here.
const { env } = process
const settings = {
  NATTER_DEMO: 'on',
  // Never `NATTER_DATA`, which names what somebody works with.
  NATTER_DATA: env.NATTER_DEMO_DATA || join(cacheFolder(env), 'demo'),
  NATTER_PORT: env.NATTER_PORT || '8490',
  NATTER_NATS_WS_PORT: env.NATTER_NATS_WS_PORT || '8491',
  NATTER_NATS_PORT: env.NATTER_NATS_PORT || '8492',
  NATTER_SERVER_NAME: 'Natter demo',
  NATTER_HOST: '127.0.0.1',
  // All of it is in that folder, and gone with it.
  MONGODB_URL: '',
  NATTER_NATS_URL: '',
  NATTER_FILES_URL: '',
  NATTER_SMTP_URL: '',
  NATTER_PUBLIC_URL: '',
  NATTER_TLS_CERT: '',
  NATTER_TLS_KEY: '',
}
Object.assign(env, settings)
await import('./start.mjs')
