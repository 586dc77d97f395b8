import { type ChangeEvent, type RefObject, useCallback, useState } from 'react'
import { canDraw } from '../emoji/can-draw.ts'
import { rememberEmoji, useEmojiMemory } from '../emoji/emoji-choice.ts'
import { closedCode, codeFor, completeEmoji, type EmojiQuery, parseEmojiQuery } from '../emoji/emoji-search.ts'
import { type Emoji, withTone } from '../emoji/emoji-table.ts'
import { useEmoji } from '../emoji/load-emoji.ts'
import { useWords } from '../state/language-choice.ts'
import { caretMarks } from './caret-context.ts'
import styles from './OptionList.module.css'
import { type Completion, OptionList, useCompletion } from './OptionList.tsx'
import type { Selected } from './text-format.ts'
import { replaceText, selectedIn } from './text-insertion.ts'

type Code = { readonly emoji: string; readonly entry: Emoji; readonly code: string }

export type EmojiCodes = Completion<Code> & {
  readonly onMoved: () => void
  readonly onTyped: (event: ChangeEvent<HTMLTextAreaElement>) => void
}

/** What `:sm` may become, while it is typed; a whole code becomes its emoji with the second colon. */
export function useEmojiCodes(area: RefObject<HTMLTextAreaElement | null>): EmojiCodes {
  const { tone } = useEmojiMemory()
  const [query, setQuery] = useState<EmojiQuery>()
  const table = useEmoji(query !== undefined)
  const found = table === undefined || query === undefined ? [] : completeEmoji(table, query.typed).filter(canDraw)
  const list = useCompletion({
    query,
    setQuery,
    options: found.map((entry) => ({ emoji: withTone(entry, tone), entry, code: codeFor(entry, query?.typed) ?? '' })),
    onChoose: ({ emoji }: Code) => {
      if (area.current === null || query === undefined) return
      rememberEmoji(emoji)
      const follows = area.current.value.charAt(query.to)
      replaceText(area.current, query, /^\s/.test(follows) ? emoji : `${emoji} `)
    },
  })

  const onMoved = useCallback(() => {
    if (area.current === null) return
    const selected = selectedIn(area.current)
    const next = selected.from === selected.to ? parseEmojiQuery(selected.text, selected.from) : undefined
    setQuery(next !== undefined && !isInCode(selected) ? next : undefined)
  }, [area])

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
  return { ...list, onMoved, onTyped }
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
  return (
    <OptionList list={codes} label={say('composer.emoji')} keyOf={({ entry }) => entry.emoji}>
      {({ emoji, entry, code }) => (
        <>
          <span className={styles.emoji}>{emoji}</span>
          <b dir="ltr">:{code}:</b>
          <span>{entry.name}</span>
        </>
      )}
    </OptionList>
  )
}
