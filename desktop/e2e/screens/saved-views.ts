import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import type { SavedView } from '../../saved-command.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { at, full, harbour, message, sailing } = fixtures

/** Messages of the harbour's room but for what is said, saved one after the other. */
function savedOf(...views: readonly Partial<SavedView & { message: SavedView['message'] }>[]): EngineState['saved'] {
  const entries = views.map((view, index): SavedView => {
    const id = view.message?.id ?? message(900 + index, 'ana', 0, '').message.id
    return { room: view.message?.room ?? harbour, id, at: at(14, 30) - index * 60_000, ...view }
  })
  return Object.fromEntries(entries.map((one) => [`${one.room}/${one.id}`, one])) as EngineState['saved']
}
const said = (...[seq, by, time, text, more]: Parameters<typeof message>) => message(seq, by, time, text, more).message
const survey = said(2, 'ana', at(14, 12), 'Survey is back. **Berth 7** needs new piles, the rest can stay.', {
  format: 'markdown',
})

/** Of each kind one: open here, from elsewhere, with files, removed, on its way, not taken, and without its copy. */
export const saved: EngineState = {
  ...full,
  saved: savedOf(
    { message: survey, isPending: true },
    {
      message: said(
        40,
        'mei',
        at(9, 12) - 86_400_000,
        `Bring the big thermos. ${'And something warm to wear. '.repeat(12)}`,
        {
          room: sailing,
        },
      ),
    },
    {
      message: said(41, 'dario', at(13, 40), '', {
        attachments: [
          { file: 'd'.repeat(16) as never, name: 'loader-plan-v3.dwg', mediaType: 'image/vnd.dwg', sizeBytes: 9 },
        ],
      }),
    },
    { message: said(42, 'ben', at(9, 5) - 9 * 86_400_000, '', { removedAt: at(10, 0) }) },
    { message: said(43, 'ben', at(9, 5), 'Berth 7 bears 8 t, and no more.'), problem: { code: 'saved-too-many' } },
    {},
  ),
}

/** As many as somebody may have who never throws anything away. */
export function savedMany(count: number): EngineState {
  const many = Array.from({ length: count }, (_, index) => ({
    message: said(
      1_000 + index,
      index % 3 === 0 ? 'ana' : 'ben',
      at(9, 0),
      `line ${index + 1} ${'of it '.repeat(index % 30)}`,
    ),
  }))
  return { ...full, saved: savedOf(...many) }
}

/** What one has saved for oneself. */
export const savedViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'what one has saved': async (page) => {
    await showFixture(page, saved, '#/saved')
    await page.getByText('needs new piles').waitFor()
  },
  'nothing saved yet': async (page) => {
    await showFixture(page, full, '#/saved')
    await page.getByText('Nothing saved yet').waitFor()
  },
  'what one has saved, without a connection': async (page) => {
    await showFixture(page, { ...saved, connection: fixtures.offline.connection }, '#/saved')
    await page.getByText('this is what this device keeps').waitFor()
  },
}
