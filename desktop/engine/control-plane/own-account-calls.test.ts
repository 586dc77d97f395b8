import { expect, test } from 'vitest'
import { buildTestClock } from '../engine-test-clock.ts'
import { type AskApi, callApi } from './api-request.ts'
import { buildOwnAccountCalls } from './own-account-calls.ts'

function depart(reply: Response) {
  const deps = { clock: buildTestClock(), origin: 'https://natter.test', fetch: async () => reply }
  const ask: AskApi = (call, schema) => callApi(deps, call, schema)
  return buildOwnAccountCalls(ask, ask).depart('correct horse', 'erase')
}

test.each([
  ['done', new Response(null, { status: 204, headers: { location: '/api/v1/erasures/r3ceipt' } }), 'r3ceipt'],
  ['under way', Response.json({ pending: [] }, { status: 202, headers: { location: '/api/v1/erasures/x_-' } }), 'x_-'],
  ['told before', new Response(null, { status: 204 }), undefined],
  ['somewhere else', new Response(null, { status: 204, headers: { location: '//evil.example/x' } }), undefined],
])('an account that goes leaves a receipt: %s', async (_, reply, receipt) => {
  expect(await depart(reply)).toEqual({ ok: true, value: receipt })
})

test('and where not all of it is done, and the server says so with an error, too', async () => {
  const problem = { type: 'x', title: 'x', status: 503, code: 'nats-unavailable', receipt: 'r3ceipt' }
  expect(await depart(Response.json(problem, { status: 503 }))).toMatchObject({
    ok: false,
    error: { code: 'nats-unavailable', more: { receipt: 'r3ceipt' } },
  })
})
