import { DetailedError, type HttpRequest, type HttpStack, Upload } from 'tus-js-client'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../../common/http-contract/file-contract.ts'
import type { FileId } from '../../../common/ids.ts'
import { filePattern } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { UploadClient } from '../control-plane/upload-client.ts'
import type { KeptFile } from '../local-store/file-store.ts'

/** One way to the server, from where it was broken off; whether and when another is made is for transfer-desk.ts to say. */
export type UploadRun = {
  /** The name that the server gave it. Never rejects. */
  readonly done: Promise<Result<FileId>>
  /** Broken off: `done` never answers then. */
  stop(): void
}

export type Uploading = {
  readonly file: KeptFile
  readonly call: UploadClient['upload']
  /** Undefined: they are not there any more. */
  readonly readBytes: (from: number, to: number) => Promise<Blob | undefined>
  /** So many are at the server for certain. */
  readonly onSent: (bytes: number) => void
  /** Where it goes on after a break. */
  readonly onPlace: (path: string) => void
}

/** Nobody asks for the address: paths are joined to it by the library, and cut off again before a call is made. */
const anyOrigin = 'http://natter'

/**
 * tus by its own library, over the engine's own calls: with their token, which is renewed meanwhile, and without the library's
 * storage, requests and repetitions, since it would begin an upload anew after any refused question.
 */
export function startUpload({ file, call, readBytes, onSent, onPlace }: Uploading): UploadRun {
  const { room, name, mediaType, isOriginal, sizeBytes } = file
  let tus: Upload | undefined
  const done = new Promise<Result<FileId>>((answer) => {
    const upload = new Upload(new Blob(), {
      endpoint: anyOrigin + apiPaths.roomFiles(room),
      uploadUrl: file.upload === undefined ? null : anyOrigin + file.upload,
      uploadSize: sizeBytes,
      metadata: { filename: name, type: mediaType, ...(isOriginal === true ? { original: '1' } : {}) },
      chunkSize: chunkBytesOf(sizeBytes),
      retryDelays: null,
      storeFingerprintForResuming: false,
      // A small file is there with the first call.
      uploadDataDuringCreation: sizeBytes > 0 && sizeBytes <= chunkBytesOf(sizeBytes),
      fingerprint: () => Promise.resolve(''),
      fileReader: {
        openFile: async () => ({
          size: sizeBytes,
          async slice(start, end) {
            const value = await readBytes(start, end)
            if (value === undefined || value.size !== Math.min(end, sizeBytes) - start) throw new UploadFault(lost)
            return { value, done: end >= sizeBytes }
          },
          close() {},
        }),
      },
      httpStack: buildStack(call),
      onUploadUrlAvailable: () => upload.url !== null && onPlace(new URL(upload.url).pathname),
      // Only what was acknowledged: the stack below tells of nothing on its way.
      onProgress: (sent) => onSent(sent),
      onSuccess({ lastResponse }) {
        const stored = lastResponse.getHeader(fileHeader)
        // Whole, and no name: whoever answered does not speak as we do.
        answer(stored !== undefined && filePattern.test(stored) ? ok(stored as FileId) : err(appError('busy')))
      },
      onError: (error) => answer(err(errorOf(error))),
    })
    tus = upload
    upload.start()
  })
  return { done, stop: () => void tus?.abort() }
}

const lost = appError('file-lost')

/**
 * As much as is lost at most where a call is cut before the server has any of it; and so much that a long file comes in some
 * dozens of calls, which the server takes.
 */
function chunkBytesOf(sizeBytes: number): number {
  return Math.min(4_194_304, Math.max(524_288, Math.ceil(sizeBytes / 48)))
}

/** What a call was answered with, on its way through the library. */
class UploadFault extends Error {
  readonly error: AppError
  constructor(error: AppError) {
    super(error.code)
    this.name = 'UploadFault'
    this.error = error
  }
}

function errorOf(fault: unknown): AppError {
  const cause = fault instanceof DetailedError ? fault.causingError : fault
  return cause instanceof UploadFault ? cause.error : appError('busy', { cause: fault })
}

/** Only that there is no such upload any more is the library's to hear: it begins anew then. */
const startsAnew: ReadonlySet<string> = new Set(['file-unknown'])

function buildStack(call: UploadClient['upload']): HttpStack {
  return {
    getName: () => 'natter',
    createRequest(method, url): HttpRequest {
      const headers: Record<string, string> = {}
      const aborter = new AbortController()
      return {
        getMethod: () => method,
        getURL: () => url,
        setHeader(name, value) {
          headers[name.toLowerCase()] = value
        },
        getHeader: (name) => headers[name.toLowerCase()],
        setProgressHandler() {},
        async send(body: Blob | null) {
          const { origin, pathname } = new URL(url)
          // Where else a place may be said to be, the token is not to go there.
          if (origin !== anyOrigin) throw new UploadFault(appError('busy'))
          const sent = await call({
            ...{ method: method as 'POST', path: pathname, headers, signal: aborter.signal },
            ...(body === null ? {} : { body }),
          })
          if (sent.ok) return answerOf(200, sent.value)
          if (method === 'HEAD' && startsAnew.has(sent.error.code)) return answerOf(404, new Headers())
          throw new UploadFault(sent.error)
        },
        abort: async () => aborter.abort(),
        getUnderlyingObject: () => undefined,
      }
    },
  }
}

function answerOf(status: number, headers: Headers) {
  return {
    getStatus: () => status,
    getHeader: (name: string) => headers.get(name) ?? undefined,
    getBody: () => '',
    getUnderlyingObject: () => undefined,
  }
}
