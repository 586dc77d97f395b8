import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { maxQueryCharacters } from '../search/search-words.ts'
import { searchHas } from '../search/searched-message.ts'
import { textSchema } from '../well-formed-text.ts'
import { apiMessageSchema } from './history-contract.ts'
import { limitQuery, listQuery, wholeNumberQuery } from './query-contract.ts'

const timeQuery = wholeNumberQuery(0, 8.64e15)

export const searchQuerySchema = z.strictObject({
  /** Words that all have to be there, in any order, each wherever it stands; `"…"` exactly together. */
  q: textSchema({ min: 0, max: maxQueryCharacters }).prefault(''),
  room: listQuery(roomIdSchema).optional(),
  from: listQuery(userIdSchema).optional(),
  /** Milliseconds: said before then. */
  before: timeQuery.optional(),
  /** Said then or later. */
  after: timeQuery.optional(),
  /** `file`: anything attached; `image`: a picture among it; `voice`: a voice message. */
  has: z.enum(searchHas).optional(),
  /** Those that mention the caller, or everybody in the room. */
  mentions: z.literal('me').optional(),
  limit: limitQuery(100, 20),
  cursor: z
    .string()
    .regex(/^\d{1,16}$/, 'must be one of this call')
    .optional(),
})
export type SearchQuery = z.output<typeof searchQuerySchema>

export const searchHitSchema = z.object({
  message: apiMessageSchema,
  /** Around the first hit, on one line. */
  snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
})

/**
 * Newest first. `complete`: all that the rooms' streams held when the question came was searched; otherwise `searchedTo` says
 * how far the shards are that are behind. With a `cursor` there may be more, even where there are no hits: it took too long
 * to look through everything at once.
 */
export const searchAnswerSchema = z.object({
  hits: z.array(searchHitSchema),
  complete: z.boolean(),
  searchedTo: z.record(z.string(), z.int()).optional(),
  cursor: z.string().optional(),
})
export type SearchAnswer = z.output<typeof searchAnswerSchema>
