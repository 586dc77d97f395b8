import './check-node.mjs'
import { existsSync } from 'node:fs'
import { ensureBuilt } from './build.mjs'
import { ensureElectron } from './fetching/electron-binary.mjs'
import { ensureNatsServer } from './fetching/nats-server.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { complain, PlainError, runMain, say } from './say.mjs'
import { formatCounts } from './testing/test-counts.mjs'
import { runPlaywright } from './testing/test-runners.mjs'

const config = 'desktop/e2e/electron.config.ts'

await runMain(async () => {
  await ensureInstalled()
  if (!existsSync(inRepo(config))) throw new PlainError(`There are no desktop tests: ${config} is missing.`)
  const reason = await whyNot()
  if (reason) {
    complain(`The desktop tests are skipped: ${reason}.`)
    say(formatCounts(await runPlaywright({ config, listOnly: true })))
    return 0
  }
  const env = { ...process.env, NATTER_NATS_SERVER: await ensureNatsServer() }
  await ensureBuilt(['server', 'web', 'desktop'])
  const counts = await runPlaywright({ config, env: { ...env, NATTER_ELECTRON: (await ensureElectron()).path } })
  say(formatCounts(counts))
  return counts.failed > 0 ? 1 : 0
})

async function whyNot() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'there is no screen here (set DISPLAY, or run it under xvfb-run)'
  }
  return (await ensureElectron()).reason
}
