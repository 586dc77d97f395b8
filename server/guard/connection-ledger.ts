import type { PublicNkey, UserId } from '../../common/ids.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'
import type { GuardLimits } from './guard-limits.ts'

/** A connection as one server of the broker counts it. Times by that server's clock, ms since the epoch. */
export type SeenConnection = {
  readonly cid: number
  readonly inMsgs: number
  readonly inBytes: number
  readonly outMsgs: number
  /** When it last sent or got a message, or changed what it listens to. */
  readonly activeAt: number
  readonly startedAt: number
}
export type Place = { readonly server: string; readonly cid: number }
export type Owner = { readonly key: PublicNkey; readonly user: UserId }
export type OpenedConnection = Place & Owner & { readonly startedAt: number }

export type Excess = 'messages' | 'bytes' | 'connects' | 'subscriptions'
export type Verdict =
  /** Far above what a person does: all they have is to go. */
  | { readonly kind: 'cut'; readonly user: UserId; readonly excess: Excess; readonly places: readonly Place[] }
  /** Above it, and nobody has said yet whose it is. */
  | { readonly kind: 'close-unknown'; readonly place: Place; readonly excess: Excess }
  /** One too many of a key. */
  | { readonly kind: 'close-oldest'; readonly place: Place }

export type Seen = {
  readonly server: string
  readonly connections: readonly SeenConnection[]
  /** By the server's clock: when it counted. */
  readonly saidAt: number
  readonly nowAt: number
  /** These are all it has: what else we know of it is gone. */
  readonly isAll: boolean
}

/**
 * From the broker's counters to what is to be done; pure but for its memory. That is as much as there are connections,
 * and the budgets of those who were busy lately.
 */
export type ConnectionLedger = {
  readonly onOpened: (opened: OpenedConnection, nowAt: number) => readonly Verdict[]
  readonly onClosed: (place: Place) => void
  readonly onSeen: (seen: Seen) => readonly Verdict[]
  /** Whose connection it is, learnt later. */
  readonly onOwner: (place: Place, owner: Owner) => readonly Verdict[]
  /** Seen, and nobody has said whose they are. */
  readonly listUnknown: (server: string, most: number) => readonly number[]
  /** A server that is gone, with all its connections. */
  readonly forgetServer: (server: string) => void
  readonly size: () => number
}

type Entry = {
  readonly place: Place
  readonly startedAt: number
  owner: Owner | undefined
  inMsgs: number
  inBytes: number
  outMsgs: number
  activeAt: number
  /** Told to close, which is not yet seen to have happened. */
  isClosing: boolean
}

/** A connection that opened while the server was counting is not among those it counted. */
const settleMs = 5_000

