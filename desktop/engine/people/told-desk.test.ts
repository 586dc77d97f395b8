import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { PersonNotice } from '../../../common/http-contract/moderation-contract.ts'
import type { Report } from '../../../common/http-contract/report-contract.ts'
import { err, ok } from '../../../common/result.ts'
import type { ToldView } from '../../engine-contract.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildToldDesk } from './told-desk.ts'

const warned: PersonNotice = { id: 'n', at: 5, actions: ['warn'], reason: 'No insults here.' }
const open: Report = { id: 'o', kind: 'user', at: 1, reason: 'spam', state: 'open' }
const resolved: Report = { ...open, id: 'r', state: 'resolved', outcome: 'Warned.', resolvedAt: 9 }

test('what is told is asked for on a connection and after a hint; what cannot be had stays as it was', async () => {
  const clock = buildTestClock()
  const told: ToldView[] = []
  let [notices, asked]: [readonly PersonNotice[], number] = [[], 0]
  let isAway = false
  const desk = buildToldDesk({
    deps: { clock, chance: () => 0, log: () => {} },
    client: {
      ownNotices: async () => {
        asked += 1
        return isAway ? err(appError('network-unreachable')) : ok(notices)
      },
      reports: async () => ok([open, resolved]),
    },
    onTold: (view) => told.push(view),
  })
  desk.onUp()
  await settle()
  expect(told.at(-1)).toEqual({ announcements: [], notices: [], outcomes: [resolved] })

  notices = [warned]
  desk.onHint()
  desk.onHint()
  await clock.advance(1_000)
  await settle()
  expect(asked).toBe(2)
  expect(told.at(-1)?.notices).toEqual([warned])

  isAway = true
  desk.onSync({
    announcements: [
      { id: 'old', text: 'Before.', at: 1 },
      { id: 'new', text: 'Now.', at: 2 },
    ],
  })
  desk.onUp()
  await settle()
  expect(told.at(-1)?.notices).toEqual([warned])
  expect(told.at(-1)?.announcements.map(({ id }) => id)).toEqual(['new', 'old'])
  desk.onSync({})
  expect(told.at(-1)?.announcements).toEqual([])

  const before = told.length
  desk.stop()
  desk.onHint()
  await clock.advance(1_000)
  await settle()
  expect(told).toHaveLength(before)
})
