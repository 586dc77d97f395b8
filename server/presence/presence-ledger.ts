import type { PresenceWish, Status } from '../../common/http-contract/profile-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { PresenceChange, PresenceSign, ShownState } from '../../common/presence-event.ts'

/** What one person is to others, before rooms come into it. */
export type PersonFacts = {
  readonly wish: PresenceWish
  readonly status?: Status | undefined
  /** Those in which they are shown. */
  readonly rooms: readonly RoomId[]
}

/**
 * From connections, signs and wishes to what is said in each room; pure but for its memory. A room hears a change at once
 * where it heard nothing for two seconds, else when these are over, many changes in one; that somebody is there a little earlier, and the
 * next the later for it, so that whoever comes right after something was said is still seen within two seconds. Whoever is invisible is offline in
 * every way: nothing is said of what they do, so nothing can be told by when it is said.
 */
export type PresenceLedger = {
  readonly onConnected: (connection: string, user: UserId) => void
  readonly onGone: (connection: string, nowAt: number) => void
  /** A sign counts for two and a half minutes, and no more of them than there are connections: the latest. */
  readonly onSign: (user: UserId, sign: Pick<PresenceSign, 'idle' | 'device'>, nowAt: number) => void
  readonly onFacts: (user: UserId, facts: PersonFacts, nowAt: number) => void
  /** What is to be said now. */
  readonly takeNews: (nowAt: number) => readonly RoomNews[]
  /** Everybody who is there, in each room that has somebody; for whoever missed what was said. */
  readonly takeWhole: (nowAt: number) => readonly RoomNews[]
  /** Those who are there in any of these rooms. */
  readonly listIn: (rooms: readonly RoomId[], nowAt: number) => readonly PresenceChange[]
  /** Connected, and nothing is known of them yet, or again. */
  readonly listUnknown: () => readonly UserId[]
  readonly isKnown: (user: UserId) => boolean
  /** Connections that the broker has not named when it named all of this server. */
  readonly listConnections: (server: string) => readonly string[]
  readonly userOf: (connection: string) => UserId | undefined
}

export type RoomNews = { readonly room: RoomId; readonly changes: readonly PresenceChange[] }

export const roomEveryMs = 2_000
/** Who comes must not wait for all of it: between being there and being seen lies more than our own patience. */
export const earlyMs = 400
/** A page that is loaded again is gone for a second. */
export const goneAfterMs = 2_000
const signLifeMs = 150_000

type Person = {
  readonly connections: Set<string>
  readonly signs: Map<string, { readonly idle: boolean; readonly at: number }>
  facts: PersonFacts | undefined
  goneAt: number | undefined
  /** What was said of them last, room by room. */
  shown: PresenceChange | undefined
  shownIn: readonly RoomId[]
}

