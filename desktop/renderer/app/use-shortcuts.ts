import { useEffect } from 'react'
import { isApple } from '../look/modifier-name.ts'
import { useEngine } from '../state/engine-store.ts'
import { nextUnread } from '../state/room-order.ts'
import { type Overlay, showAbout, showOverlay, showRoom, showSettings, useView } from '../state/view-store.ts'

/** Keys that work wherever the focus is. The list people see is ShortcutSheet. */
export function useShortcuts(): void {
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return
  const act = actionOf(event)
  if (act === undefined) return
  event.preventDefault()
  act()
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const isCommand = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (isCommand && !event.altKey) return commandOf(event)
  if (event.altKey && event.shiftKey && event.key === 'ArrowDown') return () => goToUnread(1)
  if (event.altKey && event.shiftKey && event.key === 'ArrowUp') return () => goToUnread(-1)
  if (event.key === '?' && !isTyping(event.target)) return () => toggle('shortcuts')
  return undefined
}

function commandOf(event: KeyboardEvent): (() => void) | undefined {
  const key = event.key.toLowerCase()
  if (key === 'k' && !event.shiftKey) return () => toggle('switcher')
  if (key === 'n' && event.shiftKey) return () => showOverlay('new-room')
  if (key === 'i' && !event.shiftKey) return () => showAbout(!useView.getState().aboutOpen)
  return key === ',' ? () => showSettings('profile') : undefined
}

function toggle(overlay: Overlay): void {
  showOverlay(useView.getState().overlay === overlay ? 'none' : overlay)
}

function goToUnread(step: 1 | -1): void {
  const room = nextUnread(useEngine.getState().rooms, useView.getState().openRoom, step)
  if (room !== undefined) showRoom(room)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
