import { isLeader } from '../../../common/credential-scope.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'

/** What keeps me from writing in a room; the first that holds is the one that is told. */
export type Silence =
  | { readonly kind: 'ended' | 'archived' | 'listener' | 'posting' }
  | { readonly kind: 'muted'; readonly until: number }

type Bounds = Pick<RoomFacts, 'myRole' | 'posting' | 'archived' | 'ended' | 'mutedUntil'>

/** As `common/reducers/room-limits.ts` has it: with the reason, for whoever asks why. */
export function silenceOf(room: Bounds, nowAt: number): Silence | undefined {
  const { myRole, mutedUntil = 0 } = room
  if (room.ended !== undefined) return { kind: 'ended' }
  if (room.archived === true) return { kind: 'archived' }
  if (myRole === 'listener') return { kind: 'listener' }
  if (room.posting === 'admins' && !isLeader(myRole)) return { kind: 'posting' }
  return mutedUntil > nowAt ? { kind: 'muted', until: mutedUntil } : undefined
}

export type Right = { readonly words: PlainKey & `about.right-${string}`; readonly has: boolean }

/** What I may do here, one sentence each, by my role and by what bounds the room now. */
export function rightsIn(room: Bounds & Pick<RoomFacts, 'history'>, nowAt: number): readonly Right[] {
  const { myRole } = room
  const isOwner = myRole === 'owner'
  const runsIt = isLeader(myRole)
  const silence = silenceOf(room, nowAt)
  return [
    { words: room.history === 'joined' ? 'about.right-read-joined' : 'about.right-read-all', has: true },
    { words: silence === undefined ? 'about.right-write' : silentWords[silence.kind], has: silence === undefined },
    { words: runsIt ? 'about.right-run' : 'about.right-not-run', has: runsIt },
    { words: isOwner ? 'about.right-own' : 'about.right-not-own', has: isOwner },
  ]
}

const silentWords = {
  ended: 'about.right-ended',
  archived: 'about.right-archived',
  listener: 'about.right-listen',
  posting: 'about.right-posting',
  muted: 'about.right-muted',
} as const satisfies Record<Silence['kind'], PlainKey>
