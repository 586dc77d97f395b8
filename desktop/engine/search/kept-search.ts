import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { isOfBlocked } from '../../../common/of-blocked.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import { foldText } from '../../../common/search/fold-text.ts'
import { hasAllWords, parseSearchWords } from '../../../common/search/search-words.ts'
import {
  compareFound,
  passesFilter,
  type SearchedPlace,
  searchedText,
} from '../../../common/search/searched-message.ts'
import type { MessageSearch } from '../../search-command.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { takeTurns } from '../turn-taking.ts'

export type KeptPorts = {
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get' | 'rooms'>
  readonly timelines: Pick<TimelineStore, 'findWords' | 'loadAt'>
  readonly isBlocked: (user: UserId) => boolean
}

export type KeptFound = {
  readonly messages: readonly Message[]
  readonly isMore: boolean
  /** When the oldest was said of what is kept of these rooms; absent: nothing is. */
  readonly sinceAt?: number
}

/**
 * Searches what is on this device, with the same words and the same judgement as the server. What is in memory goes before
 * what is on disk: it has what was heard a moment ago.
 */
export function buildKeptSearch({ me, book, timelines, isBlocked }: KeptPorts) {
  /** Messages never change: another one comes in the place of one that was edited. */
  const folded = new WeakMap<Message, string>()

  return async (search: MessageSearch, limit: number, below?: SearchedPlace): Promise<KeptFound> => {
    const words = parseSearchWords(search.q)
    const { before, after, has, from } = search
    // Whoever was taken out of one has heard so before the server says which rooms are left.
    const mine = new Set(book.rooms().filter((room) => book.get(room)?.state.members.has(me) !== false))
    const rooms = (search.rooms ?? [...mine]).filter((room) => mine.has(room))
    const filter = {
      ...(from === undefined ? {} : { from }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(has === undefined ? {} : { has }),
      ...(search.mentions === true ? { mentions: me } : {}),
    }
    const isFound = (message: Message) =>
      !isOfBlocked(message, isBlocked) &&
      passesFilter(message, filter) &&
      (words.length === 0 || hasAllWords(foldOf(message), words))
    const isBelow = (place: SearchedPlace) => below === undefined || compareFound(below, place) < 0

    const held = heldMessages(rooms)
    const turns = takeTurns()
    const fromMemory: Message[] = []
    for (const message of held.values()) {
      if (isBelow(message) && isFound(message)) fromMemory.push(message)
      if (turns.isLong()) await turns.letOthers()
    }

    const { mentions } = search
    const { next, sinceAt } = await timelines.findWords(rooms, {
      ...{ words, from, before, after, has, mentions, below, isBlocked },
    })
    const fromDisk: Message[] = []
    for (let isMore = true, most = limit + 1; isMore && fromDisk.length <= limit; most = mostLoaded) {
      const places = await next(most)
      const unseen = places.filter(({ room, seq }) => !held.has(keyOf(room, seq)))
      if (unseen.length > 0) fromDisk.push(...(await timelines.loadAt(unseen)).filter(isFound))
      isMore = places.length >= most
    }
    const found = [...fromMemory, ...fromDisk].sort(compareFound)
    const oldest = [...held.values()].reduce(
      (least, { at }) => Math.min(least, at),
      sinceAt ?? Number.POSITIVE_INFINITY,
    )
    return {
      messages: found.slice(0, limit),
      isMore: found.length > limit,
      ...(Number.isFinite(oldest) ? { sinceAt: oldest } : {}),
    }
  }

  function foldOf(message: Message): string {
    const text = folded.get(message) ?? foldText(searchedText(message))
    folded.set(message, text)
    return text
  }

  /** What is held in memory of the rooms, as it stands now, own ones that wait left out. */
  function heldMessages(rooms: readonly RoomId[]): ReadonlyMap<string, Message> {
    const held = new Map<string, Message>()
    for (const room of rooms) {
      const entry = book.get(room)
      for (const window of [entry?.past, entry?.window]) {
        if (window === undefined) continue
        for (const { message, state } of selectMessages(window.timeline))
          if (state === 'stored') held.set(keyOf(room, message.seq), message)
      }
    }
    return held
  }
}

const mostLoaded = 128

function keyOf(room: RoomId, seq: number): string {
  return `${room} ${seq}`
}
