import './check-node.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { ensureNatsServer } from './nats-server.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { runMain } from './say.mjs'

await runMain(async () => {
  await ensureInstalled()
  await ensureBuilt(['server'])
  const env = { ...process.env, NATTER_NATS_SERVER: await ensureNatsServer() }
  const main = inRepo('build', 'server', 'commands', 'restore-main.js')
  return (await runTool(main, process.argv.slice(2), { inherit: true, env })).code
})
