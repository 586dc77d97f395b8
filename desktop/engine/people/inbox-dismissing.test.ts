import { expect, test } from 'vitest'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { err, ok } from '../../../common/result.ts'
import { dismissedForMs } from '../../inbox-command.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildMemoryFacts } from '../local-store/account-stores.memory.ts'
import { buildInboxDesk } from './inbox-desk.ts'

function start(store = buildMemoryFacts()) {
  const clock = buildTestClock()
  const asked: string[] = []
  let fault: AppError | undefined
  const desk = buildInboxDesk({
    deps: { clock, chance: () => 0, log: () => {} },
    client: {
      async inbox() {
        asked.push('list')
        return ok({ items: [], users: [], seenTo: 0 })
      },
      async dismissInbox({ upTo }) {
        asked.push(`dismiss ${upTo}`)
        return fault === undefined ? ok(undefined) : err(fault)
      },
      seeInbox: async () => ok(undefined),
    },
    ...{ store, readTo: () => 0, putUsers: () => {} },
    onInbox: () => {},
  })
  return {
    ...{ desk, clock, asked, store },
    fail: (next: AppError | undefined) => {
      fault = next
    },
  }
}

test('what was dismissed is not lost with the session: it goes out when the same person is back', async () => {
  const before = start()
  before.desk.onUp()
  await before.desk.handlers['dismiss-inbox']({ kind: 'dismiss-inbox', upTo: 5 })
  before.fail(appError('session-ended'))
  await before.clock.advance(dismissedForMs)
  expect(before.asked).toContain('dismiss 5')
  before.desk.stop()

  const after = start(before.store)
  await after.clock.advance(dismissedForMs)
  await after.desk.restore()
  after.desk.onUp()
  await settle()
  expect(after.asked).toEqual(['dismiss 5'])
  expect((await after.store.loadInbox())?.pending).toEqual([])
})

test('what the server never takes is not said again', async () => {
  const { desk, clock, asked, fail } = start()
  desk.onUp()
  fail(appError('request-invalid'))
  await desk.handlers['dismiss-inbox']({ kind: 'dismiss-inbox', upTo: 5 })
  await clock.advance(dismissedForMs)
  desk.onUp()
  await clock.advance(dismissedForMs)
  expect(asked.filter((one) => one === 'dismiss 5')).toHaveLength(1)
})
