import { type ReactNode, useState } from 'react'
import { inlineWords } from '../../text/plain-words.ts'
import type { Inline } from '../../text/text-tree.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './SpoilerText.module.css'

/** Words that are read only by who wants to. Until then nothing of them is there: not to copy, not to a screen reader. */
export function SpoilerText({ parts, children }: { readonly parts: readonly Inline[]; readonly children: ReactNode }) {
  const say = useWords()
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return <span className={styles.open}>{children}</span>
  return (
    <button type="button" className={styles.hidden} aria-label={say('message.spoiler')} onClick={() => setIsOpen(true)}>
      <span className={styles.words} aria-hidden="true">
        {inlineWords(parts, { withSpoilers: true })}
      </span>
    </button>
  )
}
