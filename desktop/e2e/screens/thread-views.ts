import type { Page } from '@playwright/test'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import type { FoundHit, FoundPage, Surroundings } from '../../search-command.ts'
import * as fixtures from './fixture-state.ts'
import { sending, servePictures } from './media-fixture.ts'
import { prepareAnswer, showFixture } from './show-fixture.ts'

const { at, full, harbour, message, userId } = fixtures
const atHarbour = `#/room/${harbour}`
const survey = message(2, 'ana', 0, '').message.id
const crane = message(4, 'ben', 0, '').message.id

const answers = [
  message(31, 'dario', at(14, 15), 'How many piles? I have room for six on Thursday.', { thread: survey }),
  message(32, 'ben', at(14, 16), 'Four, and one to spare.', { thread: survey }),
  message(33, 'eva', at(14, 18), '**Four** it is. I write it into the plan.', { thread: survey, format: 'markdown' }),
  message(34, 'ben', at(14, 36), '@eva the yard says the 4th, 07:00.', {
    ...{ thread: survey, replyTo: survey, mentions: [userId('eva')] },
    reactions: [{ user: userId('ana'), emoji: '👍', seq: 35 }],
  }),
]
const said = { count: answers.length, lastAt: at(14, 36), by: [userId('ben'), userId('eva'), userId('dario')] }

/** One message has answers, one was edited; three are pinned, and something is new in a thread. */
export const threaded: EngineState = {
  ...full,
  timelines: {
    [harbour]: {
      room: harbour,
      hasMoreBefore: false,
      loading: 'idle',
      rows: fixtures.rows.map((row): TimelineRow => {
        if (row.kind !== 'message') return row
        if (row.message.id === survey) return { ...row, answers: said }
        return row.message.id === crane ? { ...row, message: { ...row.message, editedAt: at(14, 33) } } : row
      }),
    },
  } as EngineState['timelines'],
  threads: {
    [survey]: {
      ...{ room: harbour, thread: survey, rows: answers, hasMoreBefore: true, loading: 'idle' },
      root: { ...message(2, 'ana', at(14, 12), 'Survey is back. Berth 7 needs new piles.'), answers: said },
    },
  } as EngineState['threads'],
  followed: {
    [survey]: {
      ...{ room: harbour, thread: survey, answers: said, unread: 2, lastSeq: 34 },
      message: message(2, 'ana', at(14, 12), 'Survey is back. **Berth 7** needs new piles, the rest can stay.', {
        format: 'markdown',
      }).message,
    },
    [crane]: {
      ...{ room: fixtures.sailing, thread: crane, unread: 0, lastSeq: 9 },
      answers: { count: 1, lastAt: at(9, 40), by: [userId('mei')] },
    },
  } as EngineState['followed'],
  pins: {
    [harbour]: [
      message(2, 'ana', at(14, 12), 'Crane is booked for the **4th**, 07:00. Keep the quay free.', {
        format: 'markdown',
      }),
      message(3, 'dario', at(13, 40), '', {
        attachments: [{ file: 'd'.repeat(16) as never, name: 'loader-plan-v3.dwg', mediaType: 'x', sizeBytes: 9 }],
      }),
      message(4, 'ben', at(9, 5), `${'Berth 7 bears 8 t, and no more. '.repeat(8)}Ask before you drive on it.`),
    ].map((row) => row.message),
  } as EngineState['pins'],
}

const hit = (seq: number, by: 'ana' | 'ben' | 'eva', time: number, ...words: readonly string[]): FoundHit => ({
  ...{ message: message(seq, by, 0, '').message.id, room: harbour, seq, author: userId(by), at: time, files: [] },
  // Every other piece is what was looked for.
  snippet: words.map((text, index) => ({ text, hit: index % 2 === 1 })),
})
export const found: FoundPage = {
  hits: [
    hit(8, 'eva', at(14, 36), 'Pushed, and the ', 'drawing', ' is in. The order can go out with the new one.'),
    {
      ...hit(4, 'ben', at(14, 31), 'I can take the piles. Could you look at the ', 'drawing', ' before Ana orders?'),
      files: [{ name: 'loader-plan-v3.dwg', mediaType: 'image/vnd.dwg' }],
    },
    hit(2, 'ana', at(9, 12) - 3 * 86_400_000, 'The ', 'drawing', ' of the quay is from 1962.'),
  ],
  cursor: 'more',
  coverage: { kind: 'kept', sinceAt: at(0, 0) - 30 * 86_400_000 },
}
/** What is shown beside the hits. */
export const around: Surroundings = {
  messages: fixtures.rows.flatMap((row) => (row.kind === 'message' ? [row.message] : [])),
}
const versions = [
  { seq: 4, at: at(14, 31), text: 'I can take the piles.' },
  { seq: 40, at: at(14, 33), text: 'I can take the piles. Could you look at the drawing before Ana orders?' },
]

