import './check-node.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureChromium } from './fetching/chromium.mjs'
import { ensureNatsServer } from './fetching/nats-server.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { runMain, say } from './say.mjs'

await runMain(async () => {
  await ensureInstalled()
  const env = { ...process.env, NATTER_NATS_SERVER: await ensureNatsServer() }
  const chromium = await ensureChromium()
  if (chromium.skipped) say(`What is measured in a browser is left out: ${chromium.skipped}`)
  else env.NATTER_CHROMIUM = chromium.path
  await ensureBuilt(['server', 'web', 'bench'])
  const ran = await runTool(inRepo('build', 'bench', 'bench-main.js'), process.argv.slice(2), { env, inherit: true })
  return ran.code
})
