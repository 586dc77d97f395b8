// Adds up what every test runner found, so that the last line counts all tests of all of them.
import { existsSync, readFileSync } from 'node:fs'

export const noCounts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(...all) {
  const sum = (key) => all.reduce((total, each) => total + each[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

export const formatCounts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** A file that could not even be loaded has no tests to count; it is one that failed. */
export function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

/** A test that passed only when tried again counts as passed; what broke outside of tests counts as failed. */
export function countPlaywright({ stats, errors = [] }) {
  const failed = stats.unexpected + (stats.unexpected === 0 ? errors.length : 0)
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }
}

/** The counts in a report file. A runner that ended badly without saying how has failed once. */
export function readCounts(file, count, exitCode) {
  let counts = noCounts
  try {
    if (existsSync(file)) counts = count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    counts = { ...noCounts, failed: 1 }
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
