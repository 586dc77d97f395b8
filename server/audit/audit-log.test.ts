import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { type AuditEntry, type AuditLog, createAuditLog } from './audit-log.ts'
import { verifyAudit } from './verify-audit.ts'

const secret = randomBytes(32)
let database: OpenDatabase
let logs: readonly AuditLog[]
beforeAll(async () => {
  database = await openSqliteDoors()
  const open = (door: 'first' | 'second') =>
    createAuditLog({ store: database[door].audit, secret, now: Date.now, onHead: () => {} })
  logs = [open('first'), open('second')]
})
afterAll(() => database.drop())

const query = { limit: 1_000 }
const verify = () => verifyAudit(database.first.audit, secret, undefined)
const note = async (entry: Omit<AuditEntry, 'from'>, log = logs[0]) =>
  expect((await log?.note({ from: '192.0.2.7', ...entry }))?.ok).toBe(true)
const list = async (want: Partial<Parameters<AuditLog['list']>[0]>) => {
  const listed = await logs[1]?.list({ ...query, ...want })
  if (!listed?.ok) throw new Error('not listed')
  return listed.value
}

test('two copies that write at once make one chain', async () => {
  const by = { kind: 'user', user: newUser() } as const
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => note({ by, what: 'user.changed', detail: { n } }, logs[n % 2])),
  )
  expect(await verify()).toEqual({ lines: 40, erased: 0, faults: [] })
  const { lines } = await list({ who: by.user })
  expect(new Set(lines.map(({ detail }) => detail?.n)).size).toBe(40)
  expect(lines[0]).toMatchObject({ by: { user: by.user }, from: '192.0.2.7', what: 'user.changed' })
})

test('is read by pages, in either order, by who, whom and what', async () => {
  const [maker, whom] = [newUser(), newUser()]
  const by = { kind: 'token', token: 'abcdefghijklmnop', maker } as const
  for (const what of ['user.suspended', 'user.restored', 'token.created'] as const) await note({ by, what, whom })
  const first = await list({ whom, limit: 2 })
  expect(first.lines.map(({ what }) => what)).toEqual(['user.suspended', 'user.restored'])
  const second = await list({ whom, limit: 2, cursor: first.cursor ?? '' })
  expect(second).toEqual({
    lines: [expect.objectContaining({ what: 'token.created', by: { token: 'abcdefghijklmnop' }, whom })],
  })
  expect((await list({ whom, what: 'user', order: 'newest' })).lines.map(({ what }) => what)).toEqual([
    'user.restored',
    'user.suspended',
  ])
  expect((await list({ who: 'abcdefghijklmnop', after: first.lines[0]?.id })).lines).toHaveLength(2)
  expect((await list({ who: 'abcdefghijklmnop', after: String(Date.now() + 1_000) })).lines).toEqual([])
  const unknown = await logs[0]?.list({ ...query, cursor: 'no' })
  expect(unknown).toMatchObject({ ok: false, error: { code: 'request-invalid' } })
})

test('forgets whoever was erased, and still verifies', async () => {
  const [gone, stays] = [newUser(), newUser()]
  const detail = { handle: 'marker-word' }
  await note({ by: { kind: 'user', user: gone }, what: 'user.changed', whom: stays })
  await note({ by: { kind: 'user', user: stays }, what: 'user.suspended', whom: gone, detail })
  await logs[0]?.forget(gone)
  expect((await list({ who: gone })).lines).toMatchObject([{ from: '', whom: stays }])
  const [line] = (await list({ who: stays })).lines
  expect(line).toMatchObject({ from: '192.0.2.7', what: 'user.suspended' })
  expect(JSON.stringify(line)).not.toMatch(new RegExp(`${gone}|marker-word`))
  expect((await list({ whom: gone })).lines).toEqual([])
  const { faults, erased } = await verify()
  expect([faults, erased]).toEqual([[], 2])
})
