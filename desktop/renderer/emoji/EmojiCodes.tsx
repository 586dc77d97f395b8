import type { ReactNode } from 'react'
import { EmojiLookup } from '../message/TextInlines.tsx'
import { useEmojiLookup } from './load-emoji.ts'

/** Lets every text inside show `:smile:` as the emoji it stands for. */
export function EmojiCodes({ children }: { readonly children: ReactNode }) {
  return <EmojiLookup value={useEmojiLookup()}>{children}</EmojiLookup>
}
