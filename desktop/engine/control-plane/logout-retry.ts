import { retryOf } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import type { Result } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'

/** Remembers across restarts that the server has yet to hear of a sign-out. */
export type PendingLogoutStore = {
  loadPendingLogout(): Promise<boolean>
  putPendingLogout(pending: boolean): Promise<void>
}

/** A sign-out without a network holds here at once; the server hears of it as soon as it can. */
export type LogoutRetry = {
  /** Resolves after the first try, whatever came of it. */
  logout(): Promise<void>
  resume(): Promise<void>
  /** Somebody signs in: the cookie is theirs now, and must not be spent on the sign-out of another. */
  cancel(): Promise<void>
  /** For the end of the engine, or until it is resumed; what is pending stays so. */
  stop(): void
  /** One that is under way is over: its answer takes the cookie away, which must not be a newer one. */
  settle(): Promise<void>
}

export function buildLogoutRetry(
  { clock, chance }: Pick<EngineDeps, 'clock' | 'chance'>,
  store: PendingLogoutStore,
  logout: () => Promise<Result<unknown>>,
): LogoutRetry {
  let cancelNext = () => {}
  let age = 0
  let underWay: Promise<unknown> = Promise.resolve()

  async function attempt(mine: number, tries: number): Promise<void> {
    const asked = logout()
    underWay = asked
    const answer = await asked
    if (mine !== age) return
    if (answer.ok || retryOf(answer.error) !== 'later') await store.putPendingLogout(false)
    else cancelNext = clock.after(backoffMs(tries, chance()), () => void attempt(mine, tries + 1))
  }
  function stop() {
    age++
    cancelNext()
  }
  return {
    async logout() {
      await store.putPendingLogout(true)
      await attempt(age, 1)
    },
    async resume() {
      if (await store.loadPendingLogout()) void attempt(age, 1)
    },
    async cancel() {
      stop()
      await store.putPendingLogout(false)
    },
    stop,
    async settle() {
      await underWay
    },
  }
}
