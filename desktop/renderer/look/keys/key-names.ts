import type { Words } from '../../../words/words.ts'
import { modifierName } from './modifier-name.ts'

/** Keys as they are printed on the keyboards of those who read the language: `Mod K` is "Ctrl K", "⌘ K" or "Strg K". */
export function keyNames(say: Words, keys: string): string {
  return keys.replace(/\b(Mod|Shift|Alt|Enter|Esc|Home|End)\b/g, (key) => nameOfKey(say, key))
}

function nameOfKey(say: Words, key: string): string {
  switch (key) {
    case 'Mod':
      return modifierName() === '⌘' ? '⌘' : say('look.key-control')
    case 'Shift':
      return say('look.key-shift')
    case 'Enter':
      return say('look.key-enter')
    case 'Esc':
      return say('look.key-escape')
    case 'Home':
      return say('look.key-home')
    case 'End':
      return say('look.key-end')
    default:
      return key
  }
}
