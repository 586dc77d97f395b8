import {
  Bold,
  Code,
  EyeOff,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  SquareCode,
  Strikethrough,
  TextQuote,
} from 'lucide-react'
import { Fragment } from 'react'
import { IconButton } from '../look/IconButton.tsx'
import { keyNames } from '../look/key-names.ts'
import { useWords } from '../state/language-choice.ts'
import type { CaretMark } from './caret-context.ts'
import styles from './FormatBar.module.css'
import type { Format } from './use-format.ts'

type ToolWords = `composer.${
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
type Tool = readonly [mark: CaretMark, does: ToolWords, keys: string, Icon: LucideIcon]

const groups: readonly (readonly Tool[])[] = [
  [
    ['strong', 'composer.bold', 'Mod B', Bold],
    ['emphasis', 'composer.italic', 'Mod I', Italic],
    ['strike', 'composer.strike', 'Mod Shift X', Strikethrough],
  ],
  [
    ['list', 'composer.list', 'Mod Shift 8', List],
    ['numbers', 'composer.numbers', 'Mod Shift 7', ListOrdered],
    ['quote', 'composer.quote', 'Mod Shift 9', TextQuote],
  ],
  [
    ['code', 'composer.code', 'Mod E', Code],
    ['code-block', 'composer.code-block', 'Mod Shift E', SquareCode],
    ['link', 'composer.link', 'Mod Shift U', Link],
    ['spoiler', 'composer.spoiler', 'Mod Shift H', EyeOff],
  ],
]

/** Writes the marks that one may type by hand, and shows in which of them the caret stands. */
export function FormatBar({ format }: { readonly format: Format }) {
  const say = useWords()
  return (
    // The text keeps the caret.
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={say('composer.formatting')}
      onPointerDown={(event) => event.preventDefault()}
    >
      {groups.map((tools, index) => (
        <Fragment key={tools[0]?.[0]}>
          {index > 0 && <span className={styles.line} aria-hidden="true" />}
          {tools.map(([mark, does, keys, Icon]) => (
            <IconButton
              key={mark}
              label={say(does)}
              title={say('composer.with-key', { does: say(does), key: keyNames(say, keys) })}
              size={30}
              aria-pressed={format.marks.has(mark)}
              onClick={() => format.press(mark)}
            >
              <Icon />
            </IconButton>
          ))}
        </Fragment>
      ))}
    </div>
  )
}
