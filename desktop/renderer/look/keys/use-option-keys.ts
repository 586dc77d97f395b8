import { type KeyboardEvent, useState } from 'react'
import { isComposing } from './is-composing.ts'

type OptionKeysAsked<Option> = {
  readonly options: readonly Option[]
  /** Another question begins with its best answer again. */
  readonly asked: string | undefined
  readonly onChoose: (option: Option) => void
  /** Set where the list closes by itself; without it Escape is left to what is around. */
  readonly onEscape?: () => void
  /** The Tab key chooses too: while words are typed it would leave them. */
  readonly takesTab?: boolean
}

export type OptionKeys = {
  readonly active: number
  readonly setActive: (index: number) => void
  /** True where the key was for the list and not for the text. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

/**
 * The keys of a list of options beside a box that keeps the focus: arrows go round it, Enter takes, Escape closes. What an
 * input method does with the same keys is its own.
 */
export function useOptionKeys<Option>(list: OptionKeysAsked<Option>): OptionKeys {
  const { options, asked, onChoose, onEscape, takesTab = false } = list
  const [chosen, setChosen] = useState({ asked, at: 0 })
  // While it is drawn, not after: the mark must not be seen on what it was on for the question before.
  const active = chosen.asked === asked ? Math.min(chosen.at, Math.max(options.length - 1, 0)) : 0
  const setActive = (at: number) => setChosen({ asked, at })

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (isComposing(event) || options.length === 0) return false
    const option = options[active]
    const takes = event.key === 'Enter' || (takesTab && event.key === 'Tab')
    if (event.key === 'ArrowDown') setActive((active + 1) % options.length)
    else if (event.key === 'ArrowUp') setActive((active + options.length - 1) % options.length)
    else if (takes && !event.shiftKey && option !== undefined) onChoose(option)
    else if (event.key === 'Escape' && onEscape !== undefined) onEscape()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { active, setActive, onKeyDown }
}
