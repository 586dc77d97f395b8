import { randomUUID } from 'node:crypto'
import type { Locker } from '@tus/server'
import { appError } from '../../common/app-error.ts'
import { err, ok } from '../../common/result.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import type { UploadBook } from './file-records.ts'

const lifeMs = 5_000
const prolongEveryMs = 1_500
const askEveryMs = 50
const giveUpMs = 12_000

/**
 * One call at a time for an upload, in this process and among all that share the store: a lease in the upload's own record, short, so
 * that whoever goes on after a crash need not wait long. A call that comes later asks the one before to end, as a client does that
 * came back before its old connection was known to be dead. What it guards bears a late writer too: the offset is compared.
 */
export function buildUploadLocks(uploads: UploadBook, now: () => number): Locker {
  const askedToEnd = new Map<string, () => void>()
  const take = async (id: string, holder: string): Promise<boolean> => {
    let isOurs = false
    await uploads.change(id, (before) => {
      if (before === undefined) return err(appError('file-unknown'))
      const { lease } = before.detail
      isOurs = lease === undefined || lease.holder === holder || lease.until < now()
      const next = { ...before.detail, lease: { holder, until: now() + lifeMs } }
      return ok(isOurs ? { detail: next, owners: before.owners } : undefined)
    })
    return isOurs
  }
  return {
    newLock: (id) => {
      const holder = randomUUID()
      let timer: NodeJS.Timeout | undefined
      let end: () => void = () => undefined
      return {
        lock: async (signal, cancel) => {
          // One that is only being made has no record yet, and nobody else knows its name.
          if ((await uploads.load(id)) === undefined) return
          const deadline = now() + giveUpMs
          for (;;) {
            askedToEnd.get(id)?.()
            if (signal.aborted || now() > deadline) throw new ProblemError(appError('upload-busy'))
            if (await take(id, holder)) break
            await new Promise((wake) => setTimeout(wake, askEveryMs))
          }
          end = () => void cancel()
          askedToEnd.set(id, end)
          timer = setInterval(() => void take(id, holder).catch(() => undefined), prolongEveryMs)
        },
        unlock: async () => {
          clearInterval(timer)
          if (askedToEnd.get(id) === end) askedToEnd.delete(id)
          await uploads.change(id, (before) => {
            if (before?.detail.lease?.holder !== holder) return ok(undefined)
            const { lease: _, ...detail } = before.detail
            return ok({ detail, owners: before.owners })
          })
        },
      }
    },
  }
}
