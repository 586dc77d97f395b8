import en from './en.json' with { type: 'json' }

/** What can be said. The English file decides; every other has the same keys. */
export type WordKey = keyof typeof en

/** One language's messages. A file that lacks a key does not compile; `word-tables.test.ts` finds what is too much. */
export type Messages = Readonly<Record<WordKey, string>>

/** English is always there, so that there are words before anything was loaded. */
export const english: Messages = en
