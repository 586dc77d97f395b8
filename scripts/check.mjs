import './check-node.mjs'
import { ensureInstalled } from './install.mjs'
import { tools } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { complain, isMain, runMain, say, step } from './say.mjs'
import { addCounts, formatCounts, noCounts } from './testing/test-counts.mjs'
import { runVitest } from './testing/test-runners.mjs'

/** Format, lint, types, unit and rule tests. A failed format, lint or type check counts as one failed test. */
export async function runChecks() {
  const findings = await step('Checking format, lint and types', () =>
    Promise.all([
      examine('Format and lint', tools.biome, ['check', '--max-diagnostics=50'], 'npm run format mends most of it.'),
      examine('Types', tools.tsc, ['-b'], 'Mend the types named above.'),
    ]),
  )
  return addCounts(...findings, await runVitest('unit'))
}

async function examine(title, tool, args, remedy) {
  const ran = await runTool(tool, args)
  if (ran.code === 0) return noCounts
  complain(`${ran.stdout}${ran.stderr}\n${title}: not right. ${remedy}`)
  return { ...noCounts, failed: 1 }
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await ensureInstalled()
    const counts = await runChecks()
    say(formatCounts(counts))
    return counts.failed > 0 ? 1 : 0
  })
}
