import type { Collection, Filter } from 'mongodb'
import { countLinks } from '../../../common/count-links.ts'
import type { Message } from '../../../common/message.ts'
import { duplicatesOf } from './mongo-fault.ts'

/** How many links it has stands beside a message, for whoever counts them, and is no part of it. */
export function withLinks<Fields extends object>(message: Message | Fields, text: string): Fields {
  const links = countLinks(text)
  return (links === 0 ? { ...message } : { ...message, links }) as Fields
}
/** A message, and nothing of what stands beside it. */
export const messageAlone = { projection: { _id: 0, links: 0 } } as const

/** Puts in those that are not there, in any order; returns those that are. One copy an id, see `pickWinners`. */
export async function insertMessages(
  messages: Collection<Message>,
  fresh: readonly Message[],
): Promise<readonly Message[]> {
  if (fresh.length === 0) return []
  try {
    // Copies: the driver adds an `_id` to what it is given.
    await messages.insertMany(
      fresh.map((message) => withLinks<Message>(message, message.text)),
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
    replaceOne: { filter: beatenBy(message), replacement: withLinks<Message>(message, message.text) },
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