export function buildConnectionLedger(limits: GuardLimits): ConnectionLedger {
  const servers = new Map<string, Map<number, Entry>>()
  const byKey = new Map<PublicNkey, Set<Entry>>()
  const messages = buildBudgets<string>(limits.messages)
  const bytes = buildBudgets<string>(limits.bytes)
  const connects = buildBudgets<string>(limits.connects)
  const silentChanges = buildBudgets<string>(limits.silentChanges)
  /** When each server first spoke: older connections are counted from then on, newer ones from their beginning. */
  const firstSaidAt = new Map<string, number>()

  const find = ({ server, cid }: Place) => servers.get(server)?.get(cid)
  const put = (place: Place, startedAt: number): Entry => {
    const ofServer = servers.get(place.server) ?? new Map<number, Entry>()
    servers.set(place.server, ofServer)
    const none = { inMsgs: 0, inBytes: 0, outMsgs: 0, activeAt: startedAt }
    const entry: Entry = { place, startedAt, owner: undefined, ...none, isClosing: false }
    ofServer.set(place.cid, entry)
    return entry
  }
  const drop = (entry: Entry) => {
    servers.get(entry.place.server)?.delete(entry.place.cid)
    if (entry.owner === undefined) return
    const ofKey = byKey.get(entry.owner.key)
    ofKey?.delete(entry)
    if (ofKey?.size === 0) byKey.delete(entry.owner.key)
  }
  const own = (entry: Entry, owner: Owner) => {
    if (entry.owner !== undefined) return
    entry.owner = owner
    const ofKey = byKey.get(owner.key) ?? new Set<Entry>()
    byKey.set(owner.key, ofKey)
    ofKey.add(entry)
  }
  const closeOldest = (key: PublicNkey): Verdict[] => {
    const open = [...(byKey.get(key) ?? [])].filter((entry) => !entry.isClosing)
    // By the broker's times and numbers, so that every copy of the guard finds the same one.
    open.sort((a, b) => a.startedAt - b.startedAt || a.place.cid - b.place.cid)
    const tooMany = open.slice(0, Math.max(0, open.length - limits.connectionsOfKey))
    for (const entry of tooMany) entry.isClosing = true
    return tooMany.map(({ place }) => ({ kind: 'close-oldest', place }))
  }
  const cut = (user: UserId, excess: Excess): Verdict => {
    const places: Place[] = []
    for (const entries of byKey.values()) {
      for (const entry of entries) {
        if (entry.owner?.user !== user) continue
        entry.isClosing = true
        places.push(entry.place)
      }
    }
    return { kind: 'cut', user, excess, places }
  }
  /** Charges what is new; the first excess, if there is one. */
  const charge = (entry: Entry, seen: SeenConnection, nowAt: number): Excess | undefined => {
    const newMsgs = Math.max(0, seen.inMsgs - entry.inMsgs)
    const newBytes = Math.max(0, seen.inBytes - entry.inBytes)
    // No counter says how often somebody subscribes; that they were active, and no message went either way, does.
    // One that was told to close does no more harm; it says hello like any other before it goes.
    const isSilent =
      !entry.isClosing && seen.activeAt > entry.activeAt && newMsgs === 0 && seen.outMsgs <= entry.outMsgs
    entry.outMsgs = Math.max(entry.outMsgs, seen.outMsgs)
    entry.activeAt = Math.max(entry.activeAt, seen.activeAt)
    entry.inMsgs = Math.max(entry.inMsgs, seen.inMsgs)
    entry.inBytes = Math.max(entry.inBytes, seen.inBytes)
    const who = entry.owner?.user ?? `${entry.place.server} ${entry.place.cid}`
    if (newMsgs > 0 && !messages.spend(who, newMsgs, nowAt)) return 'messages'
    if (newBytes > 0 && !bytes.spend(who, newBytes, nowAt)) return 'bytes'
    return isSilent && !silentChanges.spend(who, 1, nowAt) ? 'subscriptions' : undefined
  }
  const noteSeen = (server: string, seen: SeenConnection, isFirst: boolean): Entry => {
    const known = find({ server, cid: seen.cid })
    if (known !== undefined) return known
    const entry = put({ server, cid: seen.cid }, seen.startedAt)
    // It was there before we were: what it did until now nobody watched, and it may have taken days.
    if (isFirst || seen.startedAt < (firstSaidAt.get(server) ?? 0)) {
      entry.inMsgs = seen.inMsgs
      entry.inBytes = seen.inBytes
      entry.outMsgs = seen.outMsgs
      entry.activeAt = seen.activeAt
    }
    return entry
  }
  const dropUnseen = ({ server, connections, saidAt }: Seen) => {
    const cids = new Set(connections.map(({ cid }) => cid))
    for (const entry of [...(servers.get(server)?.values() ?? [])]) {
      if (!cids.has(entry.place.cid) && entry.startedAt < saidAt - settleMs) drop(entry)
    }
  }

  return {
    onOpened: ({ server, cid, key, user, startedAt }, nowAt) => {
      own(find({ server, cid }) ?? put({ server, cid }, startedAt), { key, user })
      if (connects.spend(key, 1, nowAt)) return closeOldest(key)
      connects.fill(key)
      return [cut(user, 'connects')]
    },
    onClosed: (place) => {
      const entry = find(place)
      if (entry !== undefined) drop(entry)
    },
    onSeen: (seen) => {
      const { server, nowAt } = seen
      const isFirst = !firstSaidAt.has(server)
      if (isFirst) firstSaidAt.set(server, seen.saidAt)
      const verdicts: Verdict[] = []
      const cutUsers = new Set<UserId>()
      for (const connection of seen.connections) {
        const entry = noteSeen(server, connection, isFirst)
        const excess = charge(entry, connection, nowAt)
        if (excess === undefined) continue
        const { owner, place } = entry
        if (owner === undefined) verdicts.push({ kind: 'close-unknown', place, excess })
        else if (!cutUsers.has(owner.user)) {
          cutUsers.add(owner.user)
          verdicts.push(cut(owner.user, excess))
        }
      }
      if (seen.isAll) dropUnseen(seen)
      return verdicts
    },
    onOwner: (place, owner) => {
      const entry = find(place)
      if (entry === undefined) return []
      own(entry, owner)
      return closeOldest(owner.key)
    },
    listUnknown: (server, most) => {
      const unknown: number[] = []
      for (const { owner, place } of servers.get(server)?.values() ?? []) {
        if (unknown.length === most) break
        if (owner === undefined) unknown.push(place.cid)
      }
      return unknown
    },
    forgetServer: (server) => {
      for (const entry of [...(servers.get(server)?.values() ?? [])]) drop(entry)
      servers.delete(server)
      firstSaidAt.delete(server)
    },
    size: () => [...servers.values()].reduce((sum, ofServer) => sum + ofServer.size, 0),
  }
}
