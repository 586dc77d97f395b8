import { join } from 'node:path'
import sharp from 'sharp'
import { findFreePort } from '../../test-kit/free-port.ts'
import { startTestNats } from './nats-test-server.ts'
import { startOutsideWeb } from './outside-web.ts'
import { findRepoFolder } from './server-test-process.ts'
import { startTestRun } from './test-server.ts'

/**
 * For the tests in browsers: the whole server with the built app, and outside it a web of the test. Says where it is ready, and each
 * address that its guard let it ask; ends with its input.
 */
const web = await startOutsideWeb('harbour.example', { 'moved.example': [['93.184.216.35']] })
const picture = await sharp({ create: { width: 1_200, height: 600, channels: 3, background: '#2a7f86' } })
  .jpeg()
  .toBuffer()
web.pages.set('www.harbour.example/pile.jpg', 'https://harbour.example/pile.jpg')
web.pages.set('harbour.example/pile.jpg', ['image/jpeg', picture])
web.pages.set('moved.example/tides', 'https://harbour.example/tides')
web.pages.set('harbour.example/tides', [
  'text/html; charset=utf-8',
  Buffer.from(
    '<title>no</title><meta property="og:title" content="Tide table, quay 7"><meta property="og:description" content="High and ' +
      'low water."><meta property="og:image" content="http://www.harbour.example/pile.jpg">',
  ),
])
const nats = await startTestNats()
const port = await findFreePort()
const run = await startTestRun(
  nats,
  { NATTER_PORT: String(port), NATTER_WEB: join(findRepoFolder(), 'build', 'web') },
  web,
)
await run.up
await run.app.listen({ host: '127.0.0.1', port })
process.stdout.write(`ready at http://127.0.0.1:${port}\n`)
process.stdin.on('data', () => process.stdout.write(`asked ${JSON.stringify(web.asked)}\n`))
process.stdin.on('end', async () => {
  await run.stop()
  await nats.stop()
  web.stop()
  process.exit(0)
})
