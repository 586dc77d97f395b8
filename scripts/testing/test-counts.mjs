// Adds up what every test runner found, so that the last line counts all tests of all of them.
import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

export const noCounts = { passed: 0, failed: 0, skipped: 0, failures: [] }

export function addCounts(...all) {
  const sum = (key) => all.reduce((total, each) => total + each[key], 0)
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: all.flatMap(({ failures }) => failures),
  }
}

export const formatCounts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** A file that could not even be loaded has no tests to count; it is one that failed. */
export function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures: report.testResults.flatMap(vitestFailures),
  }
}

function vitestFailures({ name, status, message, assertionResults }) {
  if (status === 'failed' && assertionResults.length === 0) return [failure(name, 'could not be loaded', message)]
  return assertionResults
    .filter((each) => each.status === 'failed')
    .map((each) => failure(name, each.fullName, each.failureMessages?.join('\n')))
}

const REASON_LINES = 12
// Vitest's report keeps the stack of an error alone, and that of a time limit is made before its words are.
const timeIsUp = /^Error: STACK_TRACE_ERROR$/m

/** What broke, where, and the first lines of why: a log that is cut keeps its end, and there these stand. */
function failure(file, title, reason = '') {
  const plain = stripVTControlCharacters(String(reason)).replace(timeIsUp, 'Error: its time was up')
  const lines = plain.split('\n').filter((line) => line.trim() && !line.includes('node_modules'))
  return [`${file ?? '?'} > ${title}`, ...lines.slice(0, REASON_LINES).map((line) => `    ${line}`)].join('\n')
}

/** A test that passed only when tried again counts as passed; what broke outside of tests counts as failed. */
export function countPlaywright({ stats, suites = [], errors = [] }) {
  const failed = stats.unexpected + (stats.unexpected === 0 ? errors.length : 0)
  return {
    passed: stats.expected + stats.flaky,
    failed,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap((suite) => playwrightFailures(suite, [])),
      ...errors.map((error) => failure('outside of tests', 'error', error.message)),
    ],
  }
}

function playwrightFailures({ title, suites = [], specs = [] }, above) {
  const path = [...above, title]
  const own = specs
    .flatMap((spec) => spec.tests.map((test) => ({ spec, test })))
    .filter(({ test }) => test.status === 'unexpected')
    .map(({ spec, test }) => {
      const error = test.results.at(-1)?.error
      return failure(path.join(' > '), spec.title, error?.message)
    })
  return [...own, ...suites.flatMap((suite) => playwrightFailures(suite, path))]
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
