import { describe } from 'vitest'
import { describeArchiveWrites } from '../../rigs/conformance/archive-write-conformance.ts'
import { describeCredentials } from '../../rigs/conformance/credential-conformance.ts'
import { describeNotices } from '../../rigs/conformance/notice-conformance.ts'
import { describePages } from '../../rigs/conformance/page-conformance.ts'
import { describeSync } from '../../rigs/conformance/sync-conformance.ts'
import { openSqliteDoors } from '../../rigs/sqlite-test-doors.ts'

// What is tried with random orders, often: the unit stage has no time for that.
describe('the SQLite store, at length', () => {
  const conformance = { runs: 120, open: openSqliteDoors }
  describeArchiveWrites(conformance)
  describeCredentials(conformance)
  describeNotices(conformance)
  describePages(conformance)
  describeSync(conformance)
})
