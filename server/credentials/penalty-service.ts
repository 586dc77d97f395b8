import { type AppError, appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import type { UserNotice } from '../../common/user-notice.ts'
import type { Penalty, PenaltyStore } from '../store/penalty-store.ts'

/**
 * What follows a flood. A *mute* leaves the person in their rooms to listen: rooms become `hear`, the old credential is
 * revoked. A *hold* takes the connection and every credential; a new one is given when it is over. Both end by themselves,
 * and each that follows soon after another is twice as long.
 */
export type PenaltyService = {
  readonly mute: (user: UserId, reason: string) => Promise<void>
  /** `kick` closes the connections: after the person was told why, and before the broker refuses the credential. */
  readonly hold: (user: UserId, reason: string, kick: () => void) => Promise<void>
  /** Until when the person may only listen; undefined: they may speak. */
  readonly loadMutedUntil: (user: UserId) => Promise<number | undefined>
  /** `rate-limited` while no credential is given. */
  readonly checkHeld: (user: UserId) => Promise<AppError | undefined>
}

export type PenaltyDependencies = {
  /** Off: what stands counts for nobody, so that who turns it off has everybody back at once. */
  readonly isOn: boolean
  readonly store: PenaltyStore
  readonly revokeUser: (user: UserId) => Promise<Result<unknown>>
  /** Resolves once the broker has it. */
  readonly tell: (user: UserId, notice: UserNotice) => Promise<void>
  readonly hintCredentials: (user: UserId) => void
  readonly now: () => number
}

const minute = 60_000
const lives = {
  mute: { firstMs: 5 * minute, longestMs: 60 * minute },
  hold: { firstMs: minute, longestMs: 60 * minute },
} as const
/** So long a kick waits for the store, so that whoever floods is gone whatever the store does. */
const kickWithinMs = 300

export function buildPenaltyService(deps: PenaltyDependencies): PenaltyService {
  const { store, now } = deps
  const take = (user: UserId, kind: Penalty['kind'], reason: string) =>
    store.takePenalty({ user, kind, reason, nowAt: now(), ...lives[kind] })
  const loadStanding = async (user: UserId, kind: Penalty['kind']) =>
    deps.isOn ? (await store.loadPenalties(user, now())).find((one) => one.kind === kind) : undefined
  const say = ({ user, until, reason }: Penalty) => deps.tell(user, { v: 1, kind: 'muted', until, reason })

  return {
    mute: async (user, reason) => {
      const { penalty, isNew } = await take(user, 'mute', reason)
      if (!isNew) return
      // While they can still hear it. Should we die here, the next credential says it, at the half of the old one's life.
      await say(penalty)
      await deps.revokeUser(user)
      deps.hintCredentials(user)
    },
    hold: async (user, reason, kick) => {
      let isKicked = false
      const kickOnce = () => {
        if (!isKicked) kick()
        isKicked = true
      }
      const late = setTimeout(kickOnce, kickWithinMs)
      try {
        const { penalty, isNew } = await take(user, 'hold', reason)
        if (isNew) await say(penalty)
      } finally {
        clearTimeout(late)
        kickOnce()
      }
      // Another copy may have begun it and died: what is revoked already costs nothing.
      await deps.revokeUser(user)
    },
    loadMutedUntil: async (user) => (await loadStanding(user, 'mute'))?.until,
    checkHeld: async (user) => {
      const held = await loadStanding(user, 'hold')
      if (held === undefined) return undefined
      const detail = 'This account sent far more than a person does. It can connect again in a while.'
      return appError('rate-limited', { detail, retryAfterMs: held.until - now() })
    },
  }
}
