import type { ReactNode } from 'react'
import { EmojiLookup } from './emoji-lookup.ts'
import { useEmojiFinder } from './load-emoji.ts'

/** Lets every text inside show `:smile:` as the emoji it stands for. */
export function EmojiCodes({ children }: { readonly children: ReactNode }) {
  return <EmojiLookup value={useEmojiFinder()}>{children}</EmojiLookup>
}
