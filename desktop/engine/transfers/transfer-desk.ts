import type { AppError } from '../../../common/app-error.ts'
import { appError, retryOf } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { FileLook, KeptBytes, TransferView } from '../../file-command.ts'
import type { UploadClient } from '../control-plane/upload-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { FileStore, KeptFile } from '../local-store/file-store.ts'
import { plainError } from '../views/send-state.ts'
import { attachmentOf, buildTransferView, withLook } from './transfer-view.ts'
import { startUpload, type UploadRun } from './upload-run.ts'

/**
 * Files from this device to the server: a few at a time, those of messages that wait before those of drafts, each from where
 * it was broken off. What goes wrong by itself is tried again by itself. A file is let go when nothing names it any more
 * (`isWanted`), never before: its bytes are nowhere else until its message is stored.
 */
export type TransferDesk = {
  restore(): Promise<void>
  /** Resolves when it is kept here, on disk or where that takes nothing in memory, which is told. */
  add(file: KeptFile, bytes: Blob): Promise<void>
  describe(file: FileId, look: FileLook, picture?: Blob): Promise<void>
  load(file: FileId): Promise<KeptBytes | undefined>
  /** As far as it is known: whole, what the message says of it. */
  look(file: FileId): TransferLook | undefined
  setOriginal(file: FileId, isOriginal: boolean): void
  /** Somebody says so; where a message still names it, it stays. */
  remove(file: FileId): Promise<void>
  /** By their names at the server: their message was removed. Where another one still names such a file, it stays. */
  forget(posted: readonly FileId[]): void
  /** What stands stuck is tried again. */
  retry(files: readonly FileId[]): void
  /** There may be a way to the server again. */
  onConnected(): void
  /** Messages or drafts changed: what nobody names any more goes after a while. */
  onWantedChanged(): void
  stop(): Promise<void>
}

export type TransferLook = {
  readonly state: TransferView['state']
  /** Under its name here, or the server's once it is whole. */
  readonly attachment: Attachment
  readonly error?: AppError
}

type Options = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly store: FileStore
  /** For what the disk does not take. */
  readonly memory: FileStore
  readonly client: UploadClient
  /** How urgently: `message`, `draft`, or nobody wants it. */
  readonly wantedBy: (file: FileId) => 'message' | 'draft' | undefined
  readonly onView: (file: FileId, view: TransferView | undefined) => void
  /** Whole, or stuck, or it was changed: whoever waits for it looks again. */
  readonly onSettled: (room: RoomId) => void
}

type Transfer = {
  kept: KeptFile
  readonly home: FileStore
  state: TransferView['state']
  sentBytes: number
  bytesPerSec?: number | undefined
  error?: AppError | undefined
  nextTryAt: number
  tries: number
  /** Counts its beginnings: what an earlier one still hears is not of this one. */
  turn: number
  run?: UploadRun | undefined
}

const mostAtOnce = 2
const sweepAfterMs = 30_000
/** What is not in a message goes from the server after a month: what lay so long is asked about. */
const trustedForMs = 86_400_000

