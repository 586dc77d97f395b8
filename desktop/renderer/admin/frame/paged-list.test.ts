import { expect, test } from 'vitest'
import { appError } from '../../../../common/app-error.ts'
import { err, ok } from '../../../../common/result.ts'
import { emptyList, type ListStep, type PagedList, reduceList } from './paged-list.ts'

type Row = { readonly id: string; readonly name?: string }
const run = (steps: readonly ListStep<Row>[], from: PagedList<Row> = emptyList()) =>
  steps.reduce((list, step) => reduceList(list, step, ({ id }) => id), from)
const page = (isFirst: boolean, ids: string, cursor?: string): ListStep<Row> => ({
  kind: 'answered',
  isFirst,
  answer: ok({ rows: [...ids].map((id) => ({ id })), ...(cursor === undefined ? {} : { cursor }) }),
})
const ids = (list: PagedList<Row>) => list.rows.map(({ id }) => id).join('')

test('pages stand behind each other, and a row that comes twice stands once', () => {
  const list = run([page(true, 'abc', 'x'), { kind: 'asked-more' }, page(false, 'cde')])
  expect(ids(list)).toBe('abcde')
  expect(list).toMatchObject({ cursor: undefined, isLoading: false })
})

test('asked anew, what stood there stays until the answer, and then nothing of it', () => {
  const asked = run([page(true, 'abc', 'x'), { kind: 'asked-anew' }])
  expect(ids(asked)).toBe('abc')
  expect(asked.isLoading).toBe(true)
  expect(ids(run([page(true, 'z')], asked))).toBe('z')
})

test('a page that did not come leaves those that did, and the place to go on from', () => {
  const failed: ListStep<Row> = { kind: 'answered', isFirst: false, answer: err(appError('busy')) }
  const list = run([page(true, 'ab', 'x'), { kind: 'asked-more' }, failed])
  expect(list).toMatchObject({ cursor: 'x', isLoading: false, error: { code: 'busy' } })
  expect(ids(list)).toBe('ab')
  expect(run([{ kind: 'asked-more' }], list).error).toBeUndefined()
})

test('what is changed here stands in its place, and what is removed is gone', () => {
  const list = run([
    page(true, 'abc'),
    { kind: 'changed', row: { id: 'b', name: 'Ben' } },
    { kind: 'changed', row: { id: 'z', name: 'nobody here' } },
    { kind: 'removed', key: 'a' },
  ])
  expect(list.rows).toEqual([{ id: 'b', name: 'Ben' }, { id: 'c' }])
})
