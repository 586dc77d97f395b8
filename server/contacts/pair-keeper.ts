import { appError } from '../../common/app-error.ts'
import { parseUserId, type RoomId, timeOfEventId, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { type ChangeKind, createChangeRunner } from '../changes/change-runner.ts'
import type { ChangeStore } from '../store/change-store.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import { emptyPair, endOf, type Pair, pairId, pairOf, pairSchema, prunedPair } from './pair-state.ts'

export type PairKeeper = {
  /** How they stand; as nobody has ever asked where there is nothing. */
  readonly load: (one: UserId, other: UserId) => Promise<Pair>
  readonly listOf: (user: UserId) => Promise<readonly Pair[]>
  /**
   * One step of the two, judged again whenever somebody was first; the same pair, or undefined, changes nothing. Well once
   * their room stands as they do and every credential that reached further is dead.
   */
  readonly change: (
    one: UserId,
    other: UserId,
    judge: (pair: Pair) => Result<Pair | undefined>,
  ) => Promise<Result<Pair>>
  /** Goes on with what a crash left. */
  readonly repair: () => Promise<{ readonly finished: number; readonly unreadable: number }>
  /** Takes away what is over: requests that nobody answered in their time, and pairs of which nothing else is left. */
  readonly prune: () => Promise<void>
}

export type PairKeeperDependencies = {
  readonly records: RecordStore
  readonly changes: ChangeStore
  readonly settleRoom: (want: {
    readonly room: RoomId
    readonly users: readonly [UserId, UserId]
    readonly ended: 'listen' | 'hear' | undefined
  }) => Promise<Result<void>>
  readonly now: () => number
}

/** From being noted to being kept a step takes no longer. */
const stepWithinMs = 10_000

type Users = { readonly users: readonly [UserId, UserId] }

export function buildPairKeeper(deps: PairKeeperDependencies): PairKeeper {
  const book = buildRecordBook(deps.records, 'pair', pairSchema, deps.now)
  const load = (users: readonly [UserId, UserId]) => book.load(pairId(...users))

  /** Until the room says what the pair says, and nobody has changed it meanwhile. */
  async function settle(users: readonly [UserId, UserId]): Promise<Result<void>> {
    let entry = await load(users)
    for (let settled: BookEntry<Pair> | undefined; entry !== undefined && entry.turn !== settled?.turn; ) {
      const { room } = entry.detail
      if (room !== undefined) {
        const done = await deps.settleRoom({ room, users, ended: endOf(entry.detail) })
        if (!done.ok) return done
      }
      settled = entry
      entry = await load(users)
    }
    return ok(undefined)
  }

  const kind: ChangeKind<Users, Users> = {
    name: 'pair',
    parse: parseUsers,
    // Whether its step was taken or not: the room is brought to what the pair says now. Not while another copy may be about
    // to take it: the room would be brought to what the pair said before, and by nobody afterwards.
    find: async (id, detail) => (timeOfEventId(id) > deps.now() - stepWithinMs ? err(appError('busy')) : ok(detail)),
    applyEffects: async ({ users }) => settle(users),
  }
  const changes = createChangeRunner(deps.changes, kind, deps.now)

  return {
    load: async (one, other) => (await load(pairOf(one, other)))?.detail ?? emptyPair(one, other),
    listOf: async (user) => (await book.listAll(user)).map(({ detail }) => detail),
    change: async (one, other, judge) => {
      const users = pairOf(one, other)
      let isChanged = false
      const begun = await changes.begin(
        () => ({ users }),
        async () => {
          const put = await book.change(pairId(one, other), (before) => {
            const pair = before?.detail ?? emptyPair(one, other)
            const step = judge(pair)
            if (!step.ok) return step
            isChanged = step.value !== undefined && step.value !== pair
            return ok(isChanged && step.value !== undefined ? { detail: step.value, owners: users } : undefined)
          })
          if (!put.ok) return { kind: 'refused', error: put.error }
          return { kind: 'stands', standing: { users, pair: put.value?.detail ?? emptyPair(one, other) } }
        },
      )
      if (!begun.ok) return begun
      const { pair } = begun.value.standing
      const settled = await begun.value.settle()
      return settled ? ok(pair) : err(appError('nats-unavailable', { detail: notSettled, retryAfterMs: 2_000 }))
    },
    repair: changes.repair,
    prune: () =>
      book.sweep(({ detail, owners }) => {
        const kept = prunedPair(detail, deps.now())
        if (kept === undefined) return 'remove'
        return kept === detail ? undefined : { detail: kept, owners }
      }),
  }
}

const notSettled = 'It is kept, and done as soon as the server reaches its message broker.'

function parseUsers(detail: unknown): Users | undefined {
  if (typeof detail !== 'object' || detail === null || !('users' in detail) || !Array.isArray(detail.users))
    return undefined
  const [one, other] = detail.users.map(parseUserId)
  return one === undefined || other === undefined ? undefined : { users: pairOf(one, other) }
}
