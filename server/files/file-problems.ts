import { appError } from '../../common/app-error.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import { FileStorageError } from './file-storage.ts'

/** In a route: a storage that does not answer is a problem that passes. */
export async function whereStorageAnswers<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    throw problemOfStorage(fault) ?? fault
  }
}

/** Undefined: it is none of the storage's. */
export function problemOfStorage(fault: unknown): ProblemError | undefined {
  if (!(fault instanceof FileStorageError)) return undefined
  return new ProblemError(appError('files-unavailable', { cause: fault, retryAfterMs: 2_000 }))
}

/** As limits are said: to a tenth. */
export const sayMegabytes = (bytes: number): string => `${Math.round(bytes / 104_857.6) / 10} MB`
