import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { withEmoji } from '../../text/plain-words.ts'
import type { Language } from '../../words/languages.ts'
import { useWords } from '../state/language-choice.ts'
import { type EmojiTable, parseEmojiTable } from './emoji-table.ts'

/**
 * All emoji with their names, in a language: a part of the app that is loaded when first asked for. The service worker
 * keeps it like every other part, so it is there without a network.
 */
const tables = new Map<Language, EmojiTable>()
const loading = new Map<Language, Promise<EmojiTable>>()
const listeners = new Set<() => void>()

export function loadEmoji(language: Language): Promise<EmojiTable> {
  const under = loading.get(language) ?? load(language)
  loading.set(language, under)
  // What failed may work the next time: a file that was not there is not gone for good.
  under.catch(() => loading.delete(language))
  return under
}

async function load(language: Language): Promise<EmojiTable> {
  const [{ table: first }, other] = await Promise.all([
    import('virtual:emoji-table/en'),
    language === 'de' ? import('virtual:emoji-table/de') : undefined,
  ])
  const table = parseEmojiTable(first, other?.table)
  tables.set(language, table)
  for (const listener of listeners) listener()
  return table
}

/** Words with the emoji that their codes stand for, for where nothing is drawn anew; as they were where those cannot be had. */
export async function readWithEmoji(words: string, language: Language): Promise<string> {
  if (!/:[\w+-]+:/.test(words)) return words
  const table = await loadEmoji(language).catch(() => undefined)
  return table === undefined ? words : withEmoji(words, (code) => table.findCode(code)?.emoji)
}

/** The table once it is there. `isWanted: false` takes it where somebody else has loaded it, and loads nothing. */
export function useEmoji(isWanted = true): EmojiTable | undefined {
  const { language } = useWords()
  const table = useSyncExternalStore(watchTables, () => tables.get(language))
  useEffect(() => {
    if (isWanted) void loadEmoji(language).catch(() => undefined)
  }, [isWanted, language])
  return table
}

function watchTables(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Says what an emoji's code stands for, as soon as that is known; asking loads it. */
export function useEmojiFinder(): (code: string) => string | undefined {
  const [isAsked, setIsAsked] = useState(false)
  const table = useEmoji(isAsked)
  return useCallback(
    (code) => {
      // Asked while others draw: they draw anew once it is there.
      if (table === undefined) queueMicrotask(() => setIsAsked(true))
      return table?.findCode(code)?.emoji
    },
    [table],
  )
}
