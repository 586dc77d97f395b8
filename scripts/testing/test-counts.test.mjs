import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addCounts, countPlaywright, countVitest, formatCounts, noCounts, readCounts } from './test-counts.mjs'

test('a file that could not be loaded counts as a failure', () => {
  const counts = countVitest({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'one and one', failureMessages: ['\x1b[31mexpected 3 to be 2\x1b[0m'] },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  })
  expect(formatCounts(counts)).toBe('3 passed, 2 failed, 3 skipped')
  expect(counts.failures).toEqual([
    'a.test.ts > could not be loaded\n    no such module',
    'b.test.ts > one and one\n    expected 3 to be 2',
  ])
})

test('a test whose time was up says so, which the stack in the report does not', () => {
  const stack = 'Error: STACK_TRACE_ERROR\n    at Array.forEach (<anonymous>)\n    at /x/c.test.ts:230:43'
  const late = { status: 'failed', fullName: 'comes back', failureMessages: [stack] }
  const report = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 }
  const { failures } = countVitest({ ...report, testResults: [{ name: 'c.test.ts', assertionResults: [late] }] })
  expect(failures[0]).toContain('    Error: its time was up\n')
})

test('what breaks before the first browser test counts as a failure', () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
  expect(countPlaywright({ stats, errors: [{ message: 'no browser' }] })).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: ['outside of tests > error\n    no browser'],
  })
  const failing = { status: 'unexpected', results: [{ error: { message: 'never drawn' } }] }
  const suites = [{ title: 'x.e2e.ts', suites: [{ title: 'dark', specs: [{ title: 'looks', tests: [failing] }] }] }]
  expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, suites })).toEqual({
    passed: 5,
    failed: 1,
    skipped: 2,
    failures: ['x.e2e.ts > dark > looks\n    never drawn'],
  })
})

test('a runner that failed without a report, or with one that says all is well, has failed once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'natter-counts-'))
  const file = join(folder, 'report.json')
  expect(readCounts(file, countPlaywright, 1)).toEqual({ ...noCounts, failed: 1 })
  writeFileSync(file, '{ not json')
  expect(readCounts(file, countPlaywright, 0)).toEqual({ ...noCounts, failed: 1 })
  writeFileSync(file, JSON.stringify({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } }))
  expect(readCounts(file, countPlaywright, 1)).toMatchObject({ passed: 2, failed: 1, skipped: 0 })
  expect(readCounts(file, countPlaywright, 0)).toMatchObject({ passed: 2, failed: 0, skipped: 0 })
  rmSync(folder, { recursive: true })
})

test('counts add up', () => {
  const first = { passed: 1, failed: 2, skipped: 3, failures: ['a', 'b'] }
  expect(addCounts(first, { passed: 4, failed: 0, skipped: 1, failures: [] })).toEqual({
    passed: 5,
    failed: 2,
    skipped: 4,
    failures: ['a', 'b'],
  })
})
