import { appError } from '../../../common/app-error.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { SearchAnswer } from '../../../common/http-contract/search-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { shardOf } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { isOfBlocked } from '../../../common/of-blocked.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { buildSnippet } from '../../../common/search/search-snippet.ts'
import { parseSearchWords } from '../../../common/search/search-words.ts'
import { searchedText } from '../../../common/search/searched-message.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { FoundHit, FoundPage, MessageSearch, SearchCommand } from '../../search-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { buildKeptSearch, type KeptPorts } from './kept-search.ts'
import { isAway } from './server-away.ts'
import { buildSurroundings, type SurroundingsPorts } from './surroundings.ts'

type SearchPorts = Omit<KeptPorts, 'timelines'> & {
  readonly timelines: KeptPorts['timelines'] & SurroundingsPorts['timelines']
  readonly client: Pick<ControlPlaneClient, 'searchMessages'> & SurroundingsPorts['client']
  /** A connection stands: without one nobody waits for the server. */
  readonly isOnline: () => boolean
}

const pageHits = 30
/** Of answers that only say that looking took too long. */
const mostRounds = 8
/** The server searches all there is; where it is away, what is on this device is searched, and the answer says so. */
export function buildSearchHandlers(ports: SearchPorts): CommandHandlers<SearchCommand> {
  const { book, client } = ports
  const searchKept = buildKeptSearch(ports)
  const loadSurroundings = buildSurroundings(ports)

  return {
    'search-messages': async ({ search, cursor, limit = pageHits }) => {
      if (parseSearchWords(search.q).length === 0 && search.has === undefined && search.mentions === undefined)
        return ok({ hits: [], coverage: { kind: 'all' } })
      const place = parseCursor(cursor)
      if (ports.isOnline() && place?.kind !== 'kept') {
        const answer = await askServer(search, limit, place?.cursor)
        if (answer.ok || !isAway(answer.error)) return answer
        // In the middle of the server's list there is no going on with another one.
        if (place !== undefined) return answer
      }
      return here(search, limit, place?.kind === 'kept' ? place.below : undefined)
    },
    'load-surroundings': loadSurroundings,
  }

  async function askServer(search: MessageSearch, limit: number, from: string | undefined): Promise<Result<FoundPage>> {
    const hits: FoundHit[] = []
    let cursor = from
    for (let round = 1; ; round++) {
      const answer = await client.searchMessages(search, {
        limit,
        cursor,
      })
      if (!answer.ok) return answer
      for (const { message, snippet } of answer.value.hits) {
        // Whom I have blocked the server leaves out, and not what others pass on of them.
        if (!isOfBlocked(message, ports.isBlocked)) hits.push(buildHit(buildMessageFromApi(message), snippet))
      }
      cursor = answer.value.cursor
      if (hits.length === 0 && cursor !== undefined && round < mostRounds) continue
      return ok({
        hits,
        coverage: coverageOf(search, answer.value),
        ...(cursor === undefined ? {} : { cursor: `s${cursor}` }),
      })
    }
  }

  function coverageOf(search: MessageSearch, { complete, searchedTo = {} }: SearchAnswer): FoundPage['coverage'] {
    if (complete) return { kind: 'all' }
    const rooms = search.rooms ?? book.rooms()
    const behind = rooms.filter((room) => searchedTo[String(shardOf(room))] !== undefined)
    return { kind: 'behind', rooms: rooms.length, behind }
  }

  async function here(search: MessageSearch, limit: number, below: Below | undefined): Promise<Result<FoundPage>> {
    try {
      const { messages, isMore, sinceAt } = await searchKept(search, limit, below)
      const words = parseSearchWords(search.q)
      const last = messages.at(-1)
      return ok({
        hits: messages.map((message) => buildHit(message, buildSnippet(searchedText(message), words))),
        coverage: { kind: 'kept', ...(sinceAt === undefined ? {} : { sinceAt }) },
        ...(isMore && last !== undefined ? { cursor: `k${last.at} ${last.seq} ${last.room}` } : {}),
      })
    } catch (cause) {
      return err(appError('storage-unavailable', { cause }))
    }
  }
}

function buildHit(message: Message, snippet: FoundHit['snippet']): FoundHit {
  const { id, room, seq, author, at, attachments } = message
  return {
    message: id,
    room,
    seq,
    author,
    at,
    snippet,
    files: attachments.map(({ name, mediaType }) => ({ name, mediaType })),
  }
}

type Below = { readonly at: number; readonly seq: number; readonly room: RoomId }
type Cursor =
  | { readonly kind: 'server'; readonly cursor: string }
  | { readonly kind: 'kept'; readonly below: Below; readonly cursor?: undefined }

function parseCursor(cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined
  if (cursor.startsWith('s')) return { kind: 'server', cursor: cursor.slice(1) }
  const [at, seq, room] = cursor.slice(1).split(' ')
  return { kind: 'kept', below: { at: Number(at), seq: Number(seq), room: room as RoomId } }
}