export function buildTransferDesk(options: Options): TransferDesk {
  const { deps, store, memory, client, wantedBy, onView, onSettled } = options
  const { clock, chance, log } = deps
  const transfers = new Map<FileId, Transfer>()
  const writes = new Set<Promise<void>>()
  let stopped = false
  let cancelNext = () => {}
  let cancelSweep: (() => void) | undefined

  function write(what: string, job: () => Promise<void>): Promise<void> {
    const done = job()
      .catch((cause) => log(`files: ${what}`, cause))
      .finally(() => writes.delete(done))
    writes.add(done)
    return done
  }
  function show({ kept, ...transfer }: Transfer) {
    if (!stopped && transfers.has(kept.file)) onView(kept.file, buildTransferView(kept, transfer))
  }
  function change(transfer: Transfer, kept: KeptFile): Promise<void> {
    transfer.kept = kept
    return write('could not write', () => transfer.home.putFile(kept))
  }
  function settle(transfer: Transfer, state: 'whole' | 'stuck', error?: AppError) {
    transfer.state = state
    transfer.error = error === undefined ? undefined : plainError(error)
    show(transfer)
    onSettled(transfer.kept.room)
  }

  /** The next ones, as long as fewer than a few are under way. */
  function pump() {
    cancelNext()
    if (stopped) return
    const all = [...transfers.values()]
    const running = all.filter(({ state }) => state === 'sending').length
    const now = clock.now()
    const waiting = all.filter((one) => one.state === 'waiting' && wantedBy(one.kept.file) !== undefined)
    const due = waiting.filter(({ nextTryAt }) => nextTryAt <= now)
    const isUrgent = ({ kept }: Transfer) => (wantedBy(kept.file) === 'message' ? 0 : 1)
    const next = due.sort((one, other) => isUrgent(one) - isUrgent(other) || one.kept.addedAt - other.kept.addedAt)
    for (const transfer of next.slice(0, Math.max(0, mostAtOnce - running))) void send(transfer)
    const later = waiting.filter(({ nextTryAt }) => nextTryAt > now).map(({ nextTryAt }) => nextTryAt)
    if (later.length > 0) cancelNext = clock.after(Math.max(10, Math.min(...later) - now), pump)
  }

  async function send(transfer: Transfer): Promise<void> {
    transfer.state = 'sending'
    show(transfer)
    const { turn } = transfer
    const stored = transfer.kept.stored?.attachment.file ?? (await upload(transfer))
    if (stored !== undefined) await finish(transfer, stored, turn)
    pump()
  }

  /** Undefined: not this time. */
  async function upload(transfer: Transfer): Promise<FileId | undefined> {
    const { kept, home } = transfer
    let [markAt, markBytes] = [clock.now(), -1]
    const run = startUpload({
      file: kept,
      call: client.upload,
      readBytes: (from, to) => home.readBytes(kept, from, to),
      onSent(bytes) {
        if (transfer.run !== run) return
        if (markBytes < 0) markBytes = bytes
        const tookMs = clock.now() - markAt
        if (tookMs > 500) transfer.bytesPerSec = Math.max(0, Math.round(((bytes - markBytes) * 1_000) / tookMs))
        if (tookMs > 5_000) [markAt, markBytes] = [clock.now(), bytes]
        // Something got through: whatever fails next is a new fault.
        if (bytes > transfer.sentBytes) transfer.tries = 0
        transfer.sentBytes = bytes
        transfer.error = undefined
        show(transfer)
      },
      onPlace(path) {
        if (transfer.run === run && transfer.kept.upload !== path)
          void change(transfer, { ...transfer.kept, upload: path })
      },
    })
    transfer.run = run
    const answer = await run.done
    if (transfer.run !== run) return undefined
    transfer.run = undefined
    if (answer.ok) return answer.value
    fail(transfer, answer.error)
    return undefined
  }

  /** What the server found it to be: what it says goes before what was seen here. */
  async function finish(transfer: Transfer, file: FileId, turn: number): Promise<void> {
    const info = await client.fileInfo(file)
    if (!isCurrent(transfer, turn)) return
    if (!info.ok) {
      // Lain too long, or its message was removed: from the beginning, once more.
      if (info.error.code === 'file-unknown') await change(transfer, withoutPlace(transfer.kept))
      return fail(transfer, info.error.code === 'file-unknown' ? appError('busy') : info.error)
    }
    const attachment = attachmentOf(transfer.kept, info.value)
    transfer.sentBytes = transfer.kept.sizeBytes
    await change(transfer, { ...transfer.kept, stored: { at: clock.now(), attachment } })
    if (isCurrent(transfer, turn)) settle(transfer, 'whole')
  }
  const isCurrent = (transfer: Transfer, turn: number) =>
    !stopped && transfer.turn === turn && transfer.state === 'sending' && transfers.get(transfer.kept.file) === transfer

  function fail(transfer: Transfer, error: AppError) {
    if (stopped || transfers.get(transfer.kept.file) !== transfer) return
    transfer.bytesPerSec = undefined
    // Cut so often that the server asks for a new beginning.
    const isWorn = error.code === 'upload-unfit' && transfer.kept.upload !== undefined
    if (isWorn) void change(transfer, withoutPlace(transfer.kept))
    if (!isWorn && retryOf(error) === 'never') return settle(transfer, 'stuck', error)
    transfer.tries++
    const delayMs = Math.max(backoffMs(transfer.tries, chance(), { mostMs: 60_000 }), error.retryAfterMs ?? 0)
    transfer.state = 'waiting'
    transfer.nextTryAt = clock.now() + delayMs
    transfer.error = plainError(error)
    show(transfer)
    pump()
  }

  function halt(transfer: Transfer) {
    transfer.turn++
    transfer.run?.stop()
    transfer.run = undefined
    transfer.bytesPerSec = undefined
  }
  function restart(transfer: Transfer) {
    halt(transfer)
    Object.assign(transfer, { state: 'waiting', error: undefined, nextTryAt: 0, tries: 0 })
    show(transfer)
  }

  /** `isGivenUp`: it is in no message, and is not to be at the server either. */
  async function drop(transfer: Transfer, isGivenUp = false): Promise<void> {
    const { file, upload: place } = transfer.kept
    halt(transfer)
    transfers.delete(file)
    onView(file, undefined)
    // Its room at the server is free at once, and not after a week; nobody waits for it.
    if (place !== undefined && (isGivenUp || transfer.state !== 'whole')) void give(place)
    await write('could not remove', () => transfer.home.removeFile(file))
  }
  const give = (path: string) =>
    client.upload({ method: 'DELETE', path, headers: { 'tus-resumable': '1.0.0' } }).then(() => {})

  function sweep() {
    cancelSweep = undefined
    for (const transfer of [...transfers.values()]) if (wantedBy(transfer.kept.file) === undefined) void drop(transfer)
  }
  const sweepLater = () => {
    if (!stopped) cancelSweep ??= clock.after(sweepAfterMs, sweep)
  }

  function take(kept: KeptFile, home: FileStore) {
    const isTrusted = kept.stored !== undefined && Math.abs(clock.now() - kept.stored.at) < trustedForMs
    const state = isTrusted ? ('whole' as const) : ('waiting' as const)
    const sentBytes = kept.stored === undefined ? 0 : kept.sizeBytes
    const transfer: Transfer = { kept, home, state, sentBytes, nextTryAt: 0, tries: 0, turn: 0 }
    transfers.set(kept.file, transfer)
    show(transfer)
  }

  return {
    async restore() {
      for (const kept of await store.loadFiles()) take(kept, store)
      sweepLater()
      pump()
    },
    async add(kept, bytes) {
      if (transfers.has(kept.file)) return
      let home = store
      try {
        await store.addFile(kept, bytes)
      } catch (cause) {
        log('files: could not keep one', cause)
        home = memory
        await memory.addFile(kept, bytes)
      }
      if (stopped) return
      take(kept, home)
      sweepLater()
      // Not before somebody names it: then it is known how urgent it is.
    },
    async describe(file, look, picture) {
      const transfer = transfers.get(file)
      if (transfer === undefined || transfer.kept.isDescribed) return
      if (picture !== undefined) await write('could not write a picture', () => transfer.home.putPicture(file, picture))
      const hasPicture = picture === undefined ? {} : { hasPicture: true as const }
      // A quick line has brought it to the server before a slow computer has looked at it.
      const { stored } = transfer.kept
      const known = stored && { stored: { ...stored, attachment: withLook(stored.attachment, look) } }
      await change(transfer, { ...transfer.kept, ...look, ...hasPicture, ...known, isDescribed: true })
      show(transfer)
    },
    async load(file) {
      const transfer = transfers.get(file)
      if (transfer === undefined) return undefined
      const { kept, home } = transfer
      const [bytes, picture] = await Promise.all([home.readBytes(kept, 0, kept.sizeBytes), home.loadPicture(file)])
      if (bytes === undefined) return undefined
      const typed = bytes.slice(0, bytes.size, kept.mediaType)
      return { bytes: typed, ...(picture === undefined ? {} : { picture }) }
    },
    look(file) {
      const transfer = transfers.get(file)
      if (transfer === undefined) return undefined
      const { kept, state, error } = transfer
      return { state, attachment: attachmentOf(kept), ...(error === undefined ? {} : { error }) }
    },
    setOriginal(file, isOriginal) {
      const transfer = transfers.get(file)
      if (transfer === undefined || (transfer.kept.isOriginal === true) === isOriginal) return
      const { isOriginal: _, ...kept } = transfer.kept
      const place = kept.upload
      halt(transfer)
      if (place !== undefined) void give(place)
      transfer.sentBytes = 0
      void change(transfer, withoutPlace(isOriginal ? { ...kept, isOriginal } : kept))
      restart(transfer)
      pump()
    },
    async remove(file) {
      const transfer = transfers.get(file)
      if (transfer !== undefined && wantedBy(file) !== 'message') await drop(transfer, true)
    },
    forget(posted) {
      for (const transfer of [...transfers.values()]) {
        const { file, stored } = transfer.kept
        const isPosted = stored !== undefined && posted.includes(stored.attachment.file)
        if (isPosted && wantedBy(file) === undefined) void drop(transfer)
      }
    },
    retry(files) {
      for (const file of files) {
        const transfer = transfers.get(file)
        if (transfer?.state === 'stuck' || transfer?.state === 'waiting') restart(transfer)
      }
      pump()
    },
    onConnected() {
      for (const transfer of transfers.values()) {
        if (transfer.state === 'waiting' && transfer.error?.retryAfterMs === undefined) transfer.nextTryAt = 0
      }
      pump()
    },
    onWantedChanged() {
      sweepLater()
      pump()
    },
    async stop() {
      stopped = true
      cancelNext()
      cancelSweep?.()
      for (const transfer of transfers.values()) halt(transfer)
      await Promise.all(writes)
    },
  }
}

function withoutPlace({ upload: _, stored: __, ...kept }: KeptFile): KeptFile {
  return kept
}
