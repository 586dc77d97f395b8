import { create } from 'zustand'
import { parseRoomId, type RoomId } from '../../../common/ids.ts'

/** Where this window stands: which room is open, and what lies over it. The address keeps the room, so Back goes back. */
export type Overlay = 'none' | 'switcher' | 'new-room' | 'settings' | 'shortcuts' | 'add-people'

type View = {
  readonly openRoom: RoomId | undefined
  readonly overlay: Overlay
  readonly aboutOpen: boolean
  readonly settingsPage: SettingsPage
}
export type SettingsPage = 'profile' | 'notifications' | 'appearance' | 'devices' | 'account'

const lastRoomKey = 'natter.last-room'
const roomPrefix = '#/room/'

export const useView = create<View>()(() => ({
  openRoom: undefined,
  overlay: 'none',
  aboutOpen: false,
  settingsPage: 'profile',
}))

export function watchAddress(): () => void {
  const onHashChanged = () => useView.setState({ openRoom: roomOfAddress(), overlay: 'none' })
  onHashChanged()
  addEventListener('hashchange', onHashChanged)
  return () => removeEventListener('hashchange', onHashChanged)
}

export function showRoom(room: RoomId | undefined): void {
  const hash = room === undefined ? '#/' : `${roomPrefix}${room}`
  if (location.hash !== hash) location.hash = hash
  useView.setState({ openRoom: room, overlay: 'none' })
  if (room !== undefined) rememberRoom(room)
}

/** The room is not mine to look at any more; somebody who went elsewhere meanwhile stays there. */
export function leaveView(room: RoomId): void {
  if (useView.getState().openRoom !== room) return
  showAbout(false)
  showRoom(undefined)
}

export function showOverlay(overlay: Overlay): void {
  useView.setState({ overlay })
}

export function showSettings(page: SettingsPage): void {
  useView.setState({ overlay: 'settings', settingsPage: page })
}

export function showAbout(open: boolean): void {
  useView.setState({ aboutOpen: open })
}

/** What was open in the last window, for a new one that names no room. */
export function lastRoom(): RoomId | undefined {
  try {
    return parseRoomId(localStorage.getItem(lastRoomKey))
  } catch {
    // Storage is closed to this page: there is no last room.
    return undefined
  }
}

function rememberRoom(room: RoomId): void {
  try {
    localStorage.setItem(lastRoomKey, room)
  } catch {
    // The next window opens at the list instead.
  }
}

function roomOfAddress(): RoomId | undefined {
  const { hash } = location
  return hash.startsWith(roomPrefix) ? parseRoomId(hash.slice(roomPrefix.length)) : undefined
}
