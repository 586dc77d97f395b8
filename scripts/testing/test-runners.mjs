import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tools } from '../repo-paths.mjs'
import { runTool } from '../run-command.mjs'
import { complain } from '../say.mjs'
import { countPlaywright, countVitest, noCounts, readCounts } from './test-counts.mjs'

/** Runs one of vitest's projects and shows it; answers its counts. */
export function runVitest(project, { env = process.env } = {}) {
  return withReport(async (file) => {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const ran = await runTool(tools.vitest, args, { env, inherit: true })
    return readCounts(file, countVitest, ran.code)
  })
}

/** Runs the browser tests and shows them; with `listOnly` counts them as skipped instead. */
export function runPlaywright({ config, env = process.env, listOnly = false }) {
  return withReport(async (file) => {
    const reporters = listOnly ? ['--list', '--reporter=json'] : ['--reporter=list,json']
    const ran = await runTool(tools.playwright, ['test', '-c', config, ...reporters], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      inherit: !listOnly,
    })
    if (!listOnly) return readCounts(file, countPlaywright, ran.code)
    const listed = readCounts(file, (report) => ({ ...noCounts, skipped: countListed(report.suites) }), ran.code)
    if (listed.failed > 0) complain(`The tests of ${config} could not be listed:\n${ran.stderr || ran.stdout}`)
    return listed
  })
}

const countListed = (suites) =>
  suites.reduce((total, suite) => {
    const own = (suite.specs ?? []).reduce((sum, spec) => sum + spec.tests.length, 0)
    return total + own + countListed(suite.suites ?? [])
  }, 0)

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'natter-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
