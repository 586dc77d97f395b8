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
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ],
  })
  expect(formatCounts(counts)).toBe('3 passed, 2 failed, 3 skipped')
})

test('what breaks before the first browser test counts as a failure', () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })).toEqual({
    passed: 5,
    failed: 1,
    skipped: 2,
  })
})

test('a runner that failed without a report, or with one that says all is well, has failed once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'natter-counts-'))
  const file = join(folder, 'report.json')
  expect(readCounts(file, countPlaywright, 1)).toEqual({ ...noCounts, failed: 1 })
  writeFileSync(file, '{ not json')
  expect(readCounts(file, countPlaywright, 0)).toEqual({ ...noCounts, failed: 1 })
  writeFileSync(file, JSON.stringify({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } }))
  expect(readCounts(file, countPlaywright, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 })
  expect(readCounts(file, countPlaywright, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 })
  rmSync(folder, { recursive: true })
})

test('counts add up', () => {
  expect(addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 4, failed: 0, skipped: 1 })).toEqual({
    passed: 5,
    failed: 2,
    skipped: 4,
  })
})
