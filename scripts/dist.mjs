import './check-node.mjs'
import { ensureInstalled } from './install.mjs'
import { assembleApp } from './packaging/app-folder.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { PlainError, runMain, say, step } from './say.mjs'

/** The installers for the system that this runs on. Electron itself is fetched, so it needs the network. */
await runMain(async () => {
  await ensureInstalled()
  await assembleApp()
  const updates = process.env.NATTER_UPDATES
  const args = ['--config', 'electron-builder.yml', '--publish', 'never']
  if (updates) args.push(`-c.publish.url=${updates}`)
  else say('NATTER_UPDATES names no address: what is made here finds no updates.')
  await step('Packaging the desktop', async (note) => {
    const ran = await runTool(inRepo('node_modules', 'electron-builder', 'cli.js'), args, { onLine: note })
    if (ran.code !== 0) throw new PlainError(`electron-builder failed:\n${ran.stdout}\n${ran.stderr}`)
  })
  say('The installers are in build/installers.')
})
