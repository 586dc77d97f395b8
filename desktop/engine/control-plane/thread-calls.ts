import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { ApiMessage, History } from '../../../common/http-contract/history-contract.ts'
import { historySchema } from '../../../common/http-contract/history-contract.ts'
import type { Pins, Threads, Versions } from '../../../common/http-contract/thread-contract.ts'
import {
  messageAnswerSchema,
  pinsSchema,
  threadsSchema,
  versionsSchema,
} from '../../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { AskApi } from './api-request.ts'

const [threadsAtOnce, pinsAtOnce, mostHeard] = [200, 100, 20]

/** What the control plane is asked of threads and single messages. None throws. */
export type ThreadCalls = {
  /** The newest, or those before or around a sequence. */
  thread(
    room: RoomId,
    thread: MessageId,
    query: { readonly limit: number; readonly before?: number; readonly around?: number },
  ): Promise<Result<History>>
  /** Those I follow, newest answer first; from the start, or after a page. `heard`: rooms in which something was just heard. */
  threads(page: { readonly cursor?: string | undefined; readonly heard: readonly RoomId[] }): Promise<Result<Threads>>
  followThread(room: RoomId, thread: MessageId, on: boolean): Promise<Result<unknown>>
  message(room: RoomId, message: MessageId): Promise<Result<ApiMessage>>
  versions(room: RoomId, message: MessageId): Promise<Result<Versions>>
  /** What was said last first; from the start, or before a sequence. */
  pins(room: RoomId, before?: number): Promise<Result<Pins>>
}

export function buildThreadCalls(asked: AskApi): ThreadCalls {
  return {
    thread: (room, thread, { limit, before, around }) => {
      const near = around === undefined ? '' : `&around=${around}`
      const query = `?limit=${limit}${before === undefined ? '' : `&before=${before}`}${near}`
      return asked({ method: 'GET', path: apiPaths.thread(room, thread, query) }, historySchema)
    },
    threads({ cursor, heard }) {
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const since = heard.length === 0 ? '' : `&heard=${heard.slice(-mostHeard).join()}`
      return asked({ method: 'GET', path: apiPaths.threads(`?limit=${threadsAtOnce}${from}${since}`) }, threadsSchema)
    },
    followThread: (room, thread, on) =>
      asked({ method: on ? 'PUT' : 'DELETE', path: apiPaths.threadFollow(room, thread) }, undefined),
    versions: (room, message) => asked({ method: 'GET', path: apiPaths.versions(room, message) }, versionsSchema),
    pins(room, before) {
      const query = `?limit=${pinsAtOnce}${before === undefined ? '' : `&before=${before}`}`
      return asked({ method: 'GET', path: apiPaths.pins(room, query) }, pinsSchema)
    },
    async message(room, message) {
      const found = await asked({ method: 'GET', path: apiPaths.message(room, message) }, messageAnswerSchema)
      return found.ok ? ok(found.value.message) : found
    },
  }
}
