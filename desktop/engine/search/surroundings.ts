import { appError } from '../../../common/app-error.ts'
import { buildMessageFromApi, buildMessagesFromApi } from '../../../common/http-contract/history-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { err, ok, type Result } from '../../../common/result.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { Surroundings } from '../../search-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { isAway } from './server-away.ts'

export type SurroundingsPorts = {
  readonly book: Pick<RoomBook, 'get'>
  readonly timelines: Pick<TimelineStore, 'loadPage' | 'loadAt'>
  readonly client: Pick<ControlPlaneClient, 'history' | 'thread' | 'message'>
  readonly isOnline: () => boolean
}
export type Place = { readonly room: RoomId; readonly message: MessageId; readonly seq: number }

/** Before and after together. */
const pageRows = 24
/** Of a stretch that is mostly answers in threads so much is looked at for what stands in the room itself. */
const looked = 60

/**
 * What was said around a message, to be looked at where one is: no room is opened by it, and nothing is read. An answer in a
 * thread stands among the answers, below what they hang on. Of the server; where it cannot say, of what is kept here.
 */
export function buildSurroundings({ book, timelines, client, isOnline }: SurroundingsPorts) {
  return async (place: Place): Promise<Result<Surroundings>> => {
    if (book.get(place.room) === undefined) return err(appError('room-unknown'))
    const asked = isOnline() ? await ask(place) : undefined
    if (asked !== undefined && (asked.ok || !isAway(asked.error))) return asked
    const kept = await readKept(place).catch(() => undefined)
    return kept === undefined ? (asked ?? err(appError('network-unreachable'))) : ok(kept)
  }

  async function ask(place: Place): Promise<Result<Surroundings>> {
    const page = await client.history(place.room, { around: place.seq, limit: looked })
    if (!page.ok) return page
    const messages = buildMessagesFromApi(page.value)
    const thread = threadOf(messages, place)
    if (thread === undefined) return ok({ messages: cut(messages.filter(inRoom), place) })
    const [answers, root] = await Promise.all([
      client.thread(place.room, thread, { around: place.seq, limit: pageRows }),
      client.message(place.room, thread),
    ])
    if (!answers.ok) return answers
    const above = root.ok ? [buildMessageFromApi(root.value)] : []
    return ok({ messages: cut([...above, ...buildMessagesFromApi(answers.value)], place), thread })
  }

  async function readKept(place: Place): Promise<Surroundings | undefined> {
    const page = await timelines.loadPage(place.room, { around: place.seq, limit: looked })
    const messages = page?.messages ?? (await timelines.loadAt([place]))
    if (!messages.some(({ id }) => id === place.message)) return undefined
    const thread = threadOf(messages, place)
    if (thread === undefined) return { messages: cut(messages.filter(inRoom), place) }
    const others = messages.filter((one) => one.id === thread || one.thread === thread)
    return { messages: cut(others, place), thread }
  }
}

const inRoom = (message: Message) => !isOnlyInThread(message)

function threadOf(messages: readonly Message[], { message }: Place): MessageId | undefined {
  const found = messages.find(({ id }) => id === message)
  return found !== undefined && isOnlyInThread(found) ? found.thread : undefined
}

/** As many on both sides as there is space for; what a thread hangs on stays in sight where it is near. */
function cut(messages: readonly Message[], { seq }: Place): readonly Message[] {
  const sorted = messages.toSorted((one, other) => one.seq - other.seq)
  const at = sorted.findIndex((one) => one.seq >= seq)
  const from = Math.max(0, Math.min((at === -1 ? sorted.length : at) - pageRows / 2, sorted.length - pageRows))
  return sorted.slice(from, from + pageRows)
}
