import type { ConnectionView } from '../../engine-contract.ts'

/** Shorter gaps heal before anyone would have finished reading about them. */
export const graceMs = 3_000

type ConnectionWords = {
  readonly what: string
  readonly next: string
  /** When it is tried again: changes by the second. */
  readonly again?: string
}

export function connectionWords(connection: ConnectionView, nowAt: number): ConnectionWords | undefined {
  if (connection.kind === 'online' || nowAt - connection.sinceAt < graceMs) return undefined
  const next = 'What you write is kept here and goes out by itself.'
  if (connection.kind === 'connecting') return { what: 'Connecting.', next }
  const nextTryAt = connection.nextTryAt ?? 0
  const seconds = Math.ceil((nextTryAt - nowAt) / 1000)
  const again = seconds > 0 ? `Trying again in ${seconds.toLocaleString()} s.` : 'Trying again.'
  return { what: 'No connection.', next, again }
}
