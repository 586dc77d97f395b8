import type { Page } from '@playwright/test'
import type { FileId } from '../../../common/ids.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { EngineState } from '../../engine-contract.ts'
import { at, full, harbour, message } from './fixture-state.ts'

const fileId = (letter: string) => letter.repeat(16) as FileId
const thumbhash = '3OcRJYB4d3h/iIeHeEh3eIhw+j2w'

export function picture(letter: string, more: Partial<Attachment> = {}): Attachment {
  return {
    ...{ file: fileId(letter), name: `pile-${letter}.jpg`, mediaType: 'image/jpeg', sizeBytes: 3_800_000 },
    ...{ width: 4032, height: 3024, thumbhash },
    ...more,
  }
}

const film: Attachment = {
  ...{ file: fileId('v'), name: 'crane.mp4', mediaType: 'video/mp4', sizeBytes: 24_000_000 },
  ...{ width: 1280, height: 720, durationMs: 42_000 },
}
const plan: Attachment = {
  ...{ file: fileId('d'), name: 'loader-plan-v3.dwg', mediaType: 'image/vnd.dwg', sizeBytes: 18_400_000 },
  caption: 'Before I send it out.',
}
const hostile: Attachment = {
  ...{ file: fileId('x'), mediaType: 'text/html', sizeBytes: 512 },
  name: `../../${'very-long-'.repeat(18)}\u202egpj.html`,
}

export const levels = 'AjRniavN7//cuph2VDISM0RVZneImaq7zMz='
const voice: Attachment = {
  ...{ file: fileId('w'), name: 'voice-20261120-1433.webm', mediaType: 'audio/webm', sizeBytes: 168_000 },
  ...{ durationMs: 42_000, thumbhash: levels },
}
const song: Attachment = {
  ...{ file: fileId('y'), name: 'shanty.mp3', mediaType: 'audio/mpeg', sizeBytes: 3_100_000, durationMs: 185_000 },
}
const preview = {
  url: 'https://port.example/tides',
  title: 'Tide table, quay 7: accounts.harbour.example',
  text: 'High and low water at the quay for the whole of November, with the hours at which the gates stand open.',
  image: fileId('z'),
}

const four = [
  picture('a', { caption: 'Pile 7, low tide' }),
  picture('b', { width: 900, height: 1600 }),
  picture('c'),
  picture('e'),
]

/** A room where what people send is nearly all there is. */
export const sending: EngineState = {
  ...full,
  typing: {},
  timelines: {
    [harbour]: {
      room: harbour,
      hasMoreBefore: false,
      loading: 'idle',
      rows: [
        message(2, 'dario', at(14, 5), 'The plan for the loader.', { attachments: [plan, hostile] }),
        message(3, 'hari', at(14, 7), 'The crane, turning.', { attachments: [film] }),
        message(4, 'ana', at(14, 12), 'Low tide this morning. Berth 7 is the one on the right.', { attachments: four }),
        message(5, 'mei', at(14, 20), '', { attachments: [picture('f', { width: 640, height: 480 })] }),
        message(6, 'ben', at(14, 31), 'All of Tuesday.', {
          attachments: ['g', 'h', 'i', 'j', 'k', 'l', 'm'].map((letter) => picture(letter)),
        }),
        message(7, 'hari', at(14, 33), '', { attachments: [voice, song] }),
        message(8, 'mei', at(14, 34), 'The tides: https://port.example/tides', { preview }),
        message(9, 'eva', at(14, 36), 'Thanks, all of you.'),
      ],
    },
  } as EngineState['timelines'],
}

const drawn = (hue: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="hsl(${hue} 45% 55%)"/>` +
  `<circle cx="300" cy="250" r="90" fill="hsl(${hue} 70% 85%)"/><path d="M0 420h800v180H0z" fill="hsl(${hue} 50% 30%)"/></svg>`

/** Answers for pictures from when `release` is called; until then they are on their way. */
export async function servePictures(page: Page, sound?: Buffer): Promise<{ readonly release: () => void }> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/v1/files/**', async (route) => {
    const isSound = /files\/[wy]/.test(route.request().url())
    if (sound !== undefined && isSound) return route.fulfill({ contentType: 'audio/wav', body: sound })
    await released
    const file = /files\/(\w+)/.exec(route.request().url())?.[1] ?? ''
    const isPicture = !/^[vdxwy]/.test(file)
    await route.fulfill(
      isPicture
        ? { contentType: 'image/svg+xml', body: drawn((file.charCodeAt(0) * 47) % 360) }
        : { status: 404, body: '' },
    )
  })
  return { release }
}
