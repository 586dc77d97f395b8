import type { Message } from '../../common/message.ts'

type Copy = Pick<Message, 'room' | 'id' | 'seq' | 'version'>

/**
 * Which of two copies of one id stands: the lower sequence, whoever the author; of the same message the higher version.
 * A total order, so that any order and any repetition of writes ends at the same row. Both adapters state it again in
 * their own language; the conformance suite holds them to it.
 */
export function winsOver(copy: Copy, stored: Copy): boolean {
  return copy.seq < stored.seq || (copy.seq === stored.seq && copy.version > stored.version)
}

/** One copy a (room, id): for databases that refuse, or order at will, two writes of one key in a batch. */
export function pickWinners(copies: readonly Message[]): readonly Message[] {
  const winners = new Map<string, Message>()
  for (const copy of copies) {
    const key = `${copy.room} ${copy.id}`
    const other = winners.get(key)
    if (other === undefined || winsOver(copy, other)) winners.set(key, copy)
  }
  return [...winners.values()]
}
