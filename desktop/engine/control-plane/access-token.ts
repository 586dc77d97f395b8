import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { Session } from '../../../common/http-contract/account-contract.ts'
import { sessionSchema } from '../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { waitFor } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { randomBytes } from '../engine-deps.ts'
import { callApi } from './api-request.ts'
import { lifeMsOf } from './token-expiry.ts'

/**
 * Keeps the name of the last refresh. The refresh token rotates: when an answer is lost on the way, or the browser is
 * killed before the new cookie is on its disk, the server must know the repetition for one, or it would take us for a
 * thief and end the session.
 */
export type RefreshAttemptStore = {
  /** The one that is kept, or `fresh`, which is kept from now on: in one step, so that two engines take the same. */
  claimAttempt(fresh: string): Promise<string>
  /** From now on it is `fresh`. */
  putAttempt(fresh: string): Promise<void>
  removeAttempt(): Promise<void>
}

export type TokenSource = {
  /** A token that is good for a while, from memory or by a refresh. */
  takeToken(): Promise<Result<string>>
  /** The token was refused: forget it, unless a newer one is there already. */
  dropToken(refused: string): void
}

export type AccessTokens = TokenSource & {
  /**
   * For the one who is signed in now. Afterwards there is none, and none is fetched: what is still under way for them must
   * neither speak with the token of whoever signs in next, nor find out by a refresh that nobody is there any more.
   */
  ofThisSession(): TokenSource
  takeSession(session: Session): void
  forget(): void
  /** A refresh that is under way is over: its answer brings a cookie, which must not take the place of a newer one. */
  settle(): Promise<void>
}

const attemptHeader = 'Natter-Refresh-Attempt'
const earlyMs = 30_000
const secondChanceMs = 1_000
/** By then every browser has its cookies on disk (the slowest write them each half minute). */
const cookieKeptMs = 60_000

/**
 * The access token lives in memory only; the refresh token in an http-only cookie that no script sees. `isStill`: nobody has
 * signed in or out since.
 */
export function buildAccessTokens(
  deps: EngineDeps,
  attempts: RefreshAttemptStore,
  onSessionEnded: (error: AppError, isStill: () => boolean) => void,
): AccessTokens {
  let token: string | undefined
  /** By our own clock, since it was taken. */
  let goodUntil = 0
  let takenAt = 0
  /** Also in memory: a disk that fails must end no session. */
  let lastAttempt: string | undefined
  /** When the last attempt was answered in this run. */
  let answeredAt: number | undefined
  let refreshing: Promise<Result<string>> | undefined
  let age = 0

  async function refreshOnce(): Promise<Result<Session>> {
    const attempt = await nameAttempt()
    lastAttempt = attempt
    const answer = await callApi(
      deps,
      { method: 'POST', path: apiPaths.refresh, body: {}, headers: { [attemptHeader]: attempt } },
      sessionSchema,
    )
    if (answer.ok) answeredAt = deps.clock.now()
    return answer
  }

  /**
   * The same name as long as the cookie of the last answer may be lost: with the old cookie it is that repetition, with the
   * new one it is a first use like any other.
   */
  async function nameAttempt(): Promise<string> {
    const fresh = buildAttempt(deps)
    const isKept = answeredAt !== undefined && Math.abs(deps.clock.now() - answeredAt) > cookieKeptMs
    if (!isKept) return lastAttempt ?? (await onDisk(() => attempts.claimAttempt(fresh))) ?? fresh
    answeredAt = undefined
    await onDisk(() => attempts.putAttempt(fresh))
    return fresh
  }
  async function onDisk<T>(job: () => Promise<T>): Promise<T | undefined> {
    try {
      return await job()
    } catch (cause) {
      deps.log('session: the attempt to refresh is not on disk', cause)
      return undefined
    }
  }
  function take(fresh: string) {
    token = fresh
    takenAt = deps.clock.now()
    goodUntil = takenAt + (lifeMsOf(fresh) ?? Number.POSITIVE_INFINITY) - earlyMs
  }

  async function refresh(): Promise<Result<string>> {
    const startedAge = age
    let answer = await refreshOnce()
    if (!answer.ok && endsSession(answer.error)) {
      const first = answer
      // A second chance: another tab or a restart may have been half way through the same rotation.
      await waitFor(deps.clock, secondChanceMs)
      if (age === startedAge) answer = await refreshOnce()
      // The first refusal took the cookie away, so that the second knows of nobody: what the first said is the reason.
      if (!answer.ok && answer.error.code === 'sign-in-required') answer = first
    }
    if (age !== startedAge) return token === undefined ? err(appError('session-ended')) : ok(token)
    if (!answer.ok) {
      if (endsSession(answer.error)) onSessionEnded(answer.error, () => age === startedAge)
      return answer
    }
    take(answer.value.accessToken)
    return ok(answer.value.accessToken)
  }

  async function takeToken(): Promise<Result<string>> {
    const now = deps.clock.now()
    // From the future: the clock was put back, and nobody knows how old it is.
    if (token !== undefined && goodUntil > now && now >= takenAt - earlyMs) return ok(token)
    refreshing ??= refresh().finally(() => {
      refreshing = undefined
    })
    return refreshing
  }
  function dropToken(refused: string) {
    if (token === refused) token = undefined
  }

  return {
    takeToken,
    dropToken,
    ofThisSession() {
      const mine = age
      const over = err(appError('sign-in-required'))
      return {
        async takeToken() {
          if (age !== mine) return over
          const taken = await takeToken()
          return age === mine ? taken : over
        },
        dropToken(refused) {
          if (age === mine) dropToken(refused)
        },
      }
    },
    async settle() {
      await refreshing
    },
    takeSession(session) {
      age++
      lastAttempt = undefined
      answeredAt = undefined
      take(session.accessToken)
    },
    forget() {
      age++
      lastAttempt = undefined
      answeredAt = undefined
      token = undefined
    },
  }
}

/** Codes of our own problem documents: whatever else answers on the way never has them (problem-reader.ts). */
function endsSession({ code }: AppError): boolean {
  return code === 'session-ended' || code === 'sign-in-required' || code === 'account-suspended'
}

function buildAttempt(deps: EngineDeps): string {
  return [...randomBytes(deps, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
