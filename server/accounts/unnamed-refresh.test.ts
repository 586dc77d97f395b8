import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildUserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { createSessionService } from './session-service.ts'

const user = { id: buildUserId(new Uint8Array(32).fill(3)), handle: 'ann', displayName: 'Ann', passwordHash: 'x' }
let store: Store
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natter-refresh-'))
  store = await openStore({ dataDir: folder })
  await store.accounts.putUser({ ...user, admin: false, createdAt: 1 })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

test.each([
  ['the turn of a span', 4_999, 5_001],
  ['a store that stalls', 4_000, 12_000],
  ['a copy whose clock is ahead', 7_000, 10_500],
])('two unnamed exchanges of one token get one successor over %s', async (_, earlyAt, lateAt) => {
  let nowAt = 1_000
  let [letGo, isHeld] = [() => {}, false]
  const gate = new Promise<void>((open) => {
    letGo = open
  })
  const sessions = createSessionService({
    store: {
      ...store,
      refreshTokens: {
        ...store.refreshTokens,
        // The first is on its way when the second, which began later, is through.
        rotateRefreshToken: async (exchange) => {
          if (!isHeld) {
            isHeld = true
            await gate
          }
          return await store.refreshTokens.rotateRefreshToken(exchange)
        },
      },
    },
    refreshSecret: Buffer.from('secret'),
    revokeDevice: async () => ok(undefined),
    noteRevoked: async () => {},
    now: () => nowAt,
  })
  const { refreshToken } = await sessions.start({ ...user, admin: false, createdAt: 1 }, { name: 'script' })
  nowAt = earlyAt
  const early = sessions.refresh(refreshToken, undefined)
  nowAt = lateAt
  const late = await sessions.refresh(refreshToken, undefined)
  letGo()
  expect(late.ok).toBe(true)
  const answer = await early
  expect(answer.ok && answer.value.refreshToken).toBe(late.ok && late.value.refreshToken)
})

test('much later it is theft all the same', async () => {
  let nowAt = 1_000
  const sessions = createSessionService({
    store,
    refreshSecret: Buffer.from('secret'),
    revokeDevice: async () => ok(undefined),
    noteRevoked: async () => {},
    now: () => nowAt,
  })
  const { refreshToken } = await sessions.start({ ...user, admin: false, createdAt: 1 }, { name: 'script' })
  expect((await sessions.refresh(refreshToken, undefined)).ok).toBe(true)
  nowAt += 60_000
  expect(await sessions.refresh(refreshToken, undefined)).toMatchObject({ error: { code: 'session-ended' } })
})
