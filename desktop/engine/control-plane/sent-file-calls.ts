import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { File } from '../../../common/http-contract/file-contract.ts'
import { fileSchema, previewAnswerSchema } from '../../../common/http-contract/file-contract.ts'
import type { ForwardBody } from '../../../common/http-contract/forward-contract.ts'
import { forwardAnswerSchema } from '../../../common/http-contract/forward-contract.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import { wholeRoomAnswerSchema } from '../../../common/http-contract/room-contract.ts'
import { searchAnswerSchema } from '../../../common/http-contract/search-contract.ts'
import type { EventId, FileId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { LinkPreview, SealedForward } from '../../../common/wire-event.ts'
import type { SharedCounts, SharedPage } from '../../engine-command.ts'
import type { AskApi } from './api-request.ts'

const countedSchema = wholeRoomAnswerSchema.pick({ counts: true })

/** What the control plane is asked of files, but for sending them. None throws. */
export type SentFileCalls = {
  fileInfo(file: FileId): Promise<Result<File>>
  fileBytes(file: FileId, preview: boolean): Promise<Result<Blob>>
  /** Into that room, for that message: asked again it is the same copy. */
  copyFile(room: RoomId, file: FileId, message: EventId): Promise<Result<FileId>>
  /** The server's word for whose the words are that are passed on. */
  sealForward(room: RoomId, body: ForwardBody): Promise<Result<SealedForward>>
  previewLink(room: RoomId, url: string): Promise<Result<LinkPreview>>
  sharedIn(room: RoomId, wanted: SharedWanted): Promise<Result<SharedPage>>
  countShared(room: RoomId): Promise<Result<SharedCounts>>
}

/** `q`: empty where all of them are meant. */
export type SharedWanted = {
  readonly has: 'file' | 'image' | 'link'
  readonly q: string
  readonly cursor: string | undefined
}

export function buildSentFileCalls(ask: AskApi): SentFileCalls {
  return {
    fileInfo: (file) => ask({ method: 'GET', path: apiPaths.fileInfo(file) }, fileSchema),
    fileBytes: (file, preview) => {
      const path = preview ? apiPaths.filePreview(file) : apiPaths.file(file)
      // Large ones take their time: only silence ends it.
      return ask<Blob>({ method: 'GET', path, answer: 'blob', onBytes: () => undefined }, undefined)
    },
    async sharedIn(room, { has, q, cursor }) {
      const more = { ...(q === '' ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) }
      const query = new URLSearchParams({ room, has, limit: '50', ...more })
      const found = await ask({ method: 'GET', path: apiPaths.search(query.toString()) }, searchAnswerSchema)
      if (!found.ok) return found
      const { hits, cursor: next } = found.value
      const messages = hits.map(({ message }) => buildMessageFromApi(message))
      return { ok: true, value: { messages, ...(next === undefined ? {} : { cursor: next }) } }
    },
    async countShared(room) {
      const answer = await ask({ method: 'GET', path: apiPaths.room(room) }, countedSchema)
      return answer.ok ? { ok: true, value: answer.value.counts } : answer
    },
    async copyFile(room, file, message) {
      const call = { method: 'POST', path: apiPaths.fileCopies(room), body: { file, message } } as const
      const answer = await ask(call, fileSchema)
      return answer.ok ? { ok: true, value: answer.value.id } : answer
    },
    async sealForward(room, body) {
      const answer = await ask({ method: 'POST', path: apiPaths.forwards(room), body }, forwardAnswerSchema)
      return answer.ok ? { ok: true, value: answer.value.forwarded } : answer
    },
    async previewLink(room, url) {
      const answer = await ask(
        { method: 'POST', path: apiPaths.linkPreviews, body: { room, url } },
        previewAnswerSchema,
      )
      return answer.ok ? { ok: true, value: answer.value.preview } : answer
    },
  }
}
