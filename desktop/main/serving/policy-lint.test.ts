import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { describe, expect, it } from 'vitest'
import { setUpPolicy } from '../accounts/account-session.ts'
import { buildContentPolicy } from './content-policy.ts'

/** Findings that matter, by Google's evaluator: the higher the number, the smaller the matter. */
const findingsOf = (policy: string) =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity < Severity.MEDIUM_MAYBE)
    .map(({ description }) => description)

describe('the content policies, as an evaluator sees them', () => {
  it.each([
    [
      'of an account',
      buildContentPolicy({ serverUrl: new URL('https://chat.example.org'), brokers: ['wss://b.example.org'] }),
    ],
    [
      'of an account on this computer',
      buildContentPolicy({ serverUrl: new URL('http://127.0.0.1:8480'), brokers: [] }),
    ],
    ['of the first run', setUpPolicy],
  ])('%s have no finding', (_what, policy) => {
    expect(findingsOf(policy)).toEqual([])
  })

  it('would have some, were they weaker', () => {
    expect(findingsOf("script-src 'self' 'unsafe-inline' https:; object-src *")).not.toEqual([])
  })
})
