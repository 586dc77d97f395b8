import { create } from 'zustand'
import { type MessageId, parseRoomId, type RoomId } from '../../../common/ids.ts'
import { parseInviteLink } from '../../../common/invite-link.ts'
import { placeOfUrl } from '../../text/address-parse.ts'
import type { Place } from '../../text/text-tree.ts'
import { type AdminPlace, adminHash, adminOfHash, adminOfPath } from './admin-place.ts'
import { leaveSingleRoom, nameMainWindow, singleRoom } from './single-room.ts'

/** Where this window stands: which room is open, and what lies over it. The address keeps the room, so Back goes back. */
export type Overlay =
  | 'none'
  | 'switcher'
  | 'new-room'
  | 'settings'
  | 'shortcuts'
  | 'add-people'
  | 'public-rooms'
  | 'threads'

type View = {
  readonly openRoom: RoomId | undefined
  /** Set: the page of people stands where a room would. */
  readonly people: PeopleTab | undefined
  /** The page of searching stands there. */
  readonly search: boolean
  /** The page of what I have saved stands there. */
  readonly saved: boolean
  /** The page of what concerns me stands there. */
  readonly inbox: boolean
  /** Set: the console of whoever runs the server stands in place of the chat. */
  readonly admin: AdminPlace | undefined
  readonly overlay: Overlay
  /** Under the head of the open room one looks for words in it. */
  readonly findOpen: boolean
  readonly aboutOpen: boolean
  readonly aboutPage: AboutPage
  /** Of what is said about a room: stays as it was chosen. */
  readonly aboutTab: AboutTab
  /** The thread that is open in the panel. */
  readonly thread: ShownThread | undefined
  /** Who can read the open room, in place of what is said there. */
  readonly lensOpen: boolean
  readonly settingsPage: SettingsPage
  /** The list that somebody followed a row of, and the room they went into: from there Escape leads back. */
  readonly wayBack: WayBack | undefined
  /** A message that somebody was led to, until its conversation has gone there. */
  readonly wanted: Required<Place> | undefined
  /** A message of which somebody asks why it was told, or why not. */
  readonly why: Required<Place> | undefined
  /** A message of mine of which somebody asks how far it is. */
  readonly trace: Required<Place> | undefined
  /** A message of which somebody asks who reacted to it, with one emoji or any. */
  readonly reacted: (Required<Place> & { readonly emoji?: string }) | undefined
  /** The code of an invitation that somebody opened, until they have answered it. */
  readonly invite: string | undefined
}
type WayBack = { readonly list: 'search' | 'saved' | 'inbox'; readonly room: RoomId }
/** `message`: what it hangs on; `at`: the answer that somebody was led to. */
export type ShownThread = { readonly room: RoomId; readonly message: MessageId; readonly at?: MessageId }
export type PeopleTab = 'known' | 'requests' | 'blocked'
export type SettingsPage =
  | 'profile'
  | 'privacy'
  | 'notifications'
  | 'appearance'
  | 'devices'
  | 'storage'
  | 'bots'
  | 'account'
  | 'about'
export type AboutTab = 'people' | 'files' | 'links' | 'pins' | 'settings'
export type AboutPage = 'room' | 'invite' | 'bans' | 'webhooks'

const lastRoomKey = 'natter.last-room'
const roomPrefix = '#/room/'
const peoplePrefix = '#/people'
const searchHash = '#/search'
const savedHash = '#/saved'
const inboxHash = '#/inbox'

export const useView = create<View>()(() => ({
  openRoom: undefined,
  people: undefined,
  search: false,
  saved: false,
  inbox: false,
  admin: undefined,
  overlay: 'none',
  findOpen: false,
  aboutOpen: false,
  aboutPage: 'room',
  aboutTab: 'people',
  thread: undefined,
  lensOpen: false,
  settingsPage: 'profile',
  wayBack: undefined,
  wanted: undefined,
  why: undefined,
  trace: undefined,
  reacted: undefined,
  invite: undefined,
}))

export function watchAddress(): () => void {
  if (singleRoom !== undefined) {
    useView.setState({ openRoom: singleRoom })
    return () => undefined
  }
  nameMainWindow()
  // Whoever follows a link to a room from elsewhere comes in by its path.
  const place = placeOfUrl(location.href)
  if (place !== undefined) {
    history.replaceState(null, '', `/${roomPrefix}${place.room}`)
    want(place)
  }
  const invited = parseInviteLink(location.href)
  if (invited !== undefined) {
    history.replaceState(null, '', '/')
    showInvite(invited.code)
  }
  const administered = adminOfPath(location.pathname)
  if (administered !== undefined) history.replaceState(null, '', `/${adminHash(administered)}`)
  const onHashChanged = () => {
    const openRoom = roomOfAddress()
    const place = {
      ...{ openRoom, people: peopleOfAddress(), admin: adminOfHash(location.hash) },
      search: location.hash === searchHash,
      saved: location.hash === savedHash,
      inbox: location.hash === inboxHash,
    }
    // The browser says it a moment after `standAt` did it: what was opened since stays.
    if (isStandingAt(place)) return
    // Who comes by the address, or by Back, was there too: a page in place of it leads back to it.
    if (openRoom !== undefined) rememberRoom(openRoom)
    useView.setState({ ...place, wayBack: wayBackFrom(openRoom), overlay: 'none', lensOpen: false })
  }
  onHashChanged()
  addEventListener('hashchange', onHashChanged)
  return () => removeEventListener('hashchange', onHashChanged)
}

function isStandingAt({
  admin,
  ...place
}: Pick<View, 'openRoom' | 'people' | 'search' | 'saved' | 'inbox' | 'admin'>): boolean {
  const now = useView.getState()
  const isSame = Object.entries(place).every(([name, value]) => now[name as keyof typeof place] === value)
  return isSame && now.admin?.page === admin?.page && now.admin?.of === admin?.of
}

