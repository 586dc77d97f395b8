import type { Page } from '@playwright/test'
import type { FileId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import type { TransferView } from '../../file-command.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { full, harbour } = fixtures
const nameOf = (sign: string) => sign.repeat(16) as FileId
const picture = { mediaType: 'image/jpeg', isDescribed: true, hasPicture: true, width: 4032, height: 3024 } as const
const transfers: readonly TransferView[] = [
  {
    ...picture,
    file: nameOf('1'),
    room: harbour,
    name: 'pile-7.jpg',
    sizeBytes: 2_100_000,
    sentBytes: 2_100_000,
    state: 'whole',
  },
  {
    ...picture,
    file: nameOf('2'),
    room: harbour,
    name: 'crane.jpg',
    sizeBytes: 2_300_000,
    sentBytes: 1_150_000,
    state: 'sending',
    isOriginal: true,
  },
  {
    ...{ file: nameOf('3'), room: harbour, name: 'drawing-7b.pdf', mediaType: 'application/pdf', isDescribed: true },
    ...{ sizeBytes: 2_400_000, sentBytes: 2_400_000, state: 'whole' },
  },
  {
    ...{
      file: nameOf('4'),
      room: harbour,
      name: 'tide.mp4',
      mediaType: 'video/mp4',
      isDescribed: true,
      sizeBytes: 90_000_000,
    },
    ...{
      sentBytes: 0,
      state: 'stuck',
      error: { code: 'quota-exceeded', more: { limitBytes: 5e9, usedBytes: 4.98e9 } },
    },
  },
  {
    ...{ file: nameOf('5'), room: harbour, name: 'survey.zip', mediaType: 'application/zip', isDescribed: true },
    ...{ sizeBytes: 18_400_000, sentBytes: 11_400_000, state: 'sending', bytesPerSec: 900_000 },
  },
]

/** Files wait above the text, in all their states, and a message is on its way with one. */
export const sending: EngineState = {
  ...full,
  timelines: {
    [harbour]: {
      room: harbour,
      rows: [
        ...fixtures.rows,
        fixtures.message(
          ...([21, 'eva', fixtures.at(14, 37), 'And the whole survey, for the record.'] as const),
          {
            attachments: [
              { file: nameOf('5'), name: 'survey.zip', mediaType: 'application/zip', sizeBytes: 18_400_000 },
            ],
          },
          { state: 'queued', entry: `01jd${'0'.repeat(22)}` as never },
        ),
      ],
      hasMoreBefore: false,
      loading: 'idle',
    },
  } as EngineState['timelines'],
  transfers: Object.fromEntries(transfers.map((one) => [one.file, one])) as EngineState['transfers'],
  drafts: {
    [harbour]: {
      text: 'The new drawing, and two of this morning. **Pile 7** is worse than it looked.',
      files: [
        { file: nameOf('1'), caption: 'Pile 7, low tide' },
        { file: nameOf('2') },
        { file: nameOf('3') },
        { file: nameOf('4') },
      ],
    },
  } as EngineState['drafts'],
}

export const sendingViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'files on their way': async (page) => {
    await showFixture(page, sending, `#/room/${harbour}`)
    await page.getByRole('list', { name: 'Files of the next message' }).locator('img').nth(1).waitFor()
  },
}