/** Once the worker is there: it would not hear it before. */
async function prepareLater(page: Page, kind: Parameters<typeof prepareAnswer>[1], value: unknown): Promise<void> {
  await page.getByRole('main').getByRole('textbox').or(page.getByRole('combobox')).first().waitFor()
  await prepareAnswer(page, kind, { patch: {}, value })
}

/** What hangs on a message, what is kept of one, and what is found again. */
export const threadViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a thread': async (page) => {
    await showFixture(page, threaded, atHarbour)
    await page.getByRole('button', { name: /^4 answers/ }).click()
    await page.getByRole('textbox', { name: 'Answer in the thread' }).waitFor()
  },
  'threads that one follows': async (page) => {
    await showFixture(page, threaded, atHarbour)
    await page.getByRole('textbox', { name: /^Message/ }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('button', { name: /^Threads you follow/ }).click()
    await page.getByRole('dialog').getByText('Weekend sailing').waitFor()
  },
  'what is pinned, and words looked for in a room': async (page) => {
    await showFixture(page, threaded, atHarbour)
    await prepareLater(page, 'search-messages', found)
    await page.getByRole('button', { name: 'Search in this room' }).click()
    await page.getByRole('textbox', { name: 'Search in this room' }).fill('drawing')
    await page.getByText('1 of 3').waitFor()
    await page.getByRole('button', { name: '3 pinned' }).click()
  },
  'what it said before': async (page) => {
    await showFixture(page, threaded, atHarbour)
    await prepareLater(page, 'load-versions', { versions })
    await page.getByRole('button', { name: 'edited' }).click()
    await page.getByRole('dialog').getByRole('listitem').nth(1).waitFor()
  },
  'what was found': async (page) => {
    await showFixture(page, full, '#/search')
    await prepareLater(page, 'search-messages', found)
    await prepareAnswer(page, 'load-surroundings', { patch: {}, value: around })
    await page.getByRole('combobox').fill('from:ana ')
    await page.getByRole('combobox').fill('drawing')
    await page.getByText('of the quay is from 1962').waitFor()
    await page.keyboard.press('ArrowDown')
    if ((page.viewportSize()?.width ?? 0) >= 900) await page.locator('[data-around]').first().waitFor()
  },
  'nothing was found': async (page) => {
    await showFixture(page, full, '#/search')
    const none = { hits: [], coverage: { kind: 'behind', rooms: 14, behind: [harbour] } }
    await prepareLater(page, 'search-messages', none)
    await page.getByRole('combobox').fill('has:voice drawing')
    await page.getByRole('combobox').fill('drawing')
    await page.getByText('of the others something is still missing').waitFor()
  },
  'files of a room': async (page) => {
    const { release } = await servePictures(page)
    release()
    await showFixture(page, sending, atHarbour)
    await prepareLater(page, 'list-shared', { messages: shared, cursor: 'more' })
    await page.getByRole('button', { name: 'About this room' }).click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await page
      .getByRole('tabpanel')
      .getByRole('button', { name: /shanty/ })
      .first()
      .waitFor()
  },
  'a voice that is recorded': async (page) => {
    // This browser has no microphone.
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream
    })
    await showFixture(page, { ...full, typing: {} }, atHarbour)
    await page.getByRole('button', { name: 'Record a voice message' }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
  },
}

const shared = (sending.timelines[harbour]?.rows ?? []).flatMap((row) =>
  row.kind === 'message' && row.message.attachments.length > 0 ? [row.message] : [],
)
