import type { SetAside } from './archive-store.ts'

export const setAsideBodyBytes = 4_096
const setAsideTextLength = 1_024
/** Whoever may write in a room can send what is malformed without end: the newest are kept, the metrics count them all. */
export const setAsideKept = 5_000

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
