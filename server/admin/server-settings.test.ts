import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildServerSettings } from './server-settings.ts'

describe('settings of the server', () => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await openSqliteDoors()
  })
  afterAll(() => database.drop())

  const preset = {
    registration: 'open',
    contacts: 'open',
    memberInvites: false,
    memberCap: 100,
    fileBytes: 1_000,
    bots: 'admins',
    retentionDays: null,
  } as const

  it('are as the environment says until somebody changes them, in every copy within a second, and over restarts', async () => {
    let nowAt = 1_000_000
    const build = (door: 'first' | 'second', given: Parameters<typeof buildServerSettings>[1]) =>
      buildServerSettings(database[door].records, given, () => nowAt)
    const [one, other] = [build('first', preset), build('second', preset)]
    expect(await other.load()).toEqual({ ...preset, chosen: false })
    await one.change({ registration: 'invite' })
    expect(await one.load()).toEqual({ ...preset, registration: 'invite', chosen: true })
    nowAt += 1_000
    expect(await other.load()).toEqual({ ...preset, registration: 'invite', chosen: true })

    // What nobody has touched follows the environment of the next start; what somebody chose does not.
    const restarted = build('second', { ...preset, registration: 'closed', contacts: 'request' })
    expect(await restarted.load()).toEqual({ ...preset, registration: 'invite', contacts: 'request', chosen: true })
    const both = await Promise.all([one.change({ memberCap: 7 }), restarted.change({ contacts: 'open' })])
    expect(both.every(({ ok }) => ok)).toBe(true)
    nowAt += 1_000
    expect(await one.load()).toEqual({ ...preset, registration: 'invite', memberCap: 7, chosen: true })
  })
})
