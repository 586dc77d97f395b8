import { describe, expect, it } from 'vitest'
import type { RefreshExchange } from '../../store/account-store.ts'
import { type Conformance, newDevice, newHash, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const unknown = { kind: 'unknown' }

export function describeRefreshTokens({ open }: Conformance): void {
  describe('refresh tokens', () => {
    const database = useDatabase(open)

    const startFamily = async (expiresAt = 1_000) => {
      const owner = { device: newDevice(), user: newUser() }
      const tokenHash = newHash()
      await database.first.devices.putDevice({
        id: owner.device,
        user: owner.user,
        name: 'x',
        createdAt: 1,
        lastSeenAt: 1,
      })
      await database.first.refreshTokens.putRefreshFamily({ ...owner, tokenHash, expiresAt })
      return { owner, tokenHash }
    }
    const buildExchange = (oldHash: string, change: Partial<RefreshExchange> = {}): RefreshExchange => {
      return { oldHash, newHash: newHash(), attemptHash: newHash(), nowAt: 10, expiresAt: 2_000, ...change }
    }

    it('exchanges token for token along a family', async () => {
      const { owner, tokenHash } = await startFamily()
      const one = buildExchange(tokenHash)
      const two = buildExchange(one.newHash)
      expect(await database.first.refreshTokens.rotateRefreshToken(one)).toEqual({ kind: 'rotated', ...owner })
      expect(await database.second.refreshTokens.rotateRefreshToken(two)).toEqual({ kind: 'rotated', ...owner })
    })

    it('knows no token it never gave', async () => {
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(newHash()))).toEqual(unknown)
    })

    it('calls any spent token reused, however long ago it was spent', async () => {
      const { owner, tokenHash } = await startFamily()
      const hashes = [tokenHash]
      for (let turn = 0; turn < 4; turn++) {
        const exchange = buildExchange(hashes.at(-1) ?? '')
        expect(await database.first.refreshTokens.rotateRefreshToken(exchange)).toMatchObject({ kind: 'rotated' })
        hashes.push(exchange.newHash)
      }
      for (const spent of hashes.slice(0, -1)) {
        expect(await database.second.refreshTokens.rotateRefreshToken(buildExchange(spent))).toEqual({
          kind: 'reused',
          ...owner,
        })
      }
      // Calling it reused ends nothing by itself.
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(hashes.at(-1) ?? ''))).toMatchObject({
        kind: 'rotated',
      })
    })

    it('repeats an answer that was lost, for the same attempt and the same new token only', async () => {
      const { owner, tokenHash } = await startFamily()
      const exchange = buildExchange(tokenHash)
      await database.first.refreshTokens.rotateRefreshToken(exchange)
      expect(await database.second.refreshTokens.rotateRefreshToken(exchange)).toEqual({ kind: 'rotated', ...owner })
      expect(
        await database.second.refreshTokens.rotateRefreshToken({ ...exchange, attemptHash: newHash() }),
      ).toMatchObject({
        kind: 'reused',
      })
      expect(await database.second.refreshTokens.rotateRefreshToken({ ...exchange, newHash: newHash() })).toMatchObject(
        {
          kind: 'reused',
        },
      )
      const next = buildExchange(exchange.newHash)
      expect(await database.first.refreshTokens.rotateRefreshToken(next)).toMatchObject({ kind: 'rotated' })
      expect(await database.first.refreshTokens.rotateRefreshToken(exchange)).toMatchObject({ kind: 'reused' })
    })

    it('lets exactly one of several racing exchanges win', async () => {
      const { tokenHash } = await startFamily()
      const exchanges = Array.from({ length: 6 }, () => buildExchange(tokenHash))
      const outcomes = await race(database, 6, (store, index) =>
        store.refreshTokens.rotateRefreshToken(exchanges[index] ?? buildExchange(tokenHash)),
      )
      const kinds = outcomes.map(({ kind }) => kind)
      expect(kinds.toSorted()).toEqual([...Array(5).fill('reused'), 'rotated'])
      const winner = exchanges[kinds.indexOf('rotated')] ?? buildExchange('')
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(winner.newHash))).toMatchObject({
        kind: 'rotated',
      })
    })

    it('answers a racing repetition of one attempt alike', async () => {
      const { owner, tokenHash } = await startFamily()
      const exchange = buildExchange(tokenHash)
      const outcomes = await race(database, 4, (store) => store.refreshTokens.rotateRefreshToken(exchange))
      expect(outcomes).toEqual(Array(4).fill({ kind: 'rotated', ...owner }))
    })

    it('takes no token whose time has come', async () => {
      const { tokenHash } = await startFamily(1_000)
      const late = buildExchange(tokenHash, { nowAt: 1_000 })
      expect(await database.first.refreshTokens.rotateRefreshToken(late)).toEqual(unknown)
      const inTime = buildExchange(tokenHash, { nowAt: 999 })
      expect(await database.first.refreshTokens.rotateRefreshToken(inTime)).toMatchObject({ kind: 'rotated' })
      const last = buildExchange(inTime.newHash, { nowAt: 2_000 })
      expect(await database.first.refreshTokens.rotateRefreshToken(last)).toEqual(unknown)
    })

    it('forgets a spent token when it would have expired by itself', async () => {
      const { tokenHash } = await startFamily(1_000)
      const one = buildExchange(tokenHash, { nowAt: 500, expiresAt: 5_000 })
      await database.first.refreshTokens.rotateRefreshToken(one)
      expect(
        await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash, { nowAt: 999 })),
      ).toMatchObject({
        kind: 'reused',
      })
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash, { nowAt: 1_000 }))).toEqual(
        unknown,
      )
    })

    it('knows no spent token of a family that has expired', async () => {
      const { tokenHash } = await startFamily(5_000)
      await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash, { expiresAt: 1_000 }))
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash, { nowAt: 1_000 }))).toEqual(
        unknown,
      )
    })

    it('takes no token of an ended device, whenever the family was put', async () => {
      const { owner, tokenHash } = await startFamily()
      const one = buildExchange(tokenHash)
      await database.first.refreshTokens.rotateRefreshToken(one)
      expect(await database.second.devices.endDevice(owner.device, 20)).toBe(true)
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(one.newHash))).toEqual(unknown)
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash))).toEqual(unknown)
      const again = newHash()
      await database.first.refreshTokens.putRefreshFamily({ ...owner, tokenHash: again, expiresAt: 1_000 })
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(again))).toEqual(unknown)
    })

    it('starts a family anew with another first token; the one before is spent', async () => {
      const { owner, tokenHash } = await startFamily()
      const again = newHash()
      await database.first.refreshTokens.putRefreshFamily({ ...owner, tokenHash: again, expiresAt: 1_000 })
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash))).toMatchObject({
        kind: 'reused',
      })
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(again))).toMatchObject({
        kind: 'rotated',
      })
    })

    it('drops what expired, and nothing that may still come', async () => {
      const { owner, tokenHash } = await startFamily()
      const one = buildExchange(tokenHash)
      await database.first.refreshTokens.rotateRefreshToken(one)
      await database.second.refreshTokens.pruneRefreshTokens(one.expiresAt - 1)
      const spent = await database.first.refreshTokens.rotateRefreshToken(buildExchange(tokenHash))
      expect(['reused', 'unknown']).toContain(spent.kind)
      expect(await database.first.refreshTokens.rotateRefreshToken(buildExchange(one.newHash))).toMatchObject({
        kind: 'rotated',
        device: owner.device,
      })
      const gone = newHash()
      const past = { device: newDevice(), user: newUser(), tokenHash: gone, expiresAt: 5 }
      await database.first.refreshTokens.putRefreshFamily(past)
      await database.second.refreshTokens.pruneRefreshTokens(5)
      expect(await database.first.refreshTokens.rotateRefreshToken({ ...buildExchange(gone), nowAt: 1 })).toEqual(
        unknown,
      )
    })
  })
}
