import { describe, expect, it } from 'vitest'
import type { ErrorCode } from './app-error.ts'
import { appError, errorTable, isErrorCode, retryOf, sentenceOf, statusOf } from './app-error.ts'

const entries = Object.entries(errorTable) as [ErrorCode, (typeof errorTable)[ErrorCode]][]

describe.each(entries)('the error %s', (code, entry) => {
  it('has a code that is stable to write down and a sentence a person can read', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(entry.sentence).toMatch(/^[A-Z][^{}<>]*\.$/)
    expect(entry.sentence.length).toBeLessThanOrEqual(120)
    // People read it: no name of the code, no word for programmers.
    expect(entry.sentence).not.toMatch(
      new RegExp(`\\b(${code.includes('-') ? code : 'undefined'}|null|exception)\\b`, 'i'),
    )
  })

  it('has a status of HTTP, or none where it never comes over HTTP', () => {
    expect(entry.status === 0 || (entry.status >= 400 && entry.status <= 599)).toBe(true)
  })

  it('is tried again only where that can help', () => {
    // Too many, or the server's own trouble: the same call may succeed later.
    if (entry.status === 429 || entry.status >= 500) expect(entry.retry).toBe('later')
    // What is wrong with the request itself stays wrong.
    if ([400, 404, 413, 415, 422].includes(entry.status)) expect(entry.retry).toBe('never')
    if (entry.retry === 'after-refresh') expect([401, 403]).toContain(entry.status)
  })

  it('is found by its code', () => {
    const error = appError(code)
    expect([isErrorCode(code), statusOf(error), retryOf(error), sentenceOf(error)]).toEqual([
      true,
      entry.status,
      entry.retry,
      entry.sentence,
    ])
  })
})

describe('an error', () => {
  it('says its own sentence where it has one', () => {
    expect(sentenceOf(appError('room-full', { detail: 'Boats is full: 100 of 100.' }))).toBe(
      'Boats is full: 100 of 100.',
    )
  })

  it.each(['', 'nope', 'constructor', '__proto__', 'toString', 5, null, undefined])('has not the code %j', (code) => {
    expect(isErrorCode(code)).toBe(false)
  })

  it('has a sentence of its own for each code', () => {
    expect(new Set(entries.map(([, { sentence }]) => sentence)).size).toBe(entries.length)
  })
})
