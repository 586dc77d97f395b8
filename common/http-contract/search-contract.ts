import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { maxQueryCharacters } from '../search/search-words.ts'
import { searchHas } from '../search/searched-message.ts'
import { textSchema } from '../well-formed-text.ts'
import { apiMessageSchema } from './history-contract.ts'
import { limitQuery, wholeNumberQuery } from './query-contract.ts'

/** Several are parted by commas: any of them. */
const listOf = <T>(item: z.ZodType<T>) =>
  z.preprocess((given) => (typeof given === 'string' ? given.split(',') : given), z.array(item).min(1).max(20))
const timeQuery = wholeNumberQuery(0, 8.64e15)

export const searchQuerySchema = z
  .strictObject({
    /** Words that all have to be there, in any order, each wherever it stands; `"…"` exactly together. */
    q: textSchema({ min: 0, max: maxQueryCharacters }).prefault('').meta({ example: 'piles "berth 7"' }),
    room: listOf(roomIdSchema).optional(),
    from: listOf(userIdSchema).optional(),
    /** Milliseconds: said before then. */
    before: timeQuery.optional().meta({ example: 1_763_700_000_000 }),
    /** Said then or later. */
    after: timeQuery.optional(),
    /** `file`: anything attached; `image`: a picture among it. */
    has: z.enum(searchHas).optional().meta({ example: 'file' }),
    /** Those that mention the caller, or everybody in the room. */
    mentions: z.literal('me').optional(),
    limit: limitQuery(100, 20),
    cursor: z
      .string()
      .regex(/^\d{1,16}$/, 'must be one of this call')
      .optional(),
  })
  .meta({ example: { q: 'piles "berth 7"', has: 'file' } })
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
export const searchAnswerSchema = z
  .object({
    hits: z.array(searchHitSchema),
    complete: z.boolean(),
    searchedTo: z.record(z.string(), z.int()).optional(),
    cursor: z.string().optional(),
  })
  .meta({
    example: {
      hits: [
        {
          message: {
            ...{ id: '01kb0v9x3tq5h8r2m6n4p7w1zc', room: '3.h4rb0urrebu1ld', seq: 118, version: 118 },
            ...{ author: 'b3nok4f0rb3nok4f', at: 1_763_735_460_000, format: 'markdown' },
            ...{ text: 'I can take the piles.', mentions: [], attachments: [], reactions: {} },
          },
          snippet: [
            { text: 'I can take the ', hit: false },
            { text: 'piles', hit: true },
            { text: '.', hit: false },
          ],
        },
      ],
      complete: true,
    },
  })
export type SearchAnswer = z.output<typeof searchAnswerSchema>
