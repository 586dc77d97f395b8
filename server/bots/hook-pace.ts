import { type AppError, appError } from '../../common/app-error.ts'

/**
 * How fast a webhook speaks: sixty times a minute, and in slow mode no faster than anybody. In memory, as all limits of calls: with
 * several copies of the server each counts for itself, and slow mode is kept by the archiver in the end.
 */
export type HookPace = {
  /** Undefined: it may, and has. */
  readonly take: (
    hook: string,
    room: { readonly slowModeSec: number; readonly spokeAt: number },
  ) => AppError | undefined
}

const windowMs = 60_000
const mostInWindow = 60

export function buildHookPace(now: () => number): HookPace {
  const taken = new Map<string, number[]>()
  let sweptAt = now()
  const refuse = (retryAfterMs: number, detail: string) => appError('too-many-requests', { retryAfterMs, detail })
  return {
    take: (hook, { slowModeSec, spokeAt }) => {
      const nowAt = now()
      const lately = (taken.get(hook) ?? []).filter((at) => nowAt - at < windowMs)
      if (nowAt - sweptAt > windowMs) {
        for (const [one, times] of taken) if (nowAt - (times.at(-1) ?? 0) >= windowMs) taken.delete(one)
        sweptAt = nowAt
      }
      const [first = nowAt] = lately
      if (lately.length >= mostInWindow) {
        return refuse(first + windowMs - nowAt, `A webhook speaks ${mostInWindow} times a minute at most.`)
      }
      const waitMs = Math.max(spokeAt, lately.at(-1) ?? 0) + slowModeSec * 1_000 - nowAt
      if (slowModeSec > 0 && waitMs > 0) return refuse(waitMs, 'This room is in slow mode.')
      taken.set(hook, [...lately, nowAt])
      return undefined
    },
  }
}
