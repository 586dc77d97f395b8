import { expect, test } from 'vitest'
import type { FileId } from '../../../common/ids.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import { kindOf, sortFiles } from './file-kinds.ts'

const file = (mediaType: string, more: Partial<Attachment> = {}): Attachment => ({
  ...{ file: mediaType as FileId, name: 'name', mediaType, sizeBytes: 1 },
  ...more,
})

test.each([
  ['image/png', { width: 1, height: 1 }, 'picture'],
  ['image/png', {}, 'other'],
  ['image/svg+xml', { width: 1, height: 1 }, 'other'],
  ['text/html', {}, 'other'],
  ['application/pdf', {}, 'other'],
  ['video/mp4', {}, 'film'],
  ['audio/webm', {}, 'sound'],
] as const)('%s %o is a %s', (mediaType, more, kind) => {
  expect(kindOf(file(mediaType, more))).toBe(kind)
})

test('each file of a message is shown once, in the order of sending', () => {
  const sent = ['video/mp4', 'text/html', 'audio/ogg', 'image/heic', 'video/webm'].map((type) => file(type))
  const { pictures, films, sounds, others } = sortFiles(sent)
  expect(films.map(({ mediaType }) => mediaType)).toEqual(['video/mp4', 'video/webm'])
  expect([...pictures, ...films, ...sounds, ...others].map(({ file: id }) => id).sort()).toEqual(
    sent.map(({ file: id }) => id).sort(),
  )
})
