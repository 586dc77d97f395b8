import type { Collection, Filter } from 'mongodb'
import type { Message } from '../../../common/message.ts'
import { duplicatesOf } from './mongo-fault.ts'

/** Puts in those that are not there, in any order; returns those that are. One copy an id, see `pickWinners`. */
export async function insertMessages(
  messages: Collection<Message>,
  fresh: readonly Message[],
): Promise<readonly Message[]> {
  if (fresh.length === 0) return []
  try {
    // Copies: the driver adds an `_id` to what it is given.
    await messages.insertMany(
      fresh.map((message) => ({ ...message })),
      { ordered: false },
    )
    return []
  } catch (error) {
    return duplicatesOf(error).flatMap((index) => fresh[index] ?? [])
  }
}

/**
 * Puts each in the place of a stored copy it wins over; the server decides, document by document, so a late writer
 * changes nothing. Returns those that are not there at all.
 */
export async function replaceMessages(
  messages: Collection<Message>,
  winners: readonly Message[],
): Promise<readonly Message[]> {
  if (winners.length === 0) return []
  const operations = winners.map((message) => ({
    replaceOne: { filter: beatenBy(message), replacement: { ...message } },
  }))
  const { matchedCount } = await messages.bulkWrite(operations, { ordered: false })
  if (matchedCount === winners.length) return []
  const filter = { $or: winners.map(({ room, id }) => ({ room, id })) }
  const stored = await messages.find(filter, { projection: { _id: 0, room: 1, id: 1 } }).toArray()
  const there = new Set(stored.map(({ room, id }) => `${room} ${id}`))
  return winners.filter(({ room, id }) => !there.has(`${room} ${id}`))
}

/** `winsOver` (message-precedence.ts) as a filter: the lower sequence, then the higher version. */
function beatenBy({ room, id, seq, version }: Message): Filter<Message> {
  return { room, id, $or: [{ seq: { $gt: seq } }, { seq, version: { $lt: version } }] }
}
