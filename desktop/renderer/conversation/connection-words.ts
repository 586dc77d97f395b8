import type { ConnectionView } from '../../engine-contract.ts'

/** Shorter gaps heal before anyone would have finished reading about them. */
export const graceMs = 3_000

export function connectionWords(connection: ConnectionView, nowAt: number) {
  if (connection.kind === 'online' || nowAt - connection.sinceAt < graceMs) return undefined
  const kept = 'What you write is kept here and goes out by itself.'
  if (connection.kind === 'connecting') return { what: 'Connecting.', next: kept }
  const nextTryAt = connection.nextTryAt ?? 0
  const seconds = Math.ceil((nextTryAt - nowAt) / 1000)
  const next = seconds > 0 ? `${kept} Trying again in ${seconds.toLocaleString()} s.` : `${kept} Trying again.`
  return { what: 'No connection.', next }
}
