import { MongoBulkWriteError, MongoError, MongoInvalidArgumentError, MongoParseError, MongoServerError } from 'mongodb'
import { StoreUnavailableError } from '../store-port.ts'

const duplicateKey = 11_000
/** BadValue, FailedToParse, TypeMismatch, document too large (three ways), key too long, duplicate: our value is wrong. */
const bugCodes: ReadonlySet<number> = new Set([2, 9, 14, 10_334, 17_419, 17_420, 17_280, duplicateKey])

export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey
}

/** Which places of an unordered insert were there already. Anything else that went wrong is thrown, a lost majority too. */
export function duplicatesOf(error: unknown): readonly number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error
  const failed = [error.writeErrors].flat()
  const onlyDuplicates = failed.length > 0 && failed.every((one) => one.code === duplicateKey)
  if (!onlyDuplicates || error.result.getWriteConcernError() !== undefined) throw error
  return failed.map((one) => one.index)
}

/** Two upserts of one new key race: the loser hears of a duplicate, and finds the document when it tries again. */
export async function retryOnDuplicate<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    return await act()
  }
}

type Methods = Readonly<Record<string, unknown>>

/** Wraps every method once, so that none can forget it: faults of the database come out as `StoreUnavailableError`. */
export function withMappedFaults<T extends Methods>(methods: T): T {
  const wrapped = Object.entries(methods).map(([name, method]) => {
    if (typeof method !== 'function') return [name, method]
    const guarded = async (...values: readonly unknown[]): Promise<unknown> => {
      try {
        return await method(...values)
      } catch (error) {
        throw mapFault(error)
      }
    }
    return [name, guarded]
  })
  return Object.fromEntries(wrapped) as T
}

export function mapFault(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error
  if (error instanceof MongoParseError || error instanceof MongoInvalidArgumentError) return error
  if (error instanceof MongoServerError && codesOf(error).every((code) => bugCodes.has(code))) return error
  return new StoreUnavailableError(`MongoDB: ${error.name}`, { cause: error })
}

/** Of an unordered write all that went wrong counts, not only the first: a lost majority may come behind a duplicate. */
function codesOf(error: MongoServerError): readonly number[] {
  if (!(error instanceof MongoBulkWriteError)) return [Number(error.code)]
  const unconfirmed = error.result.getWriteConcernError()
  return [...[error.writeErrors].flat().map(({ code }) => code), ...(unconfirmed === undefined ? [] : [-1])]
}
