import type { ApiMessage } from '../../common/http-contract/history-contract.ts'
import type { FileId, UserId } from '../../common/ids.ts'
import { blockedIn, type ExportContext } from './export-context.ts'
import type { ExportedItem } from './export-flow.ts'
import { noticeSentence } from './notice-sentence.ts'
import { type ExportFrame, type ExportRun, nameIn, type RoomWriter } from './room-writer.ts'

/** Rises when a field changes its meaning or goes; new fields do not raise it (docs/room-export.md). */
const roomExportVersion = 1

/** `room.json` says what it is; `messages.ndjson` has one line for each message and notice, by sequence. */
export function buildJsonWriter(frame: ExportFrame): RoomWriter {
  const people = new Map<UserId, object>()
  return {
    write: (zip, runs) => zip.add('messages.ndjson', writeLines(runs)),
    finish: (zip, { messages, files, missing }) => {
      const { room, title, by, exportedAt, completeTo, caughtUp, gaps, withFiles, after, before } = frame
      const said = {
        format: 'natter-room',
        version: roomExportVersion,
        room: { ...room, title },
        exportedAt: timed(exportedAt),
        exportedBy: by,
        ...(after === undefined ? {} : { after: timed(after) }),
        ...(before === undefined ? {} : { before: timed(before) }),
        completeTo,
        caughtUp,
        gaps,
        withFiles,
        counts: { messages, files },
        missingFiles: missing,
        people: [...people.values()],
      }
      return zip.add('room.json', chunksOf(`${JSON.stringify(said, null, 2)}\n`))
    },
  }

  async function* writeLines(runs: AsyncIterable<ExportRun>): AsyncGenerator<string> {
    for await (const { items, context } of runs) {
      for (const [user, known] of context.people) if (!people.has(user)) people.set(user, known)
      yield items.map((item) => `${JSON.stringify(lineOf(item, context))}\n`).join('')
    }
  }

  function lineOf(item: ExportedItem, context: ExportContext): object {
    const personOf = (user: UserId) => ({ id: user, name: nameIn(context, frame.words, user) })
    if (item.kind === 'notice') {
      const { seq, at, event } = item
      const sentence = noticeSentence(event, frame.words, (user) => nameIn(context, frame.words, user))
      return { kind: 'notice', seq, ...timed(at), sentence, event }
    }
    return { kind: 'message', ...describe(item.message, context, personOf) }
  }
}

function describe(
  message: ApiMessage,
  { files, blocked }: ExportContext,
  personOf: (user: UserId) => { readonly id: UserId; readonly name: string },
): object {
  const { at, author, attachments, reactions, editedAt, removedAt, removedBy, pinnedAt, preview } = message
  const { version: _, room: __, answers: ___, ...rest } = message
  const pathOf = (id: FileId) => {
    const path = files.get(id)?.path
    return path === undefined ? {} : { path }
  }
  return {
    ...rest,
    ...timed(at),
    author: personOf(author),
    ...(blockedIn(message, blocked) === undefined ? {} : { blocked: true }),
    attachments: attachments.map((one) => ({ ...one, ...pathOf(one.file) })),
    ...(preview === undefined
      ? {}
      : { preview: { ...preview, ...(preview.image === undefined ? {} : pathOf(preview.image)) } }),
    // A list, since what people react with may be any name at all.
    reactions: Object.entries(reactions).map(([emoji, by]) => ({ emoji, by: (by as UserId[]).map(personOf) })),
    ...(editedAt === undefined ? {} : { editedAt: timed(editedAt) }),
    ...(removedAt === undefined ? {} : { removedAt: timed(removedAt), removedBy: personOf(removedBy ?? author) }),
    ...(pinnedAt === undefined ? {} : { pinnedAt: timed(pinnedAt) }),
  }
}

function timed(at: number) {
  return { at, time: new Date(at).toISOString() }
}

export async function* chunksOf(...chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks
}
