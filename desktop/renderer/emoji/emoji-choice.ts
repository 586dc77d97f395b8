import { useSyncExternalStore } from 'react'
import { type EmojiMemory, emptyMemory, parseMemory, withUse } from './emoji-memory.ts'
import type { SkinTone } from './emoji-table.ts'

const key = 'natter.emoji'
const listeners = new Set<() => void>()
let memory: EmojiMemory = emptyMemory
/** As it was read; what other windows write is read again when it differs. */
let readFrom: string | null | undefined

function read(): EmojiMemory {
  try {
    const kept = localStorage.getItem(key)
    if (kept !== readFrom) {
      readFrom = kept
      memory = parseMemory(kept)
    }
  } catch {
    // Storage is closed to this page: what is chosen holds until the window closes.
  }
  return memory
}

function write(next: EmojiMemory): void {
  memory = next
  try {
    const kept = JSON.stringify(next)
    localStorage.setItem(key, kept)
    readFrom = kept
  } catch {
    // As above.
  }
  for (const listener of listeners) listener()
}

export function rememberEmoji(emoji: string): void {
  write(withUse(read(), emoji))
}

export function chooseTone(tone: SkinTone): void {
  write({ ...read(), tone })
}

export function useEmojiMemory(): EmojiMemory {
  return useSyncExternalStore(watch, read)
}

function watch(onChange: () => void): () => void {
  listeners.add(onChange)
  addEventListener('storage', onChange)
  return () => {
    listeners.delete(onChange)
    removeEventListener('storage', onChange)
  }
}
