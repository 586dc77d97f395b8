import { useLayoutEffect } from 'react'
import { parseEventId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { markAllRead } from '../commands.ts'
import { isApple } from '../look/keys/modifier-name.ts'
import { composerElement } from '../look/popups/focus-back.ts'
import { toggleSaved } from '../saved/set-saved.ts'
import { readSlice } from '../state/engine-store.ts'
import { currentWords } from '../state/language-choice.ts'
import { nextUnread } from '../state/room-order.ts'
import { readUnreadAnswers } from '../state/thread-selectors.ts'
import {
  type Overlay,
  showAbout,
  showFind,
  showInbox,
  showOverlay,
  showRoom,
  showSaved,
  showSearch,
  showSettings,
  useView,
} from '../state/view-store.ts'
import { focusPane } from './pane-focus.ts'

/** Keys that work wherever the focus is. The list people see is ShortcutSheet. */
export function useShortcuts(): void {
  // With the first picture of it, not some time after: on a busy machine somebody is quicker, and the key would do nothing.
  useLayoutEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return
  const act = actionOf(event)
  if (act === undefined) {
    // The letter itself then falls into the composer.
    if (isForComposer(event)) composerElement()?.focus()
    return
  }
  event.preventDefault()
  act()
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const isCommand = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (isCommand && !event.altKey) return commandOf(event)
  if (event.altKey && event.shiftKey && event.key === 'ArrowDown') return () => goToUnread(1)
  if (event.altKey && event.shiftKey && event.key === 'ArrowUp') return () => goToUnread(-1)
  if (event.key === 'F6') return () => focusPane(event.shiftKey ? -1 : 1)
  if (event.key === 'Escape' && event.shiftKey && useView.getState().overlay === 'none') return readAll
  const back = event.key === 'Escape' ? wayBack() : undefined
  if (back !== undefined) return back
  if (event.key === '?' && !isTyping(event.target)) return () => toggle('shortcuts')
  return undefined
}

function commandOf(event: KeyboardEvent): (() => void) | undefined {
  const key = event.key.toLowerCase()
  if (key === 'k' && !event.shiftKey) return () => toggle('switcher')
  if (key === 'f') return event.shiftKey ? showSearch : () => showFind(true)
  if (key === 's' && event.shiftKey) return saveFocused()
  if (key === 'n' && event.shiftKey) return () => showOverlay('new-room')
  if (key === 'i' && !event.shiftKey) return () => showAbout(!useView.getState().aboutOpen)
  // Works while writing too, where a question mark is only that.
  if (key === '/') return () => toggle('shortcuts')
  return key === ',' ? () => showSettings('profile') : undefined
}

const lists = { search: showSearch, saved: showSaved, inbox: showInbox } as const

/** From a room that somebody came into by a row of a list, as long as nothing lies over it. */
function wayBack(): (() => void) | undefined {
  const { openRoom, overlay, wayBack: way } = useView.getState()
  return overlay === 'none' && way !== undefined && way.room === openRoom ? lists[way.list] : undefined
}

/** The message that has the focus; undefined where none has that could be saved. */
function saveFocused(): (() => void) | undefined {
  const room = useView.getState().openRoom
  const row = document.activeElement?.closest<HTMLElement>('[data-message][data-state="stored"]')
  const message = parseEventId(row?.dataset.message)
  if (room === undefined || message === undefined) return undefined
  return () => void toggleSaved(currentWords(), room, message)
}

/** All of it, seen or not: that is what is asked for. */
function readAll(): void {
  const answers = readUnreadAnswers()
  for (const { id, unread, forYou } of Object.values<RoomView>(readSlice('rooms'))) {
    if (unread > 0 || forYou > 0 || (answers[id] ?? 0) > 0) void markAllRead(id)
  }
}

function toggle(overlay: Overlay): void {
  showOverlay(useView.getState().overlay === overlay ? 'none' : overlay)
}

function goToUnread(step: 1 | -1): void {
  const all = { rooms: readSlice('rooms'), answers: readUnreadAnswers() }
  const room = nextUnread(all, useView.getState().openRoom, step)
  if (room !== undefined) showRoom(room)
}

/** Words typed while the focus is on nothing that takes them are meant for the open room. */
function isForComposer(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return false
  // The space bar presses the button that has the focus, and scrolls.
  return event.key.length === 1 && event.key !== ' '
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
