import { describe, expect, it } from 'vitest'
import { StoreUnavailableError } from '../../store/store-port.ts'
import { describeAccounts } from './account-conformance.ts'
import { describeArchiveWrites } from './archive-write-conformance.ts'
import { describeAudit } from './audit-conformance.ts'
import { describeChanges } from './change-conformance.ts'
import { describeCredentials } from './credential-conformance.ts'
import { describeCuts } from './cut-conformance.ts'
import { describeFigures } from './figure-conformance.ts'
import { describeInbox } from './inbox-conformance.ts'
import { describeLeases } from './lease-conformance.ts'
import { describeNotices } from './notice-conformance.ts'
import { describePages } from './page-conformance.ts'
import { describePasswords } from './password-conformance.ts'
import { describePenalties } from './penalty-conformance.ts'
import { describeRecords } from './record-conformance.ts'
import { describeRefreshTokens } from './refresh-conformance.ts'
import { describeRooms } from './room-conformance.ts'
import { describeSaved } from './saved-conformance.ts'
import { describeSearch } from './search-conformance.ts'
import { describeSetAside } from './set-aside-conformance.ts'
import { describeShards } from './shard-conformance.ts'
import type { Conformance } from './store-samples.ts'
import { describeSync } from './sync-conformance.ts'
import { describeThreads } from './thread-conformance.ts'
import { describeUnread } from './unread-conformance.ts'

/** What every adapter must hold. It is given two doors to one database, because two processes may have it open. */
export function describeStore(conformance: Conformance): void {
  describeAccounts(conformance)
  describePasswords(conformance)
  describeRefreshTokens(conformance)
  describeRooms(conformance)
  describeChanges(conformance)
  describeCredentials(conformance)
  describeCuts(conformance)
  describeLeases(conformance)
  describePenalties(conformance)
  describeRecords(conformance)
  describeAudit(conformance)
  describeFigures(conformance)
  describeArchiveWrites(conformance)
  describeShards(conformance)
  describeSetAside(conformance)
  describeSearch(conformance)
  describePages(conformance)
  describeNotices(conformance)
  describeUnread(conformance)
  describeThreads(conformance)
  describeSaved(conformance)
  describeInbox(conformance)
  describeSync(conformance)

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
