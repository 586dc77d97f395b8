import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { isComposing } from '../look/is-composing.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './EmojiPicker.module.css'
import { emojiColumns, findEmoji, placeAfter } from './emoji-search.ts'

/** Every emoji, or those that fit what is typed. The focus stays in the box: the arrows go about, Enter picks. */
export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const say = useWords()
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const found = useMemo(() => findEmoji(typed), [typed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is active
  useEffect(() => {
    grid.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const chosen = found[active]
    const place = placeAfter(event.key, active, found.length)
    if (event.key === 'Enter' && chosen) onPick(chosen.emoji)
    else if (place !== undefined) setActive(place)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        className={styles.find}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-grid`}
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        placeholder={say('composer.find-emoji')}
        aria-label={say('composer.find-emoji')}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      {found.length === 0 && (
        <p className={styles.none} role="status">
          {say('composer.no-emoji')}
        </p>
      )}
      <div
        ref={grid}
        id={`${id}-grid`}
        className={styles.grid}
        style={{ gridTemplateColumns: `repeat(${emojiColumns}, 1fr)` }}
        role="listbox"
        aria-label={say('composer.emoji')}
      >
        {found.map(({ emoji, words }, index) => (
          <button
            type="button"
            key={emoji}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={styles.emoji}
            title={words}
            aria-label={words}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
    </>
  )
}
