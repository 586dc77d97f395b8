import { parseRoomId, type RoomId } from '../../../common/ids.ts'
import type { Place } from '../../text/text-tree.ts'
import { desktopBridge } from './desktop-link.ts'

const parameter = 'room'
/** By which a window for one room finds the one that it was opened from. */
const mainName = 'natter'

/** The room that this window is for, where it is for one alone; all windows share one engine all the same. */
export const singleRoom: RoomId | undefined =
  typeof location === 'undefined' ? undefined : parseRoomId(new URLSearchParams(location.search).get(parameter))

/** A window of its own for a room; the one that is there comes to the front. */
export function openRoomWindow(room: RoomId): void {
  const bridge = desktopBridge()
  if (bridge !== undefined) {
    void bridge.openRoomWindow(room)
    return
  }
  // By its name alone: with an address the one that is there would load anew, under somebody's hands.
  const own = window.open('', `natter-${room}`, 'popup,width=720,height=760')
  if (own === null) return
  if (own.location.href === 'about:blank') own.location.replace(`/?${parameter}=${room}`)
  own.focus()
}

/** From a window for one room to another place: not in here. */
export function leaveSingleRoom(place: Place): void {
  const bridge = desktopBridge()
  if (bridge !== undefined) {
    void bridge.leaveTo({ kind: 'room', ...place })
    return
  }
  const message = place.message === undefined ? '' : `/m/${place.message}`
  window.open(`/r/${place.room}${message}`, mainName)?.focus()
}

/** Called by a window for all rooms. */
export function nameMainWindow(): void {
  if (window.name === '') window.name = mainName
}

/** As browsers have it for links: with the key that opens elsewhere, or the middle button. */
export function wantsOwnWindow(event: { ctrlKey: boolean; metaKey: boolean; button: number }): boolean {
  return event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey))
}
