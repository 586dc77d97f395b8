import { type KeyboardEvent, type RefObject, useCallback, useEffect, useState } from 'react'
import { safeUrl } from '../../text/address-parse.ts'
import { type CaretMark, caretMarks } from './caret-context.ts'
import { markOfKeys } from './format-tools.ts'
import {
  continuedLine,
  fenceLines,
  linkWords,
  type Replacement,
  type Selected,
  toggleLines,
  toggleMark,
} from './text-format.ts'
import { applyReplacement, selectedIn } from './text-insertion.ts'

export type Format = {
  readonly marks: ReadonlySet<CaretMark>
  readonly press: (mark: CaretMark) => void
  readonly onMoved: () => void
  /** True where the key was for the format. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

const none: ReadonlySet<CaretMark> = new Set()

/** What the caret stands in, and what the buttons and keys write. `isShown`: there is a bar that wants to know. */
export function useFormat(area: RefObject<HTMLTextAreaElement | null>, isShown: boolean): Format {
  const [marks, setMarks] = useState(none)
  const onMoved = useCallback(() => {
    if (!isShown || area.current === null) return
    const next = caretMarks(selectedIn(area.current))
    setMarks((before) => (isSame(before, next) ? before : next))
  }, [area, isShown])
  useEffect(() => {
    onMoved()
    document.addEventListener('selectionchange', onMoved)
    return () => document.removeEventListener('selectionchange', onMoved)
  }, [onMoved])

  const press = (mark: CaretMark) => {
    if (area.current === null) return
    const selected = selectedIn(area.current)
    applyReplacement(area.current, replacementFor(selected, mark, caretMarks(selected).has(mark)))
    onMoved()
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const mark = markOfKeys(event, area.current?.value === '')
    if (mark !== undefined) press(mark)
    else if (event.key !== 'Enter' || !event.shiftKey || !continueLine(area.current)) return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { marks, press, onMoved, onKeyDown }
}

function replacementFor(selected: Selected, mark: CaretMark, isOn: boolean): Replacement {
  switch (mark) {
    case 'list':
    case 'numbers':
    case 'quote':
      return toggleLines(selected, mark)
    case 'code-block':
      return fenceLines(selected, isOn)
    case 'link':
      return linkWords(selected, addressOf)
    case 'code':
      // Several lines of code are a block of their own.
      if (selected.text.slice(selected.from, selected.to).includes('\n')) return fenceLines(selected, false)
      return toggleMark(selected, mark, isOn)
    default:
      return toggleMark(selected, mark, isOn)
  }
}

/** What is an address and nothing besides. */
export function addressOf(text: string): string | undefined {
  return /^(?:https?|mailto):\S+$/i.test(text) ? safeUrl(text) : undefined
}

function continueLine(area: HTMLTextAreaElement | null): boolean {
  if (area === null) return false
  const selected = selectedIn(area)
  const next = continuedLine(selected)
  if (next === undefined || caretMarks(selected).has('code-block')) return false
  applyReplacement(area, next)
  return true
}

function isSame(one: ReadonlySet<CaretMark>, other: ReadonlySet<CaretMark>): boolean {
  return one.size === other.size && [...one].every((mark) => other.has(mark))
}
