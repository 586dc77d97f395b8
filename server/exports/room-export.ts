import type { Readable } from 'node:stream'
import { appError } from '../../common/app-error.ts'
import type { User } from '../../common/http-contract/account-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import type { ExportFormat, ExportQuery, ExportSize } from '../../common/http-contract/room-export-contract.ts'
import { type FileId, type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { err, ok, type Result } from '../../common/result.ts'
import { openZip } from '../plugins/zip-flow.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { isSeen, type Span } from '../reach/visible-spans.ts'
import { type ContextPorts, type ExportedFile, loadContext } from './export-context.ts'
import { buildFileEntryName } from './export-file-name.ts'
import { type ExportedItem, type ExportSpan, type FlowPorts, findSeqAt, readRoom } from './export-flow.ts'
import { buildHtmlWriter } from './html-writer.ts'
import { buildJsonWriter } from './json-writer.ts'
import { buildMarkdownWriter } from './markdown-writer.ts'
import type { ExportFrame, ExportRun, RoomWriter } from './room-writer.ts'
import { exportWords } from './words-by-language.ts'

export type Caller = { readonly user: UserId; readonly stillSignedIn: () => Promise<boolean> }
export type ExportWish = Pick<ExportQuery, 'after' | 'before'>

/** A room with all that the caller may see of it, as files to keep. What one may not see and what is not there look alike. */
export type RoomExports = {
  /** How large the files are that would come along. */
  readonly measure: (user: UserId, room: RoomId, wish: ExportWish) => Promise<Result<ExportSize>>
  readonly build: (caller: Caller, room: RoomId, query: ExportQuery) => Promise<Result<BuiltExport>>
}
export type BuiltExport = { readonly archive: Readable; readonly name: string }

export type RoomExportPorts = Pick<FlowPorts, 'loadHistory' | 'loadMessages'> &
  Pick<ContextPorts, 'loadPeople'> & {
    readonly listKnown: (caller: UserId, users: readonly UserId[]) => Promise<readonly UserId[]>
    /** For a member: the room, and what they may see of it. */
    readonly loadRoom: (room: RoomId) => Promise<RoomState | undefined>
    readonly reachOf: (user: UserId, state: RoomState | undefined) => RoomReach
    readonly buildRoom: (state: RoomState) => Room
    /** Whom the caller has blocked, and their bots. */
    readonly listUnheard: (user: UserId) => Promise<readonly UserId[]>
    readonly barrier: {
      readonly reach: (shard: number) => Promise<{ readonly complete: boolean; readonly gaps: readonly ExportSpan[] }>
    }
    readonly files: {
      readonly describe: (room: RoomId, files: readonly FileId[]) => Promise<readonly Omit<ExportedFile, 'path'>[]>
      readonly sumIn: (room: RoomId, isIn: (seq: number) => boolean) => Promise<ExportSize>
      /** Undefined: gone, or not for them. */
      readonly open: (
        user: UserId,
        file: FileId,
      ) => Promise<{ readonly stream: Readable; readonly bytes: number } | undefined>
      readonly cleanName: (name: string) => string
    }
    readonly now: () => number
  }

const unknown = err(appError('room-unknown'))
/** How often it is asked whether they are still in the room, while they are given something. */
const watchMs = 1_000

/** The room went out of their sight while they were given it. */
class NoLongerSeen extends Error {
  override readonly name = 'NoLongerSeen'
}

const writers: Readonly<Record<ExportFormat, (frame: ExportFrame) => RoomWriter>> = {
  json: buildJsonWriter,
  markdown: buildMarkdownWriter,
  html: buildHtmlWriter,
}

export function buildRoomExports(ports: RoomExportPorts): RoomExports {
  const { loadHistory, loadMessages, files, now } = ports

  async function loadSeen(user: UserId, room: RoomId): Promise<readonly Span[] | undefined> {
    const { scope, seen } = ports.reachOf(user, await ports.loadRoom(room))
    return scope === 'none' ? undefined : seen
  }
  const seenOrThrow = async (user: UserId, room: RoomId) => {
    const seen = await loadSeen(user, room)
    if (seen === undefined) throw new NoLongerSeen('no longer in the room')
    return seen
  }

  async function findSpan(
    user: UserId,
    room: RoomId,
    { after, before }: ExportWish,
    head: number,
  ): Promise<ExportSpan> {
    const flow = { loadHistory, loadSeen: () => seenOrThrow(user, room) }
    const fromSeq = after === undefined ? 0 : await findSeqAt(flow, room, after, head)
    const toSeq = before === undefined ? head : (await findSeqAt(flow, room, before, head)) - 1
    return { fromSeq, toSeq }
  }

  async function loadHead(room: RoomId, seen: readonly Span[]): Promise<number> {
    return (await loadHistory(room, { after: Number.MAX_SAFE_INTEGER - 1, limit: 1 }, seen)).head
  }

  return {
    measure: async (user, room, wish) => {
      const seen = await loadSeen(user, room)
      if (seen === undefined) return unknown
      // What has just been sent comes along, and is counted.
      await ports.barrier.reach(shardOf(room))
      const { fromSeq, toSeq } = await findSpan(user, room, wish, await loadHead(room, seen))
      return ok(await files.sumIn(room, (seq) => seq >= fromSeq && seq <= toSeq && isSeen(seen, seq)))
    },
    build: async (caller, room, query) => {
      const { user } = caller
      const state = await ports.loadRoom(room)
      const { scope, seen } = ports.reachOf(user, state)
      if (state === undefined || scope === 'none') return unknown
      // The barrier first, then the head: all that was said when the question came is at or below it.
      const { complete, gaps } = await ports.barrier.reach(shardOf(room))
      const head = await loadHead(room, seen)
      const span = await findSpan(user, room, query, head)
      const people = new Map((await ports.loadPeople([user, ...state.members.keys()])).map((one) => [one.id, one]))
      const words = exportWords(query.lang)
      const frame: ExportFrame = {
        room: ports.buildRoom(state),
        title: titleOf(state, people, words.roomOf),
        by: { id: user, name: people.get(user)?.displayName ?? words.someone },
        exportedAt: now(),
        span,
        after: query.after,
        before: query.before,
        completeTo: Math.max(0, Math.min(head, span.toSeq)),
        caughtUp: complete,
        gaps: gaps.filter(({ fromSeq, toSeq }) => toSeq >= span.fromSeq && fromSeq <= span.toSeq),
        withFiles: query.files === '1',
        words,
      }
      const archive = openZip((zip) => writeArchive(zip, { caller, room, query, frame, people }))
      return ok({ archive: watched(archive, caller, room), name: fileNameOf(frame, query.format) })
    },
  }

  async function writeArchive(
    zip: Parameters<Parameters<typeof openZip>[0]>[0],
    wish: {
      readonly caller: Caller
      readonly room: RoomId
      readonly query: ExportQuery
      readonly frame: ExportFrame
      readonly people: Map<UserId, User>
    },
  ): Promise<void> {
    const { room, query, frame, people } = wish
    const { user } = wish.caller
    const writer = writers[query.format](frame)
    const pathOf = ({ id, name, mediaType }: Omit<ExportedFile, 'path'>) =>
      buildFileEntryName(id, files.cleanName(name), mediaType)
    /** Names alone: the archive holds those to its end, too. */
    const wanted = new Map<FileId, { readonly path: string; readonly name: string }>()
    const missing: string[] = []
    const blocked = new Set(await ports.listUnheard(user))
    const sum = { messages: 0, files: 0 }
    const loading = {
      loadHistory,
      loadMessages,
      loadPeople: ports.loadPeople,
      listKnown: (users: readonly UserId[]) => ports.listKnown(user, users),
      loadSeen: () => seenOrThrow(user, room),
      loadFiles: files.describe,
    }
    await writer.write(zip, readRuns())
    for (const [id, { path, name }] of wanted) {
      await seenOrThrow(user, room)
      const opened = await files.open(user, id)
      if (opened === undefined) {
        missing.push(name)
        continue
      }
      await zip.add(path, opened.stream, { compress: false, bytes: opened.bytes })
      sum.files++
    }
    await writer.finish(zip, { ...sum, missing })

    async function* readRuns(): AsyncGenerator<ExportRun> {
      for await (const items of readRoom(loading, room, frame.span, query.format !== 'json')) {
        const context = await loadContext(loading, room, items, {
          ...{ people, blocked },
          ...(frame.withFiles ? { pathOf } : {}),
        })
        for (const { id, path, name } of context.files.values()) {
          if (path !== undefined) wanted.set(id, { path, name })
        }
        sum.messages += items.filter(isCounted).length
        yield { items, context }
      }
    }
  }

  /** A large file may be under way for long: what ends their sight ends it, too. */
  function watched(archive: Readable, { user, stillSignedIn }: Caller, room: RoomId): Readable {
    let isAsking = false
    const look = async () => {
      if (isAsking) return
      isAsking = true
      try {
        const isSeen = (await loadSeen(user, room)) !== undefined && (await stillSignedIn())
        if (!isSeen) archive.destroy(new NoLongerSeen('no longer in the room'))
      } catch {
        // A store that is away for a moment decides nothing; the next page asks again.
      } finally {
        isAsking = false
      }
    }
    const timer = setInterval(() => void look(), watchMs)
    archive.once('close', () => clearInterval(timer))
    return archive
  }
}

/** An answer that stands in the room as well is one message. */
function isCounted(item: ExportedItem): boolean {
  return item.kind === 'message' && !(item.depth > 0 && item.message.replyTo === item.message.thread)
}

function titleOf(
  { roomKind, name, members }: RoomState,
  people: ReadonlyMap<UserId, User>,
  roomOf: (names: string) => string,
): string {
  if (roomKind === 'group' && name !== '') return name
  return roomOf([...members.keys()].map((user) => people.get(user)?.displayName ?? '').join(', '))
}

function fileNameOf({ title, exportedAt }: ExportFrame, format: ExportFormat): string {
  return `${title.slice(0, 60)} ${new Date(exportedAt).toISOString().slice(0, 10)} ${format}.zip`
}
