import { z } from 'zod'
import { isErrorCode } from '../../../common/app-error.ts'
import { eventIdSchema, fileIdSchema, roomIdSchema, userIdSchema } from '../../../common/id-schemas.ts'
import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { memberEventSchema } from '../../../common/wire-event.ts'
import type { WriteTransaction } from '../local-store/local-database.ts'

/**
 * The outbox on disk. Port; the adapters run one conformance suite (outbox-store.test.ts). It promises: when
 * `putEntry` has resolved, the entry survives a crash; `loadEntries` gives them in the order of their first `putEntry`,
 * however often they were put since. It must never give an entry twice, or drop one that was not removed.
 */
export type OutboxStore = {
  loadEntries(): Promise<readonly OutboxEntry[]>
  putEntry(entry: OutboxEntry): Promise<void>
  removeEntry(id: EventId): Promise<void>
  /** The same in somebody else's transaction: the one that stores its message. Nothing where `isWanted` says no by then. */
  removalOf(id: EventId, isWanted: () => boolean): EntryRemoval
}
/** `act` while the transaction is open (an adapter without one does it at once), `done` once it stands. */
export type EntryRemoval = { act(transaction?: WriteTransaction): void; done(): void }

/** As it goes to disk: the `cause` of an error is for the log, and may be something no disk can hold. */
export function buildKeptEntry(entry: OutboxEntry): OutboxEntry & { readonly names: 2 } {
  if (entry.error === undefined) return { ...entry, names: 2 }
  const { cause: _, ...error } = entry.error
  return { ...entry, error, names: 2 }
}

/** What older versions called a state. */
const formerStates: Readonly<Record<string, OutboxEntry['state']>> = { failed: 'waiting', refused: 'stuck' }
const stateSchema = z.enum(['queued', 'sending', 'stored', 'waiting', 'stuck', 'refused'])
const keptSchema = z.object({
  id: eventIdSchema,
  room: roomIdSchema,
  author: userIdSchema,
  event: memberEventSchema,
  addedAt: z.number(),
  state: z.string(),
  attempts: z.number().optional(),
  triedBefore: z.boolean().optional(),
  /** 2: states have the names they have now. Absent in what older versions wrote. */
  names: z.literal(2).optional(),
  madeOn: z.object({ seq: z.number(), text: z.string() }).optional(),
  awaits: z.array(fileIdSchema).min(1).optional(),
  keeps: z.array(fileIdSchema).optional(),
  forwards: z.object({ room: roomIdSchema, message: eventIdSchema, withAuthor: z.boolean() }).optional(),
  seq: z.number().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
})

/** Undefined for what this version cannot read. */
export function parseKeptEntry(kept: unknown): OutboxEntry | undefined {
  const parsed = keptSchema.safeParse(kept)
  if (!parsed.success) return undefined
  const {
    state,
    names,
    madeOn,
    awaits,
    keeps,
    forwards,
    seq,
    error,
    attempts = 0,
    triedBefore = true,
    ...entry
  } = parsed.data
  const named = stateSchema.safeParse(names === 2 ? state : (formerStates[state] ?? state))
  return {
    ...entry,
    state: named.success ? named.data : 'queued',
    attempts,
    triedBefore,
    ...(madeOn === undefined ? {} : { madeOn }),
    ...(awaits === undefined ? {} : { awaits }),
    ...(keeps === undefined ? {} : { keeps }),
    ...(forwards === undefined ? {} : { forwards }),
    ...(seq === undefined ? {} : { seq }),
    ...(error !== undefined && isErrorCode(error.code) ? { error: error as OutboxEntry['error'] & object } : {}),
  }
}
