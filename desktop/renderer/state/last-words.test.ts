import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { keepLastWords, type SaveDraft, takeLastWords } from './last-words.ts'

const me = 'e'.repeat(16) as UserId
const words: SaveDraft = { kind: 'save-draft', room: '0.aaaaaaaaaaaaaa' as RoomId, draft: { text: 'half a' } }

function buildStorage() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

test('what was typed as the page went is there for the next one, once, and only for whoever typed it', () => {
  const storage = buildStorage()
  keepLastWords(me, [words], storage)
  expect(takeLastWords(me, storage)).toEqual([words])
  expect(takeLastWords(me, storage)).toEqual([])
  keepLastWords(me, [words], storage)
  expect(takeLastWords('a'.repeat(16) as UserId, storage)).toEqual([])
})

test('nothing to keep leaves nothing, and what is no draft is passed over', () => {
  const storage = buildStorage()
  keepLastWords(me, [], storage)
  expect(storage.kept.size).toBe(0)
  for (const strange of ['{', '[]', JSON.stringify({ user: me, unsaved: [{ kind: 'sign-out' }, { room: 5 }] })]) {
    storage.setItem('natter.last-words', strange)
    expect(takeLastWords(me, storage)).toEqual([])
  }
})
