import type { Result } from '../../../common/result.ts'
import type { ApiCall, AskApi } from './api-request.ts'
import type { SentFileCalls } from './sent-file-calls.ts'

/** One call of tus; `path` is of our own server. */
export type UploadCall = Pick<ApiCall, 'headers' | 'signal'> & {
  readonly method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: Blob
}

export type UploadCalls = {
  /** The headers of the answer. With a token that is good now, however long the upload has been under way. */
  upload(call: UploadCall): Promise<Result<Headers>>
}

/** What the control plane is asked of files that go out. None throws. */
export type UploadClient = UploadCalls & Pick<SentFileCalls, 'fileInfo'>

/** For one part: on a line so slow that this is not enough, what came of it by then counts all the same. */
const partTimeoutMs = 120_000

export function buildUploadCalls(ask: AskApi): UploadCalls {
  return { upload: (call) => ask<Headers>({ ...call, answer: 'headers', timeoutMs: partTimeoutMs }, undefined) }
}
