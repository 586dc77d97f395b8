import { useState } from 'react'
import { useWords } from '../state/language-choice.ts'
import styles from './EmojiFoot.module.css'
import type { Cell } from './emoji-grid.ts'
import type { EmojiTable, SkinTone } from './emoji-table.ts'
import { withTone } from './emoji-table.ts'

type EmojiFootProps = {
  readonly cell: Cell | undefined
  readonly tone: SkinTone
  readonly table: EmojiTable | undefined
  readonly onTone: (tone: SkinTone) => void
}

const tones: readonly SkinTone[] = [0, 1, 2, 3, 4, 5]

/** What the chosen one is called, and of which skin hands are shown. */
export function EmojiFoot({ cell, tone, table, onTone }: EmojiFootProps) {
  const say = useWords()
  const [isChoosing, setIsChoosing] = useState(false)
  const hand = table?.find('✋')
  const handOf = (each: SkinTone) => (hand === undefined ? '✋' : withTone(hand, each))
  // The search keeps the focus.
  const keepFocus = (event: React.PointerEvent) => event.preventDefault()
  if (isChoosing) {
    return (
      <div className={styles.foot} role="radiogroup" aria-label={say('emoji.skin-tone')} onPointerDown={keepFocus}>
        <span className={styles.tones}>{say('emoji.skin-tone')}</span>
        {tones.map((each) => (
          // biome-ignore lint/a11y/useSemanticElements: a radio could not be taken by a tap on the one that is chosen
          <button
            key={each}
            type="button"
            role="radio"
            aria-checked={each === tone}
            aria-label={say(`emoji.tone-${each}`)}
            title={say(`emoji.tone-${each}`)}
            className={styles.hand}
            onClick={() => {
              onTone(each)
              setIsChoosing(false)
            }}
          >
            {handOf(each)}
          </button>
        ))}
      </div>
    )
  }
  return (
    <div className={styles.foot} onPointerDown={keepFocus}>
      {cell !== undefined && (
        <>
          <span className={styles.shown} aria-hidden="true">
            {cell.emoji}
          </span>
          <span className={styles.names}>
            <b>{cell.entry.name}</b>
            <span dir="ltr">:{cell.entry.codes[0]}:</span>
          </span>
        </>
      )}
      <button type="button" className={styles.choose} onClick={() => setIsChoosing(true)}>
        <span>{say('emoji.skin-tone')}</span>
        <span className={styles.hand} aria-hidden="true">
          {handOf(tone)}
        </span>
      </button>
    </div>
  )
}
