import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { type Saved, savedSchema } from '../../../common/http-contract/saved-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { AskApi } from './api-request.ts'

export type SavedCalls = {
  /** A page of what I have saved, newest first. */
  saved(cursor?: string): Promise<Result<Saved>>
  /** `agoMs`: so long ago I said it. */
  setSaved(word: {
    readonly room: RoomId
    readonly message: MessageId
    readonly on: boolean
    readonly agoMs: number
  }): Promise<Result<unknown>>
}

const pageRows = 200

export function buildSavedCalls(asked: AskApi): SavedCalls {
  return {
    saved(cursor) {
      const query = new URLSearchParams({ limit: String(pageRows), ...(cursor === undefined ? {} : { cursor }) })
      return asked({ method: 'GET', path: apiPaths.saved(String(query)) }, savedSchema)
    },
    setSaved: ({ room, message, on, agoMs }) =>
      asked({ method: on ? 'PUT' : 'DELETE', path: apiPaths.savedMessage(room, message, agoMs) }, undefined),
  }
}
