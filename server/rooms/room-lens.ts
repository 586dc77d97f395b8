import { createHash } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { Reach } from '../../common/credential-scope.ts'
import type { RoomReachAnswer } from '../../common/http-contract/reach-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { lesserReach } from '../reach/room-reach.ts'
import type { RoomNotice } from '../store/archive-store.ts'
import type { BoundKey, CredentialStore } from '../store/credential-store.ts'
import type { HistoryStore } from '../store/history-store.ts'

export type RoomLensDependencies = {
  readonly credentials: Pick<CredentialStore, 'loadKeysOfUser'>
  readonly history: Pick<HistoryStore, 'loadPage'>
  readonly load: (caller: UserId, room: RoomId) => Promise<Result<RoomState>>
  readonly reachOf: (user: UserId, state: RoomState) => { readonly scope: Reach | 'none' }
  /** Of these people those who are bots, each with its maker. */
  readonly loadMakers: (users: readonly UserId[]) => Promise<ReadonlyMap<UserId, UserId>>
  readonly now: () => number
}

export type LoadRoomLens = (caller: UserId, room: RoomId) => Promise<Result<Omit<RoomReachAnswer, 'people'>>>

/** What runs on the server and sees what is said, in words a person reads. */
const services = [
  { name: 'archive', why: 'Keeps what is said, so that it can be read later.' },
  { name: 'presence', why: 'Says in the room who is here. It reads no messages.' },
]

/** "Who can read this?": every person and device that a credential lets in. What was revoked since reaches nothing. */
export function buildRoomLens(deps: RoomLensDependencies): LoadRoomLens {
  return async (caller, room) => {
    const seen = await deps.load(caller, room)
    if (!seen.ok) return err(appError('room-unknown'))
    const state = seen.value
    const members = [...state.members.values()]
    const arrivals = await loadArrivals(deps.history, room, [...new Set(members.map(({ joinedSeq }) => joinedSeq))])
    const makers = await deps.loadMakers(members.map(({ user }) => user))
    const nowSec = Math.floor(deps.now() / 1_000)
    const users = await Promise.all(
      members.map(async ({ user, joinedSeq }) => {
        const maker = makers.get(user)
        const own = deps.reachOf(user, state).scope
        // A bot is held as far as its maker is.
        const scope = maker === undefined ? own : lesserReach(own, deps.reachOf(maker, state).scope)
        if (scope === 'none') return []
        const arrival = arrivals.get(joinedSeq)
        const keys = await deps.credentials.loadKeysOfUser(user)
        const live = keys.filter((key) => isLive(key, nowSec, arrival?.at ?? 0))
        const devices = live.map(({ publicKey }) => ({ key: keyOf(room, publicKey), reach: scope }))
        return [{ user, reach: scope, ...describeArrival(arrival, user), devices }]
      }),
    )
    return ok({ users: users.flat(), services: [...services] })
  }
}

/** Not those whose credentials were all revoked, nor those whose last one is of before they came: it does not name the room. */
function isLive(key: BoundKey, nowSec: number, joinedAt: number): boolean {
  const isGood = key.lastExpiresAtSec > nowSec && key.lastIssuedAtSec > key.revokedAtSec
  return isGood && key.lastIssuedAtSec >= Math.floor(joinedAt / 1_000)
}

async function loadArrivals(
  history: RoomLensDependencies['history'],
  room: RoomId,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, RoomNotice>> {
  const within = seqs.map((seq) => ({ fromSeq: seq, toSeq: seq }))
  const { notices } = await history.loadPage({ room, limit: seqs.length + 1, after: 0, within })
  return new Map(notices.map((notice) => [notice.seq, notice]))
}

function describeArrival(notice: RoomNotice | undefined, user: UserId) {
  if (notice === undefined) return {}
  const { event, at } = notice
  if (event.kind === 'room.created') return { via: 'made' as const, by: event.by, at }
  if (event.kind !== 'member.joined' || event.user !== user) return {}
  return { via: event.via ?? ('added' as const), by: event.by, at }
}

/** The same device has another name in another room, so that nobody is followed by it. */
function keyOf(room: RoomId, publicKey: string): string {
  return createHash('sha256')
    .update(room + publicKey)
    .digest('hex')
    .slice(0, 8)
}
