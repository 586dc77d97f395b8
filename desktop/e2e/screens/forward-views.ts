import type { Page } from '@playwright/test'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, RoomView, TimelineRow } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { at, full, harbour, message, sailing, userId } = fixtures
const atHarbour = `#/room/${harbour}`
const elsewhere = '1.zzzzzzzzzzzzzz' as RoomId
const first = message(2, 'ana', 0, '').message.id

const passedOn: readonly TimelineRow[] = [
  message(21, 'ben', at(14, 32), 'Bring the **big** thermos, and a rope.', {
    ...{ format: 'markdown', forwarded: { room: sailing, message: first, author: userId('mei') } },
  }),
  message(22, 'dario', at(14, 33), 'The tide turns at five.', {
    forwarded: { room: elsewhere, message: first, author: 'x'.repeat(16) as never },
  }),
  message(23, 'eva', at(14, 34), 'Hari says that the yard is shut.', {
    forwarded: { room: elsewhere, message: first, author: userId('jonas') },
  }),
]

/** What others have said elsewhere stands in the room; in one room nobody but its admins writes. */
export const forwarding: EngineState = {
  ...full,
  rooms: {
    ...full.rooms,
    [elsewhere.replaceAll('z', 'q')]: {
      ...(full.rooms[harbour] as RoomView),
      ...{ id: elsewhere.replaceAll('z', 'q') as RoomId, name: 'Announcements', myRole: 'member', posting: 'admins' },
      activeAt: at(14, 36),
    },
  } as EngineState['rooms'],
  timelines: {
    [harbour]: { room: harbour, hasMoreBefore: false, loading: 'idle', rows: [...fixtures.rows, ...passedOn] },
  } as EngineState['timelines'],
}

/** From the menu of a message. */
export async function openForward(page: Page, words: string): Promise<void> {
  await page.locator('[data-message]').filter({ hasText: words }).first().hover()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Forward…' }).click()
  await page.getByRole('combobox', { name: 'Find a room or a person' }).waitFor()
}

export const forwardViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'what was passed on': async (page) => {
    await showFixture(page, forwarding, atHarbour)
    await page.getByText('from Jonas Weiss').waitFor()
  },
  'where a message is passed on to': async (page) => {
    await showFixture(page, forwarding, atHarbour)
    await openForward(page, 'Bring the big thermos')
    const box = page.getByRole('combobox', { name: 'Find a room or a person' })
    for (const name of ['ben', 'sail']) {
      await box.fill(name)
      await box.press('Enter')
    }
  },
}
