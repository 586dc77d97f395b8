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
import { IconButton } from '../look/buttons/IconButton.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import tabLine from '../look/panes/TabLine.module.css'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './FormatBar.module.css'
import { type FormatTool, formatTools } from './format-tools.ts'
import type { Format } from './use-format.ts'

const icons: Readonly<Record<FormatTool['does'], LucideIcon>> = {
  'composer.bold': Bold,
  'composer.italic': Italic,
  'composer.strike': Strikethrough,
  'composer.list': List,
  'composer.numbers': ListOrdered,
  'composer.quote': TextQuote,
  'composer.code': Code,
  'composer.code-block': SquareCode,
  'composer.link': Link,
  'composer.spoiler': EyeOff,
}

/** Writes the marks that one may type by hand, and shows in which of them the caret stands. */
export function FormatBar({ format }: { readonly format: Format }) {
  const say = useWords()
  const line = useTabLine()
  return (
    // The text keeps the caret.
    <div
      ref={line}
      className={`${tabLine.line} ${styles.bar}`}
      role="toolbar"
      aria-label={say('composer.formatting')}
      onPointerDown={(event) => event.preventDefault()}
    >
      {formatTools.map((tools, index) => (
        <Fragment key={tools[0]?.mark}>
          {index > 0 && <span className={styles.line} aria-hidden="true" />}
          {tools.map(({ mark, does, keys }) => {
            const Icon = icons[does]
            return (
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
            )
          })}
        </Fragment>
      ))}
    </div>
  )
}
