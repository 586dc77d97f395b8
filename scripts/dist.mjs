import './check-node.mjs'
import { readFileSync } from 'node:fs'
import { ensureInstalled } from './install.mjs'
import { assembleApp } from './packaging/app-folder.mjs'
import { describeSource, readUpdateSettings, signInstallers } from './packaging/update-signing.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { PlainError, runMain, say, step } from './say.mjs'

/** The installers for the system that this runs on. Electron itself is fetched, so it needs the network. */
await runMain(async () => {
  await ensureInstalled()
  // Before anything is built: what is missing is said at once.
  const updates = readUpdateSettings(process.env)
  await assembleApp({ updates: updates && describeSource(updates) })
  if (updates === undefined) say('NATTER_UPDATES names no address: what is made here looks for no updates.')
  const args = ['--config', 'electron-builder.yml', '--publish', 'never']
  await step('Packaging the desktop', async (note) => {
    const ran = await runTool(inRepo('node_modules', 'electron-builder', 'cli.js'), args, { onLine: note })
    if (ran.code !== 0) throw new PlainError(`electron-builder failed:\n${ran.stdout}\n${ran.stderr}`)
  })
  if (updates !== undefined) {
    const { version } = JSON.parse(readFileSync(inRepo('package.json'), 'utf8'))
    const feeds = await signInstallers(inRepo('build', 'installers'), { ...updates, version })
    say(
      `Signed: ${feeds.join(', ') || 'nothing that takes itself in'}. They go to ${updates.address} with the installers, last.`,
    )
  }
  say('The installers are in build/installers.')
})
