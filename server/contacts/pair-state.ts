import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'

/**
 * How two people stand with each other: one document a pair, so that whatever they do at once has one outcome. What follows
 * for their direct room is made of it again and again until the room says the same (`pair-keeper.ts`).
 */
const requestSchema = z.object({
  id: z.string(),
  by: userIdSchema,
  note: z.string().optional(),
  at: z.int(),
  /** Kept, so that asking again tells nothing. */
  declined: z.literal(true).optional(),
  /** Asked while the other one had blocked them: reaches nobody. */
  silenced: z.literal(true).optional(),
  /** Taken back; kept for a day to be counted. */
  withdrawn: z.literal(true).optional(),
})
export type PairRequest = z.output<typeof requestSchema>

export const pairSchema = z.object({
  users: z.tuple([userIdSchema, userIdSchema]),
  /** Of the direct room, from the first time they were contacts on: always the same one. */
  room: roomIdSchema.optional(),
  /** They agreed, which stands beneath a block. */
  since: z.int().optional(),
  /** One a side. */
  requests: z.array(requestSchema),
  /** The one that was accepted last: who accepts twice gets the same answer. */
  accepted: z.string().optional(),
  nicknames: z.array(z.object({ by: userIdSchema, name: z.string() })),
  blocks: z.array(z.object({ by: userIdSchema, at: z.int() })),
})
export type Pair = z.output<typeof pairSchema>

export const requestLifeMs = 30 * 86_400_000
const countedMs = 86_400_000

/** The two in one order, whoever asks. */
export function pairOf(one: UserId, other: UserId): readonly [UserId, UserId] {
  return one < other ? [one, other] : [other, one]
}

export function pairId(one: UserId, other: UserId): string {
  return pairOf(one, other).join('-')
}

export function emptyPair(one: UserId, other: UserId): Pair {
  return { users: [...pairOf(one, other)], requests: [], nicknames: [], blocks: [] }
}

export function otherOf({ users }: Pair, me: UserId): UserId {
  return users[0] === me ? users[1] : users[0]
}

export function isBlockedBy({ blocks }: Pair, user: UserId): boolean {
  return blocks.some(({ by }) => by === user)
}

/** As both see it; a block is an end, to both. */
export function areContacts({ since, blocks }: Pair): boolean {
  return since !== undefined && blocks.length === 0
}

/** How far both reach in their room; undefined: they speak. */
export function endOf(pair: Pair): 'listen' | 'hear' | undefined {
  if (pair.blocks.length > 0) return 'hear'
  return pair.since === undefined ? 'listen' : undefined
}

/** The request of this side that still stands to whoever made it, answered or not. */
export function requestBy({ requests }: Pair, by: UserId, nowAt: number): PairRequest | undefined {
  return requests.find((one) => one.by === by && one.withdrawn === undefined && one.at > nowAt - requestLifeMs)
}

/** The request that waits for this one's answer. */
export function requestTo(pair: Pair, me: UserId, nowAt: number): PairRequest | undefined {
  const request = requestBy(pair, otherOf(pair, me), nowAt)
  if (request === undefined || isBlockedBy(pair, me) || pair.since !== undefined) return undefined
  return request.declined === undefined && request.silenced === undefined ? request : undefined
}

/** Without those that are over. */
export function withRequest(pair: Pair, request: PairRequest | undefined, by: UserId): Pair {
  const others = pair.requests.filter((one) => one.by !== by)
  return { ...pair, requests: request === undefined ? others : [...others, request] }
}

/** What counts to the day's limit of whoever asks: what was taken back too. */
export function askedLately({ requests }: Pair, by: UserId, nowAt: number): boolean {
  return requests.some((one) => one.by === by && one.at > nowAt - countedMs)
}

/** They are contacts, in the room that is theirs. */
export function withContact(pair: Pair, { room, nowAt, accepted }: Agreement): Pair {
  const since = pair.since ?? nowAt
  return {
    ...pair,
    since,
    room: pair.room ?? room,
    requests: pair.requests.filter(({ withdrawn }) => withdrawn),
    ...(accepted === undefined ? {} : { accepted }),
  }
}
export type Agreement = { readonly room: RoomId; readonly nowAt: number; readonly accepted?: string | undefined }

export function withoutContact({ since: _, accepted: __, ...pair }: Pair): Pair {
  return pair
}

/** One of the two is no more: what they asked and how they called each other goes, and so do their blocks. */
export function withDeparture(pair: Pair, user: UserId): Pair {
  const blocks = pair.blocks.filter(({ by }) => by !== user)
  return { ...withoutContact(pair), requests: [], nicknames: [], blocks }
}

/** My own request is taken back; theirs stays to them as it was, and reaches me no more. */
export function withBlock(pair: Pair, by: UserId, nowAt: number): Pair {
  if (isBlockedBy(pair, by)) return pair
  const requests = pair.requests.map((one): PairRequest => {
    return one.by === by ? { ...one, withdrawn: true } : { ...one, silenced: true }
  })
  return { ...pair, requests, blocks: [...pair.blocks, { by, at: nowAt }] }
}

export function withoutBlock(pair: Pair, by: UserId): Pair {
  return { ...pair, blocks: pair.blocks.filter((one) => one.by !== by) }
}

export function nicknameOf({ nicknames }: Pair, by: UserId): string | undefined {
  return nicknames.find((one) => one.by === by)?.name
}

/** Without requests that are over for everybody; undefined: there is nothing left of the two. */
export function prunedPair(pair: Pair, nowAt: number): Pair | undefined {
  const requests = pair.requests.filter(({ at }) => at > nowAt - requestLifeMs)
  const { room, since, nicknames, blocks } = pair
  const isNothing = room === undefined && since === undefined && nicknames.length === 0 && blocks.length === 0
  if (isNothing && requests.length === 0) return undefined
  return requests.length === pair.requests.length ? pair : { ...pair, requests }
}
