import { expect, test } from 'vitest'
import { ok } from '../../../common/result.ts'
import { buildAdminCalls } from './admin-calls.ts'
import type { ApiCall } from './api-request.ts'

function startCalls() {
  const asked: ApiCall[] = []
  const { askAdmin } = buildAdminCalls(async (call) => {
    asked.push(call)
    return ok(undefined as never)
  })
  return { asked, askAdmin }
}

test.each([
  '/api/v1/rooms',
  '/api/v1/admin',
  '/api/v1/administrators/x',
  '/api/v1/admin/../rooms',
  '/api/v1/admin/%2e%2e/rooms',
  '/api/v1/admin/.%2E/me',
  '/api/v1/admin\\..\\me',
  '//evil.example/api/v1/admin/users',
  'http://evil.example/api/v1/admin/users',
  'api/v1/admin/users',
  '',
])('%j is no call of administration', async (path) => {
  const { asked, askAdmin } = startCalls()
  expect(await askAdmin({ method: 'GET', path })).toMatchObject({ ok: false, error: { code: 'route-unknown' } })
  expect(asked).toEqual([])
})

test('a call goes on as it is, with the key it was given, whatever is looked for', async () => {
  const { asked, askAdmin } = startCalls()
  await askAdmin({ method: 'GET', path: '/api/v1/admin/users?q=..%2F..' })
  await askAdmin({ method: 'POST', path: '/api/v1/admin/users', body: { handle: 'nora' }, key: 'k1' })
  await askAdmin({ method: 'GET', path: '/api/v1/admin/audit', takes: 'lines' })
  expect(asked).toMatchObject([
    { method: 'GET', path: '/api/v1/admin/users?q=..%2F..' },
    { method: 'POST', body: { handle: 'nora' }, headers: { 'idempotency-key': 'k1' } },
    { answer: 'blob', headers: { accept: 'application/x-ndjson' } },
  ])
})
