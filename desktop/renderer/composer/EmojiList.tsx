import { type ChangeEvent, type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useState } from 'react'
import { canDraw } from '../emoji/can-draw.ts'
import { rememberEmoji, useEmojiMemory } from '../emoji/emoji-choice.ts'
import { closedCode, codeFor, completeEmoji, type EmojiQuery, parseEmojiQuery } from '../emoji/emoji-search.ts'
import { type Emoji, withTone } from '../emoji/emoji-table.ts'
import { useEmoji } from '../emoji/load-emoji.ts'
import { useWords } from '../state/language-choice.ts'
import { caretMarks } from './caret-context.ts'
import styles from './MentionList.module.css'
import type { Selected } from './text-format.ts'
import { replaceText, selectedIn } from './text-insertion.ts'

export type EmojiCodes = {
  readonly listId: string | undefined
  readonly activeId: string | undefined
  readonly options: readonly { readonly emoji: string; readonly entry: Emoji; readonly code: string }[]
  readonly active: number
  readonly choose: (emoji: string) => void
  readonly onMoved: () => void
  readonly onTyped: (event: ChangeEvent<HTMLTextAreaElement>) => void
  readonly close: () => void
  /** True where the key was for the list and not for the text. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

/** What `:sm` may become, while it is typed; a whole code becomes its emoji with the second colon. */
export function useEmojiCodes(area: RefObject<HTMLTextAreaElement | null>): EmojiCodes {
  const id = useId()
  const { tone } = useEmojiMemory()
  const [query, setQuery] = useState<EmojiQuery>()
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState(-1)
  const table = useEmoji(query !== undefined)
  const typed = query?.typed
  const found =
    table === undefined || query === undefined || query.from === closedAt ? [] : completeEmoji(table, query.typed)
  const options = found
    .filter(canDraw)
    .map((entry) => ({ emoji: withTone(entry, tone), entry, code: codeFor(entry, typed) ?? '' }))
  const isOpen = options.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins with its best match again
  useEffect(() => setActive(0), [typed])

  const onMoved = useCallback(() => {
    if (area.current === null) return
    const selected = selectedIn(area.current)
    const next = selected.from === selected.to ? parseEmojiQuery(selected.text, selected.from) : undefined
    setQuery(next !== undefined && !isInCode(selected) ? next : undefined)
    if (next === undefined) setClosedAt(-1)
  }, [area])

  const choose = (emoji: string) => {
    if (area.current === null || query === undefined) return
    rememberEmoji(emoji)
    const follows = area.current.value.charAt(query.to)
    replaceText(area.current, query, /^\s/.test(follows) ? emoji : `${emoji} `)
    setQuery(undefined)
  }

  const onTyped = ({ target, nativeEvent }: ChangeEvent<HTMLTextAreaElement>) => {
    if (!(nativeEvent instanceof InputEvent) || nativeEvent.data !== ':' || nativeEvent.isComposing) return
    const code = closedCode(target.value, target.selectionStart)
    const entry = code && table?.findCode(code.typed)
    if (code === undefined || entry === undefined || isInCode(selectedIn(target))) return
    // After the text that was typed has been taken: this is typed as well, and one undo brings the code back.
    queueMicrotask(() => {
      if (target.value.slice(code.from, code.to) === `:${code.typed}:`) replaceText(target, code, withTone(entry, tone))
    })
  }

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen) return false
    const chosen = options[active]
    if (event.key === 'ArrowDown') setActive((active + 1) % options.length)
    else if (event.key === 'ArrowUp') setActive((active + options.length - 1) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen.emoji)
    else if (event.key === 'Escape') setClosedAt(query?.from ?? -1)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    listId: isOpen ? id : undefined,
    activeId: isOpen ? `${id}-${active}` : undefined,
    options,
    active,
    choose,
    onMoved,
    onTyped,
    close: useCallback(() => setQuery(undefined), []),
    onKeyDown,
  }
}

/** Code that is still open counts: whoever writes it closes it last. */
function isInCode(selected: Selected): boolean {
  const line = selected.text.slice(0, selected.from).split('\n').at(-1) ?? ''
  if ((line.match(/`+/g)?.length ?? 0) % 2 === 1) return true
  const marks = caretMarks(selected)
  return marks.has('code') || marks.has('code-block')
}

export function EmojiList({ codes }: { readonly codes: EmojiCodes }) {
  const say = useWords()
  const { listId, options, active, choose } = codes
  if (listId === undefined) return null
  return (
    <div id={listId} className={styles.list} role="listbox" aria-label={say('composer.emoji')}>
      {options.map(({ emoji, entry, code }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text box's
        <div
          key={entry.emoji}
          id={`${listId}-${index}`}
          className={styles.person}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(emoji)}
        >
          <span className={styles.emoji}>{emoji}</span>
          <b dir="ltr">:{code}:</b>
          <span>{entry.name}</span>
        </div>
      ))}
    </div>
  )
}
