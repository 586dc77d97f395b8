import { isApple } from '../look/keys/modifier-name.ts'
import type { CaretMark } from './caret-context.ts'

export type FormatTool = {
  readonly mark: CaretMark
  readonly does: `composer.${
    | 'bold'
    | 'italic'
    | 'strike'
    | 'list'
    | 'numbers'
    | 'quote'
    | 'code'
    | 'code-block'
    | 'link'
    | 'spoiler'}`
  readonly keys: string
}

/** What the formatting bar has, in its groups, and the keys for it. The sheet of all keys shows the same list. */
export const formatTools: readonly (readonly FormatTool[])[] = [
  [
    { mark: 'strong', does: 'composer.bold', keys: 'Mod B' },
    { mark: 'emphasis', does: 'composer.italic', keys: 'Mod I' },
    { mark: 'strike', does: 'composer.strike', keys: 'Mod Shift X' },
  ],
  [
    { mark: 'list', does: 'composer.list', keys: 'Mod Shift 8' },
    { mark: 'numbers', does: 'composer.numbers', keys: 'Mod Shift 7' },
    { mark: 'quote', does: 'composer.quote', keys: 'Mod Shift 9' },
  ],
  [
    { mark: 'code', does: 'composer.code', keys: 'Mod E' },
    { mark: 'code-block', does: 'composer.code-block', keys: 'Mod Shift E' },
    { mark: 'link', does: 'composer.link', keys: 'Mod Shift U' },
    { mark: 'spoiler', does: 'composer.spoiler', keys: 'Mod Shift H' },
  ],
]

const byKeys = new Map(formatTools.flat().map(({ keys, mark }) => [keys, mark]))

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The mark that keys stand for. `isEmpty`: nothing is written yet; Mod I then opens the panel, as it does everywhere else. */
export function markOfKeys(event: Pressed, isEmpty: boolean): CaretMark | undefined {
  const isHeld = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (!isHeld || event.altKey) return undefined
  // By place: with Shift held the digits are signs, different ones on every keyboard.
  const keys = event.shiftKey ? `Mod Shift ${event.code.replace(/^(Key|Digit)/, '')}` : `Mod ${event.key.toUpperCase()}`
  const mark = byKeys.get(keys)
  return mark === 'emphasis' && isEmpty ? undefined : mark
}
