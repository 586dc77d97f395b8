import type { Page } from '@playwright/test'
import type { FileId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { levels, sending, servePictures } from './media-fixture.ts'
import { prepareAnswer, showFixture } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`
const kept = 'k'.repeat(16) as FileId

/** Something was said into the microphone in a room that was left since. */
const spoken: EngineState = {
  ...full,
  typing: {},
  drafts: { [harbour]: { text: '', voice: kept } } as EngineState['drafts'],
  transfers: {
    [kept]: {
      ...{ file: kept, room: harbour, name: 'voice-20261120-1433.webm', mediaType: 'audio/webm', sizeBytes: 168_000 },
      ...{ durationMs: 42_000, thumbhash: levels, isDescribed: true, sentBytes: 168_000, state: 'whole' },
    },
  } as EngineState['transfers'],
}

export const mediaViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a picture over all': async (page) => {
    const { release } = await servePictures(page)
    release()
    await showFixture(page, sending, atHarbour)
    await page.getByRole('button', { name: 'Open picture: Pile 7, low tide' }).press('Enter')
    await page.getByRole('dialog').getByText('1 of 12').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('dialog').getByText('2 of 12').waitFor()
  },
  'no such file in a room': async (page) => {
    await servePictures(page)
    await showFixture(page, sending, atHarbour)
    await prepareAnswer(page, 'list-shared', { patch: {}, value: { messages: [] } })
    await page.getByRole('button', { name: 'About this room' }).click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('textbox', { name: 'Name, caption or words' }).fill('crame')
    await page.getByText('Nothing with “crame”').waitFor()
  },
  'a voice that was left': async (page) => {
    await showFixture(page, spoken, atHarbour)
    await page.getByRole('button', { name: 'Send voice message' }).waitFor()
  },
}
