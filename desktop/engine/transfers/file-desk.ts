import { appError } from '../../../common/app-error.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { CommandHandlers, DraftKey, DraftView } from '../../engine-command.ts'
import type { DraftFile, FileCommand } from '../../file-command.ts'
import type { UploadClient } from '../control-plane/upload-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildMemoryFileStore } from '../local-store/file-store.memory.ts'
import { type FileStore, lookSchema } from '../local-store/file-store.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { StateBoard } from '../state-board.ts'
import { buildEntryFiles } from './entry-files.ts'
import { buildForwardDesk, type ForwardClient } from './forward-desk.ts'
import { buildTransferDesk } from './transfer-desk.ts'
import { cleanLocalName, cleanMediaType, definedOf } from './transfer-view.ts'

/** All that has to do with files that go out: kept, sent, named by drafts and messages, and shown on their way. */
export type FileDesk = {
  readonly handlers: CommandHandlers<FileCommand>
  restore(): Promise<void>
  onDraft(room: DraftKey, draft: DraftView | undefined): void
  onOutbox(room: RoomId): void
  onConnected(): void
  /** A message is gone: what lies here of its files goes now, not in a while. */
  onRemoved(gone: { readonly files: readonly FileId[] }): void
  /** A draft without what is not kept any more. */
  withKept(draft: DraftView): DraftView
  /** What a message says of files that are here; an error where one of them is not. */
  attach(files: readonly DraftFile[]): Result<readonly Attachment[]>
  /** Those that the room's messages stand stuck with. */
  retryRoom(room: RoomId): void
  stop(): Promise<void>
}

export type FileDeskOptions = {
  readonly deps: EngineDeps
  readonly store: FileStore
  readonly client: UploadClient & ForwardClient
  readonly board: Pick<StateBoard, 'put'>
  readonly outbox: () => Pick<
    OutboxKeeper,
    'entries' | 'rooms' | 'complete' | 'passOn' | 'onFileStuck' | 'dropFile' | 'discard'
  >
  readonly isConnected: () => boolean
  /** As the server has told; undefined: it has not. */
  readonly mostBytes: () => number | undefined
}

export function buildFileDesk({
  deps,
  store,
  client,
  board,
  outbox,
  isConnected,
  mostBytes,
}: FileDeskOptions): FileDesk {
  const drafts = new Map<DraftKey, readonly FileId[]>()
  /** Those that messages of the room wait for, and those that they would be taken back with. */
  const namesIn = (room: RoomId) =>
    outbox()
      .entries(room)
      .flatMap(({ awaits = [], keeps = [] }) => [...awaits, ...keeps])
  const wantedBy = (file: FileId) => {
    const isOfMessage = outbox()
      .rooms()
      .some((room) => namesIn(room).includes(file))
    if (isOfMessage) return 'message'
    return [...drafts.values()].some((files) => files.includes(file)) ? 'draft' : undefined
  }
  const desk = buildTransferDesk({
    deps,
    store,
    memory: buildMemoryFileStore(),
    client,
    wantedBy,
    onView: (file, view) => board.put('transfers', file, view, 'transfer'),
    onSettled: (room) => entries.look(room),
  })
  const entries = buildEntryFiles({ outbox, desk, isConnected })
  const forwards = buildForwardDesk({ deps, client, outbox, isConnected })

  return {
    handlers: {
      'add-file': async ({ room, file, name, bytes, isOriginal }) => {
        const limitBytes = mostBytes()
        // Said before a byte of it is read.
        if (limitBytes !== undefined && bytes.size > limitBytes) {
          return err(appError('file-too-large', { more: { limitBytes } }))
        }
        const about = { file, room, name: cleanLocalName(name), mediaType: cleanMediaType(bytes.type) }
        const original = isOriginal === true ? { isOriginal } : {}
        try {
          await desk.add({ ...about, ...original, sizeBytes: bytes.size, addedAt: deps.clock.now() }, bytes)
        } catch (cause) {
          deps.log('files: could not take one', cause)
          return err(appError('file-lost'))
        }
        return ok(null)
      },
      'describe-file': async ({ file, look, picture }) => {
        // What could not be read again would take the file with it.
        const seen = lookSchema.safeParse(look)
        await desk.describe(file, seen.success ? definedOf(seen.data) : {}, picture)
        return ok(null)
      },
      'load-file': async ({ file }) => ok((await desk.load(file)) ?? null),
      'set-original': ({ file, isOriginal }) => {
        desk.setOriginal(file, isOriginal)
        return ok(null)
      },
      'remove-file': async ({ file }) => {
        await desk.remove(file)
        return ok(null)
      },
      'retry-file': ({ file }) => {
        desk.retry([file])
        return ok(null)
      },
      'send-without': ({ room, entry, file }) => {
        const isDone = outbox().dropFile(room, entry, file) || outbox().discard(room, entry)
        return isDone ? ok(null) : err(appError('send-under-way'))
      },
    },
    restore: desk.restore,
    onDraft(room, draft) {
      const [before, files] = [drafts.get(room), namesInDraft(draft)]
      if (before === undefined && files.length === 0) return
      if (files.length === 0) drafts.delete(room)
      else drafts.set(room, files)
      desk.onWantedChanged()
    },
    onOutbox(room) {
      entries.look(room)
      forwards.look(room)
      desk.onWantedChanged()
    },
    onConnected() {
      desk.onConnected()
      for (const room of outbox().rooms()) entries.look(room)
      forwards.onConnected(outbox().rooms())
    },
    onRemoved: ({ files }) => desk.forget(files),
    withKept({ files = [], voice, ...draft }) {
      const isKept = (file: FileId) => desk.look(file) !== undefined
      const kept = files.filter(({ file }) => isKept(file))
      return {
        ...draft,
        ...(kept.length === 0 ? {} : { files: kept }),
        ...(voice !== undefined && isKept(voice) ? { voice } : {}),
      }
    },
    attach(files) {
      const attachments: Attachment[] = []
      for (const { file, caption = '' } of files) {
        const found = desk.look(file)
        if (found === undefined) return err(appError('file-lost'))
        // Under its name here, whatever it is called there: that is told when it goes out.
        const said = caption.trim()
        attachments.push({ ...found.attachment, file, ...(said === '' ? {} : { caption: said }) })
      }
      return ok(attachments)
    },
    retryRoom: (room) => desk.retry(namesIn(room)),
    stop() {
      forwards.stop()
      return desk.stop()
    },
  }
}

function namesInDraft({ files = [], voice }: Partial<DraftView> = {}): readonly FileId[] {
  return [...files.map(({ file }) => file), ...(voice === undefined ? [] : [voice])]
}
