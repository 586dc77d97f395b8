import { afterAll, beforeAll } from 'vitest'
import type { Conformance, OpenDatabase } from './store-samples.ts'

/** One database for all tests of the suite that is described; it is there while they run. */
export function useDatabase(open: Conformance['open']): Omit<OpenDatabase, 'drop'> {
  let database: OpenDatabase | undefined
  const opened = () => {
    if (database === undefined) throw new Error('a database is there in tests only')
    return database
  }
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database?.drop())
  return {
    get first() {
      return opened().first
    },
    get second() {
      return opened().second
    },
  }
}
