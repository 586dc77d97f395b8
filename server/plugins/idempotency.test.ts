import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ok } from '../../common/result.ts'
import type { OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildRecordBook } from '../store/record-book.ts'
import { keptAnswersMs, pruneKeptAnswers } from './idempotency.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openSqliteDoors()
})
afterAll(() => database.drop())

test('answers of a day ago go, the others stay', async () => {
  const { records } = database.first
  const nowAt = 10 * keptAnswersMs
  const book = buildRecordBook(records, 'idempotency', z.object({ what: z.string(), at: z.int() }), () => nowAt)
  for (const [id, at] of [
    ['old', nowAt - keptAnswersMs],
    ['new', nowAt - keptAnswersMs + 1],
  ] as const) {
    await book.change(id, () => ok({ detail: { what: 'POST', at }, owners: [] }))
  }
  await pruneKeptAnswers(records, () => nowAt)
  expect((await book.list()).map(({ id }) => id)).toEqual(['new'])
})
