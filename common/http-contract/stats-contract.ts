import { z } from 'zod'

/** How many days back what was said is counted, today among them. */
export const statsDays = 30

/** `null`: the broker, which alone knows, is away. */
const ofBroker = z.number().nullable()

/** How much of what there is on a server. */
export const statsSchema = z
  .object({
    /** When it was counted: ten seconds ago at most. */
    at: z.int(),
    /** Without erased accounts and bots. Active: one of their devices was seen within the day, within seven. */
    people: z.object({ total: z.int(), activeDay: z.int(), activeWeek: z.int(), suspended: z.int() }),
    rooms: z.object({ total: z.int() }),
    /** As the archive has them: what was taken back since stands as one. Days by UTC, the oldest first. */
    messages: z.object({ total: z.int(), days: z.array(z.object({ day: z.string(), messages: z.int() })) }),
    storage: z.object({
      archiveBytes: z.int(),
      /** What counts against people's quotas: never less than there is. */
      fileBytes: z.int(),
      streamBytes: ofBroker,
    }),
    /** `behind`: what the stream has given out and the archive has not taken yet. `streamFill`: 0 to 1. */
    shards: z.array(
      z.object({ shard: z.int(), streamSeq: ofBroker, archivedSeq: z.int(), behind: ofBroker, streamFill: ofBroker }),
    ),
    /** Who is revoked: it travels to the broker whole, `most` entries of it. */
    claims: z.object({ revocations: z.int(), most: z.int(), bytes: z.int() }),
    reports: z.object({ open: z.int() }),
  })
  .meta({
    example: {
      at: 1_763_800_000_000,
      people: { total: 120, activeDay: 44, activeWeek: 87, suspended: 1 },
      rooms: { total: 63 },
      messages: { total: 48_201, days: [{ day: '2025-11-22', messages: 912 }] },
      storage: { archiveBytes: 61_000_000, fileBytes: 2_400_000_000, streamBytes: 18_000_000 },
      shards: [{ shard: 0, streamSeq: 90_112, archivedSeq: 90_110, behind: 2, streamFill: 0.02 }],
      claims: { revocations: 12, most: 8_000, bytes: 1_140 },
      reports: { open: 3 },
    },
  })
export type ServerStats = z.output<typeof statsSchema>
