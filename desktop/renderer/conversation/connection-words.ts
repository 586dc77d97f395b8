import type { ConnectionView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'

/** Shorter gaps heal before anyone would have finished reading about them. */
export const graceMs = 3_000

type ConnectionWords = {
  readonly what: string
  readonly next: string
  /** When it is tried again: changes by the second. */
  readonly again?: string
}

export function connectionWords(say: Words, connection: ConnectionView, nowAt: number): ConnectionWords | undefined {
  if (connection.kind === 'online' || nowAt - connection.sinceAt < graceMs) return undefined
  const next = say('conversation.kept-here')
  if (connection.kind === 'connecting') return { what: say('conversation.connecting'), next }
  const nextTryAt = connection.nextTryAt ?? 0
  const seconds = Math.ceil((nextTryAt - nowAt) / 1000)
  const again = seconds > 0 ? say('conversation.again-in', { seconds }) : say('conversation.again')
  return { what: say('conversation.no-connection'), next, again }
}
