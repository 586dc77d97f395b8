import { type ReactNode, useCallback, useId, useState } from 'react'
import { type OptionKeys, useOptionKeys } from '../look/keys/use-option-keys.ts'
import styles from './OptionList.module.css'

/** What the words at the caret may become. */
type Query = { readonly from: number; readonly typed: string }

export type Completion<Option> = {
  readonly listId: string | undefined
  readonly activeId: string | undefined
  readonly options: readonly Option[]
  readonly active: number
  readonly choose: (option: Option) => void
  readonly close: () => void
  readonly onKeyDown: OptionKeys['onKeyDown']
}

type CompletionAsked<Option> = {
  readonly query: Query | undefined
  readonly setQuery: (query: undefined) => void
  readonly options: readonly Option[]
  readonly onChoose: (option: Option) => void
}

/** A list over the box while something is typed that it may complete. Escape puts it away for as long as that stands there. */
export function useCompletion<Option>({ query, setQuery, options, onChoose }: CompletionAsked<Option>) {
  const id = useId()
  const [closedAt, setClosedAt] = useState<number>()
  if (query === undefined && closedAt !== undefined) setClosedAt(undefined)
  const shown = query === undefined || query.from === closedAt ? [] : options
  const choose = (option: Option) => {
    onChoose(option)
    setQuery(undefined)
  }
  const { active, onKeyDown } = useOptionKeys({
    options: shown,
    asked: query?.typed,
    onChoose: choose,
    onEscape: () => setClosedAt(query?.from),
    takesTab: true,
  })
  const isOpen = shown.length > 0
  return {
    listId: isOpen ? id : undefined,
    activeId: isOpen ? `${id}-${active}` : undefined,
    options: shown,
    active,
    choose,
    close: useCallback(() => setQuery(undefined), [setQuery]),
    onKeyDown,
  } satisfies Completion<Option>
}

type OptionListProps<Option> = {
  readonly list: Completion<Option>
  readonly label: string
  readonly keyOf: (option: Option) => string
  readonly children: (option: Option) => ReactNode
}

export function OptionList<Option>({ list, label, keyOf, children }: OptionListProps<Option>) {
  const { listId, options, active, choose } = list
  if (listId === undefined) return null
  return (
    <div id={listId} className={styles.list} role="listbox" aria-label={label}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text box's
        <div
          key={keyOf(option)}
          id={`${listId}-${index}`}
          className={styles.option}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
        >
          {children(option)}
        </div>
      ))}
    </div>
  )
}
