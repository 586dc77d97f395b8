import type { SetAside } from './archive-store.ts'

/** As large as a message of the broker can be: what is set aside is kept whole. */
export const setAsideBodyBytes = 1_048_576
const setAsideTextLength = 1_024
/**
 * Whoever may write in a room can send what is malformed without end: the newest are kept, as many as this and up to so
 * many bytes, the oldest go first; the metrics count them all. What could not be written is ours to mend and may be
 * somebody's words, so it is counted by itself: a flood of what is malformed does not push it out.
 */
export type SetAsideLimits = { readonly kept: number; readonly keptBytes: number }
export const setAsideLimits: SetAsideLimits = { kept: 5_000, keptBytes: 64 * 2 ** 20 }

export const setAsideClasses = ['unwritable', 'malformed'] as const
export type SetAsideClass = (typeof setAsideClasses)[number]

export function classOfSetAside({ reason }: Pick<SetAside, 'reason'>): SetAsideClass {
  return reason === 'unwritable' ? 'unwritable' : 'malformed'
}

/** What was malformed may be odd in every part: texts are made well-formed and short, the body is cut and stays bytes. */
export function buildSafeSetAside(entry: SetAside): SetAside {
  return {
    shard: entry.shard,
    seq: entry.seq,
    subject: safeText(entry.subject),
    reason: safeText(entry.reason),
    detail: safeText(entry.detail),
    storedAt: entry.storedAt,
    // A copy: the bytes may be a window into a buffer that the network layer uses again.
    body: new Uint8Array(entry.body.subarray(0, setAsideBodyBytes)),
  }
}

function safeText(text: string): string {
  return text.slice(0, setAsideTextLength).toWellFormed().replaceAll('\0', '\uFFFD')
}
