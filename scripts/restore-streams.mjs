import './check-node.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { runMain } from './say.mjs'

await runMain(async () => {
  await ensureInstalled()
  await ensureBuilt(['server'])
  const main = inRepo('build', 'server', 'commands', 'restore-streams-main.js')
  return (await runTool(main, process.argv.slice(2), { inherit: true })).code
})
