import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import type { EventId, FileId, RoomId } from '../../../common/ids.ts'
import type { OutboxEntry, Posted } from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import { isFinal } from '../control-plane/final-refusal.ts'
import type { SentFileCalls } from '../control-plane/sent-file-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'

/** Sees to what words that are passed on wait for. */
export type ForwardDesk = {
  /** Something became of the room's messages. */
  look(room: RoomId): void
  /** There is a way to the server again: what waits to be tried once more need not. */
  onConnected(rooms: readonly RoomId[]): void
  stop(): void
}

export type ForwardClient = Pick<SentFileCalls, 'copyFile' | 'sealForward'>

type Options = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly client: ForwardClient
  readonly outbox: () => Pick<OutboxKeeper, 'entries' | 'passOn' | 'onFileStuck'>
  readonly isConnected: () => boolean
}

const longestDelayMs = 60_000

/**
 * A message that is passed on waits in its room's order until the server has copied its files there and, where it names who said it,
 * has vouched for that. Each step may be asked for again, after a kill too: a copy is named by the message it is for, and the
 * message is on disk under its id before. What passes is tried again by itself; what does not stands stuck with the reason.
 */
export function buildForwardDesk({ deps, client, outbox, isConnected }: Options): ForwardDesk {
  const { clock, chance } = deps
  const underWay = new Set<EventId>()
  const tries = new Map<EventId, number>()
  const pauses = new Map<EventId, () => void>()
  let stopped = false

  async function run(entry: OutboxEntry): Promise<void> {
    const { id, room } = entry
    underWay.add(id)
    const ready = await prepare(entry).catch((cause): Result<Posted> => {
      deps.log('forwards: could not prepare one', cause)
      return { ok: false, error: appError('internal') }
    })
    if (ready.ok) tries.delete(id)
    // Discarded meanwhile it is not there any more, and nothing comes of either.
    if (stopped) return
    if (ready.ok) await outbox().passOn(room, ready.value)
    else onFailed(entry, ready.error)
    underWay.delete(id)
  }

  function onFailed({ id, room }: OutboxEntry, error: AppError) {
    if (isFinal(error)) {
      tries.delete(id)
      outbox().onFileStuck(room, id, reasonOf(error))
      return
    }
    const count = (tries.get(id) ?? 0) + 1
    tries.set(id, count)
    const delayMs = Math.max(backoffMs(count, chance(), { mostMs: longestDelayMs }), error.retryAfterMs ?? 0)
    pauses.set(
      id,
      clock.after(delayMs, () => {
        pauses.delete(id)
        look(room)
      }),
    )
  }

  async function prepare({ id, room, event, forwards }: OutboxEntry): Promise<Result<Posted>> {
    if (event.kind !== 'message.posted' || forwards === undefined) throw new Error('nothing is passed on by it')
    const { attachments = [], preview, forwarded, ...words } = event
    const copies: (typeof attachments)[number][] = []
    for (const one of attachments) {
      const copied = await client.copyFile(room, one.file, id)
      if (!copied.ok) return copied
      copies.push({ ...one, file: copied.value })
    }
    const shown = await copyPreview(room, id, preview)
    if (!shown.ok) return shown
    const ready: Posted = {
      ...words,
      ...(copies.length === 0 ? {} : { attachments: copies }),
      ...(shown.value === undefined ? {} : { preview: shown.value }),
    }
    if (!forwards.withAuthor || forwarded === undefined) return ok(ready)
    const { v: _, kind: __, at: ___, ...said } = ready
    const from = { room: forwards.room, message: forwards.message }
    const { text, format } = said
    const sealed = await client.sealForward(room, {
      ...{ id, from, text, format },
      ...(said.attachments === undefined ? {} : { attachments: said.attachments }),
      ...(said.preview === undefined ? {} : { preview: said.preview }),
    })
    return sealed.ok ? ok({ ...ready, forwarded: sealed.value }) : sealed
  }

  async function copyPreview(
    room: RoomId,
    id: EventId,
    preview: Posted['preview'],
  ): Promise<Result<Posted['preview']>> {
    if (preview?.image === undefined) return ok(preview)
    const copied = await client.copyFile(room, preview.image as FileId, id)
    return copied.ok ? ok({ ...preview, image: copied.value }) : copied
  }

  function look(room: RoomId) {
    if (stopped || !isConnected()) return
    for (const entry of outbox().entries(room)) {
      const { id, forwards, state } = entry
      if (forwards === undefined || state === 'stuck' || underWay.has(id) || pauses.has(id)) continue
      void run(entry)
    }
  }

  return {
    look,
    onConnected(rooms) {
      for (const cancel of pauses.values()) cancel()
      pauses.clear()
      for (const room of rooms) look(room)
    },
    stop() {
      stopped = true
      for (const cancel of pauses.values()) cancel()
    },
  }
}

/** What is gone, and what one may not see any more, are one answer. */
function reasonOf(error: AppError): AppError {
  return error.code === 'message-unknown' || error.code === 'file-unknown' ? appError('forward-gone') : error
}
