import { createContext, useContext } from 'react'

/** The picture of an emoji's code (`smile`); whoever has the names of all of them provides it. */
export const EmojiLookup = createContext<(code: string) => string | undefined>(() => undefined)

export function useEmojiLookup(): (code: string) => string | undefined {
  return useContext(EmojiLookup)
}