/** In the address and on the screen, in place of whatever stood there. */
function standAt(hash: string, place: Partial<View>): void {
  if (location.hash !== hash) location.hash = hash
  const pages = { people: undefined, search: false, saved: false, inbox: false, admin: undefined } as const
  const nowhere = { openRoom: undefined, ...pages } as const
  useView.setState({ ...nowhere, overlay: 'none', wayBack: wayBackFrom(place.openRoom), ...place })
}

/** It ends in another room: who comes back to this one later does not come from the list. */
function wayBackFrom(openRoom: RoomId | undefined): WayBack | undefined {
  const { wayBack } = useView.getState()
  return openRoom === undefined || openRoom === wayBack?.room ? wayBack : undefined
}

export function showRoom(room: RoomId | undefined): void {
  if (singleRoom !== undefined) {
    useView.setState({ overlay: 'none' })
    if (room !== undefined && room !== singleRoom) leaveSingleRoom({ room })
    return
  }
  standAt(room === undefined ? '#/' : `${roomPrefix}${room}`, {
    openRoom: room,
    ...(useView.getState().openRoom === room ? {} : { findOpen: false }),
    aboutPage: 'room',
    lensOpen: false,
  })
  if (room !== undefined) rememberRoom(room)
}

/** Under whatever somebody has opened meanwhile. */
export function showRoomUnder(room: RoomId): void {
  const { overlay } = useView.getState()
  showRoom(room)
  useView.setState({ overlay })
}

export function showPeople(tab: PeopleTab): void {
  standAt(tab === 'known' ? peoplePrefix : `${peoplePrefix}/${tab}`, { people: tab })
}

export function showAdmin(place: AdminPlace): void {
  standAt(adminHash(place), { admin: place })
}

/** In all rooms. A window for one room looks in that one. */
export function showSearch(): void {
  if (singleRoom !== undefined) {
    useView.setState({ findOpen: true, overlay: 'none' })
    return
  }
  standAt(searchHash, { search: true })
}

/** What I have saved. A window for one room has no page but that. */
export function showSaved(): void {
  if (singleRoom === undefined) standAt(savedHash, { saved: true })
}

/** What concerns me, in all rooms. */
export function showInbox(): void {
  if (singleRoom === undefined) standAt(inboxHash, { inbox: true })
}

/** In the open room; where none is, in all. */
export function showFind(open: boolean): void {
  if (open && useView.getState().openRoom === undefined) showSearch()
  else useView.setState({ findOpen: open, overlay: 'none' })
}

/** Opens the room, and goes to the message in it. */
export function showPlace(place: Place): void {
  if (singleRoom !== undefined && place.room !== singleRoom) {
    leaveSingleRoom(place)
    return
  }
  want(place)
  showRoom(place.room)
}

/** By a row of a list. */
export function followFrom(list: WayBack['list'], place: Place): void {
  useView.setState({ wayBack: { list, room: place.room } })
  if (place.message === undefined) showRoom(place.room)
  else showPlace(place)
}

/** The list is there again: whether somebody is back from a row of it. */
export function endWayBack(list: WayBack['list']): boolean {
  const { wayBack } = useView.getState()
  useView.setState({ wayBack: undefined })
  return wayBack?.list === list
}

function want({ room, message }: Place): void {
  useView.setState({ wanted: message === undefined ? undefined : { room, message } })
}

/** Asks whether to take it; nothing is joined by being shown. */
export function showInvite(code: string | undefined): void {
  useView.setState(code === undefined ? { invite: undefined } : { invite: code, overlay: 'none' })
}

/** The message of the room that somebody was led to; undefined from then on. */
export function takeWanted(room: RoomId): MessageId | undefined {
  const { wanted } = useView.getState()
  if (wanted?.room !== room) return undefined
  useView.setState({ wanted: undefined })
  return wanted.message
}

/** The room is not mine to look at any more; somebody who went elsewhere meanwhile stays there. */
export function leaveView(room: RoomId): void {
  if (useView.getState().openRoom !== room) return
  showAbout(false)
  showRoom(undefined)
}

export function askWhy(why: Required<Place> | undefined): void {
  useView.setState({ why })
}

export function askWhoReacted(reacted: View['reacted']): void {
  useView.setState({ reacted })
}

export function askTrace(trace: Required<Place> | undefined): void {
  useView.setState({ trace })
}

export function showOverlay(overlay: Overlay): void {
  useView.setState({ overlay })
}

export function showSettings(page: SettingsPage): void {
  useView.setState({ overlay: 'settings', settingsPage: page })
}

export function showAbout(open: boolean): void {
  useView.setState({ aboutOpen: open, aboutPage: 'room', thread: undefined })
}

/** Opens the panel at this tab. */
export function showAboutTab(tab: AboutTab): void {
  useView.setState({ aboutOpen: true, aboutPage: 'room', aboutTab: tab, thread: undefined })
}

/** Opens the panel there. */
export function showAboutPage(page: AboutPage): void {
  useView.setState({ aboutOpen: true, aboutPage: page, thread: undefined })
}

/** In the panel; the room it is in has to be open. */
export function showThread(thread: ShownThread | undefined): void {
  useView.setState({ thread, lensOpen: false })
}

export function showLens(open: boolean): void {
  useView.setState({ lensOpen: open })
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

function peopleOfAddress(): PeopleTab | undefined {
  const [prefix, tab] = [location.hash.slice(0, peoplePrefix.length), location.hash.slice(peoplePrefix.length + 1)]
  if (prefix !== peoplePrefix) return undefined
  return tab === 'requests' || tab === 'blocked' ? tab : 'known'
}
