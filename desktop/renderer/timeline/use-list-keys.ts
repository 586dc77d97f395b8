import { useCallback, useEffect, useRef } from 'react'
import { focusBeyond, innerStops } from '../look/keys/tab-stops.ts'

type Going = {
  readonly onEscape: () => void
  readonly onHome: () => void
  readonly onEnd: () => void
  /** The message that has the focus from now on. */
  readonly onCurrent: (message: string) => void
}

/**
 * The list of messages is one stop of the Tab key. Arrows go from message to message, Tab goes through what the message has
 * inside and then on. The message that had the focus last is where the next Tab comes in.
 */
export function useListKeys({ onEscape, onHome, onEnd, onCurrent }: Going) {
  const current = useRef<string>(undefined)
  const isByTab = useLastKeyWasTab()
  const onFocus = useCallback(
    (event: React.FocusEvent<HTMLElement>) => {
      const list = event.currentTarget
      if (!list.contains(event.target)) return
      const isFromOutside = !(event.relatedTarget instanceof Node && list.contains(event.relatedTarget))
      if (isFromOutside && isByTab.current) {
        const entry = entryOf(list, current.current)
        if (entry !== undefined && entry !== event.target) return bring(entry)
      }
      const message = event.target.closest<HTMLElement>('[data-message]')?.dataset.message
      if (message === undefined || message === current.current) return
      current.current = message
      onCurrent(message)
    },
    [isByTab, onCurrent],
  )
  const onKeyDown = useCallback(
    (event: React.KeyboardEvent<HTMLElement>) => {
      const list = event.currentTarget
      // React hands on what happens in a menu or picker that a message opened, though it stands elsewhere in the page.
      if (!(event.target instanceof HTMLElement && list.contains(event.target))) return
      const message = event.target.closest<HTMLElement>('[data-message]')
      const isOnRow = event.target === list || event.target === message
      switch (event.key) {
        case 'Escape':
          return onEscape()
        case 'ArrowUp':
        case 'ArrowDown':
          return moveFocus(event, list, message)
        case 'Home':
        case 'End':
          if (!isOnRow) return
          event.preventDefault()
          return event.key === 'Home' ? onHome() : onEnd()
        case 'Tab': {
          const row = message?.closest<HTMLElement>('[role=listitem]')
          const inside = message === null || !row ? [] : [message, ...innerStops(row)]
          const next = inside[inside.indexOf(event.target) + (event.shiftKey ? -1 : 1)]
          event.preventDefault()
          if (next !== undefined && event.target !== list) next.focus()
          else focusBeyond(list, event.shiftKey ? -1 : 1)
        }
      }
    },
    [onEscape, onHome, onEnd],
  )
  return { onFocus, onKeyDown }
}

/** Where the focus comes in: the message that had it last, else the last one that is in sight whole. */
export function entryOf(list: HTMLElement, current: string | undefined): HTMLElement | undefined {
  const known = current && list.querySelector<HTMLElement>(`[data-message="${current}"]`)
  if (known) return known
  const { bottom } = list.getBoundingClientRect()
  const all = [...list.querySelectorAll<HTMLElement>('[data-message]')]
  return all.findLast((each) => each.getBoundingClientRect().bottom <= bottom + 1) ?? all.at(-1)
}

function bring(message: HTMLElement): void {
  message.focus({ preventScroll: true })
  message.scrollIntoView({ block: 'nearest' })
}

function moveFocus(event: React.KeyboardEvent, list: HTMLElement, message: HTMLElement | null): void {
  const messages = [...list.querySelectorAll<HTMLElement>('[data-message]')]
  const step = event.key === 'ArrowUp' ? -1 : 1
  const next = message === null ? entryOf(list, undefined) : messages[messages.indexOf(message) + step]
  if (next === undefined) return
  event.preventDefault()
  bring(next)
}

function useLastKeyWasTab() {
  const isByTab = useRef(false)
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      isByTab.current = key === 'Tab'
    }
    const onPointer = () => {
      isByTab.current = false
    }
    addEventListener('keydown', onKey, true)
    addEventListener('pointerdown', onPointer, true)
    return () => {
      removeEventListener('keydown', onKey, true)
      removeEventListener('pointerdown', onPointer, true)
    }
  }, [])
  return isByTab
}
