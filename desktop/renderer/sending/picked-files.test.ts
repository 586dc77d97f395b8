import { expect, test } from 'vitest'
import { isClosedPicture, isPastedAsFiles, mayTell, pickedFrom } from './picked-files.ts'

const item = (file: File | null, isDirectory = false, kind = 'file') => ({
  kind,
  getAsFile: () => file,
  webkitGetAsEntry: () => ({ isDirectory, name: file?.name ?? '' }) as FileSystemEntry,
})

test('folders are told from files, by name, and words that were dragged along are none', () => {
  const [one, two] = [new File(['a'], 'a.txt'), new File([''], 'holidays')]
  expect(pickedFrom({ items: [item(one), item(two, true), item(null, false, 'string')], files: [one, two] })).toEqual({
    files: [one],
    folders: ['holidays'],
  })
  expect(pickedFrom({ items: [], files: [one] })).toEqual({ files: [one], folders: [] })
})

test.each([
  [['Files'], true],
  [['Files', 'text/html'], true],
  [['text/plain', 'Files'], true],
  [['text/plain', 'text/html', 'text/rtf', 'Files'], false],
  [['text/plain', 'text/html'], false],
  [[], false],
])('what is pasted as %j is meant as files: %s', (types, isMeant) => {
  expect(isPastedAsFiles(types)).toBe(isMeant)
})

test('pictures that go as they are only, by their type or, where a system knows none, by their name', () => {
  expect(isClosedPicture({ type: 'image/heic', name: 'a' })).toBe(true)
  expect(isClosedPicture({ type: '', name: 'IMG_1.HEIC' })).toBe(true)
  expect(isClosedPicture({ type: 'image/tiff', name: 'a.tif' })).toBe(true)
  expect(isClosedPicture({ type: 'image/jpeg', name: 'heic.jpg' })).toBe(false)
  expect(['image/jpeg', 'image/svg+xml', 'text/plain'].map(mayTell)).toEqual([true, false, false])
})
