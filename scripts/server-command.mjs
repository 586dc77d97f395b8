import './check-node.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureNatsServer } from './fetching/nats-server.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { runMain } from './say.mjs'

/** Those that start a broker of their own. */
const withBroker = ['restore']

// `npm run backup` and its kind: which of them is package.json's to say, in front of what the caller says.
await runMain(async () => {
  const [command, ...args] = process.argv.slice(2)
  await ensureInstalled()
  await ensureBuilt(['server'])
  const env = { ...process.env }
  if (withBroker.includes(command)) env.NATTER_NATS_SERVER = await ensureNatsServer()
  return (await runTool(inRepo('build', 'server', 'commands', `${command}-main.js`), args, { inherit: true, env })).code
})