export function buildPresenceLedger(): PresenceLedger {
  const people = new Map<UserId, Person>()
  const owners = new Map<string, UserId>()
  /** People of whom something may have to be said. */
  const touched = new Set<UserId>()
  const waiting = new Map<RoomId, Map<UserId, PresenceChange>>()
  /** When a room may hear the next, by the count of one in two seconds. */
  const nextAt = new Map<RoomId, number>()
  const present = new Map<RoomId, Set<UserId>>()
  let unnamed = 0

  const personOf = (user: UserId): Person => {
    const known = people.get(user)
    if (known !== undefined) return known
    const person: Person = {
      ...{ connections: new Set<string>(), signs: new Map(), facts: undefined },
      ...{ goneAt: undefined, shown: undefined, shownIn: [] },
    }
    people.set(user, person)
    return person
  }

  function tell(room: RoomId, change: PresenceChange): void {
    const changes = waiting.get(room) ?? new Map<UserId, PresenceChange>()
    waiting.set(room, changes.set(change.user, change))
    const there = present.get(room) ?? new Set<UserId>()
    if (change.state === 'offline') there.delete(change.user)
    else there.add(change.user)
    if (there.size === 0) present.delete(room)
    else present.set(room, there)
  }

  /** Says of a person what has changed, in the rooms where they are shown, and that they are gone in those where they are not any more. */
  function review(user: UserId, nowAt: number): void {
    const person = people.get(user)
    if (person === undefined) return
    const next = buildChange(user, person, nowAt)
    const rooms = next.state === 'offline' ? [] : (person.facts?.rooms ?? [])
    const isSame = person.shown !== undefined && isSameChange(person.shown, next)
    for (const room of rooms) if (!isSame || !person.shownIn.includes(room)) tell(room, next)
    const left = person.shownIn.filter((room) => !rooms.includes(room))
    for (const room of left) tell(room, { user, state: 'offline' })
    person.shown = next
    person.shownIn = rooms
    if (person.connections.size === 0 && next.state === 'offline') people.delete(user)
  }

  /** Those whose time is over: gone for good, a sign that has aged, a status that ends. */
  function reviewAll(nowAt: number): void {
    for (const [user, person] of people) {
      const isGone = person.goneAt !== undefined && nowAt - person.goneAt >= goneAfterMs
      const isOver = (person.shown?.status?.until ?? Number.POSITIVE_INFINITY) <= nowAt
      const isAged = [...person.signs.values()].some(({ at }) => nowAt - at >= signLifeMs)
      if (isGone || isOver || isAged || touched.has(user)) review(user, nowAt)
    }
    touched.clear()
  }

  return {
    onConnected: (connection, user) => {
      owners.set(connection, user)
      const person = personOf(user)
      person.connections.add(connection)
      person.goneAt = undefined
      touched.add(user)
    },
    onGone: (connection, nowAt) => {
      const user = owners.get(connection)
      owners.delete(connection)
      const person = user === undefined ? undefined : people.get(user)
      if (user === undefined || person === undefined) return
      person.connections.delete(connection)
      if (person.connections.size === 0) person.goneAt = nowAt
    },
    onSign: (user, { idle, device }, nowAt) => {
      const person = people.get(user)
      if (person === undefined) return
      for (const [known, { at }] of person.signs) if (nowAt - at >= signLifeMs) person.signs.delete(known)
      // Who does not say which device it is may be any of them.
      const key = device === undefined ? `#${++unnamed}` : `=${device}`
      person.signs.delete(key)
      person.signs.set(key, { idle, at: nowAt })
      for (const oldest of person.signs.keys()) {
        if (person.signs.size <= Math.min(mostSigns, Math.max(1, person.connections.size))) break
        person.signs.delete(oldest)
      }
      touched.add(user)
    },
    onFacts: (user, facts) => {
      const person = people.get(user)
      if (person === undefined) return
      person.facts = facts
      touched.add(user)
    },
    takeNews: (nowAt) => {
      reviewAll(nowAt)
      const news: RoomNews[] = []
      for (const [room, changes] of waiting) {
        const dueAt = nextAt.get(room) ?? nowAt
        const isSomebodyThere = [...changes.values()].some(({ state }) => state !== 'offline')
        if (nowAt < dueAt - (isSomebodyThere ? earlyMs : 0)) continue
        waiting.delete(room)
        nextAt.set(room, Math.max(nowAt, dueAt) + roomEveryMs)
        news.push({ room, changes: [...changes.values()] })
      }
      for (const [room, at] of nextAt) if (nowAt >= at && !present.has(room)) nextAt.delete(room)
      return news
    },
    takeWhole: (nowAt) => {
      const news: RoomNews[] = []
      for (const [room, users] of present) {
        const gone = [...(waiting.get(room)?.values() ?? [])].filter(({ state }) => state === 'offline')
        waiting.delete(room)
        nextAt.set(room, nowAt + roomEveryMs)
        news.push({ room, changes: [...gone, ...[...users].flatMap((user) => people.get(user)?.shown ?? [])] })
      }
      return news
    },
    listIn: (rooms, nowAt) => {
      reviewAll(nowAt)
      const users = new Set(rooms.flatMap((room) => [...(present.get(room) ?? [])]))
      return [...users].flatMap((user) => people.get(user)?.shown ?? [])
    },
    listUnknown: () => [...people].flatMap(([user, { facts }]) => (facts === undefined ? user : [])),
    isKnown: (user) => people.has(user),
    listConnections: (server) => [...owners.keys()].filter((connection) => connection.startsWith(`${server} `)),
    userOf: (connection) => owners.get(connection),
  }
}

const mostSigns = 20

function buildChange(user: UserId, person: Person, nowAt: number): PresenceChange {
  const { facts, connections, goneAt, signs } = person
  const isThere = connections.size > 0 || (goneAt !== undefined && nowAt - goneAt < goneAfterMs)
  // Nobody is shown before it is known that they want to be.
  if (!isThere || facts === undefined || facts.wish === 'invisible') return { user, state: 'offline' }
  const fresh = [...signs.values()].filter(({ at }) => nowAt - at < signLifeMs)
  const isIdle = fresh.length > 0 && fresh.every(({ idle }) => idle)
  const state: ShownState = facts.wish === 'auto' ? (isIdle ? 'away' : 'online') : facts.wish
  const { status } = facts
  const hasStatus = status !== undefined && (status.until === undefined || status.until > nowAt)
  return { user, state, ...(hasStatus ? { status } : {}) }
}

function isSameChange(one: PresenceChange, other: PresenceChange): boolean {
  return one.state === other.state && JSON.stringify(one.status ?? null) === JSON.stringify(other.status ?? null)
}
