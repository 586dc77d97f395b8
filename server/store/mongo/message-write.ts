import type { Collection, Filter } from 'mongodb'
import { countLinks } from '../../../common/count-links.ts'
import type { Message } from '../../../common/message.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import { duplicatesOf } from './mongo-fault.ts'

/** What stands beside a message for whoever counts, and is no part of it: how many links it has, and that a thread alone shows it. */
export function withCounted(message: Message): Message {
  const links = countLinks(message.text)
  return {
    ...message,
    ...(links === 0 ? {} : { links }),
    ...(isOnlyInThread(message) ? { aside: true } : {}),
  } as Message
}
/** A message, and nothing of what stands beside it. */
export const messageAlone = { projection: { _id: 0, links: 0, aside: 0 } } as const
/** What the room itself shows. */
export const notAside = { aside: { $exists: false } } as Filter<Message>

/** Puts in those that are not there, in any order; returns those that are. One copy an id, see `pickWinners`. */
export async function insertMessages(
  messages: Collection<Message>,
  fresh: readonly Message[],
): Promise<readonly Message[]> {
  if (fresh.length === 0) return []
  try {
    // Copies: the driver adds an `_id` to what it is given.
    await messages.insertMany(fresh.map(withCounted), { ordered: false })
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
    replaceOne: { filter: beatenBy(message), replacement: withCounted(message) },
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
