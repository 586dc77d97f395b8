import './check-node.mjs'
import { ensureBuilt } from './build.mjs'
import { runChecks } from './check.mjs'
import { ensureChromium, ensureHeadlessShell } from './fetching/chromium.mjs'
import { ensureNatsServer } from './fetching/nats-server.mjs'
import { ensureInstalled } from './install.mjs'
import { complain, PlainError, runMain, say, seconds } from './say.mjs'
import { addCounts, formatCounts, noCounts } from './testing/test-counts.mjs'
import { runPlaywright, runVitest } from './testing/test-runners.mjs'

const stages = {
  unit: runUnit,
  integration: runIntegration,
  // Two people in real browsers, on the built app and a server of its own.
  e2e: () => runInBrowser('desktop/e2e/playwright.config.ts', ['server', 'web', 'rigs']),
  // Screens fed by hand; then that the line being read does not move, with ten thousand messages loaded: what is timed
  // is timed in the browser that people have.
  screens: async () =>
    addCounts(
      await runInBrowser('desktop/e2e/screens/screens.config.ts', undefined, ensureHeadlessShell),
      await runInBrowser('desktop/e2e/screens/motion.config.ts'),
    ),
  // The desktop as built, main and preload, on a stand-in for Electron.
  desktop: () => runInBrowser('desktop/e2e/shell.config.ts', ['server', 'web', 'desktop']),
}

async function main() {
  const chosen = parseArguments(process.argv.slice(2))
  await ensureInstalled()
  const times = []
  let total = noCounts
  for (const name of chosen) {
    const startedAt = Date.now()
    say(`── ${name} ──`)
    const counts = await runStage(name)
    total = addCounts(total, counts)
    times.push(`${name}: ${formatCounts(counts)}, ${seconds(Date.now() - startedAt)}`)
  }
  if (total.failures.length > 0) say(`── failed ──\n${total.failures.join('\n')}`)
  say(times.join('\n'))
  // The last line is read by machines.
  say(formatCounts(total))
  return total.failed > 0 ? 1 : 0
}

function parseArguments(args) {
  if (args.length === 0) return Object.keys(stages)
  const name = args.length === 1 ? args[0].replace(/^--only=/, '') : args[0] === '--only' ? args[1] : ''
  if (args.length > 2 || !Object.hasOwn(stages, name)) {
    throw new PlainError(`Usage: npm test [-- --only ${Object.keys(stages).join('|')}]`)
  }
  return [name]
}

/** A stage that can't even be set up has failed once; the stages after it still have something to tell. */
async function runStage(name) {
  try {
    return await stages[name]()
  } catch (error) {
    complain(error instanceof PlainError ? error.message : String(error?.stack ?? error))
    return { ...noCounts, failed: 1 }
  }
}

function runUnit() {
  return runChecks()
}

async function runIntegration() {
  const env = { ...process.env, NATTER_NATS_SERVER: await ensureNatsServer() }
  await ensureBuilt(['server', 'web', 'rigs'])
  return runVitest('integration', { env })
}

async function runInBrowser(config, targets, ensureBrowser = ensureChromium) {
  const env = { ...process.env, NATTER_NATS_SERVER: await ensureNatsServer() }
  const chromium = await ensureBrowser()
  if (chromium.skipped) {
    say(`Browser tests are skipped: ${chromium.skipped}`)
    return runPlaywright({ config, env, listOnly: true })
  }
  await ensureBuilt(targets)
  return runPlaywright({ config, env: { ...env, NATTER_CHROMIUM: chromium.path } })
}

await runMain(main)
