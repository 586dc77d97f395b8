import { describe, expect, it } from 'vitest'
import { describeAccounts } from './conformance/account-conformance.ts'
import { describeArchiveWrites } from './conformance/archive-write-conformance.ts'
import { describeCredentials } from './conformance/credential-conformance.ts'
import { describeLeases } from './conformance/lease-conformance.ts'
import { describeNotices } from './conformance/notice-conformance.ts'
import { describePages } from './conformance/page-conformance.ts'
import { describePasswords } from './conformance/password-conformance.ts'
import { describeRefreshTokens } from './conformance/refresh-conformance.ts'
import { describeRooms } from './conformance/room-conformance.ts'
import { describeSetAside } from './conformance/set-aside-conformance.ts'
import { describeShards } from './conformance/shard-conformance.ts'
import type { Conformance } from './conformance/store-samples.ts'
import { describeUnread } from './conformance/unread-conformance.ts'
import { StoreUnavailableError } from './store-port.ts'

/** What every adapter must hold. It is given two doors to one database, because two processes may have it open. */
export function describeStore(conformance: Conformance): void {
  describeAccounts(conformance)
  describePasswords(conformance)
  describeRefreshTokens(conformance)
  describeRooms(conformance)
  describeCredentials(conformance)
  describeLeases(conformance)
  describeArchiveWrites(conformance)
  describeShards(conformance)
  describeSetAside(conformance)
  describePages(conformance)
  describeNotices(conformance)
  describeUnread(conformance)

  describe('the store as a whole', () => {
    it('answers a ping while it is open, and throws StoreUnavailableError once it is closed', async () => {
      const { first, second, drop } = await conformance.open()
      await expect(first.ping()).resolves.toBeUndefined()
      await first.close()
      await first.close()
      await expect(first.ping()).rejects.toBeInstanceOf(StoreUnavailableError)
      await expect(first.archive.loadPosition(1)).rejects.toBeInstanceOf(StoreUnavailableError)
      await expect(second.ping()).resolves.toBeUndefined()
      await drop()
    })
  })
}
