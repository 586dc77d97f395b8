import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { UserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { Letter } from './mail-letters.ts'

/** Mail to people, three an hour to an address and for an account, whoever asks for it and however often. */
export type MailPost = {
  /** Whether this server sends mail at all. */
  readonly isOn: boolean
  /** False where that is one too many. What is told of a thing that has happened is sent all the same. */
  readonly send: (want: {
    readonly user: UserId
    readonly to: string
    readonly letter: Letter
    readonly isNotice?: true
  }) => Promise<boolean>
  readonly prune: () => Promise<void>
}

const hourMs = 3_600_000
const mostAnHour = 3
const sentSchema = z.object({})

export function buildMailPost(
  store: RecordStore,
  mailer: { readonly send: (mail: Letter & { readonly to: string }) => void } | undefined,
  now: () => number,
): MailPost {
  const book = buildRecordBook(store, 'mail-sent', sentSchema, now)
  const drop = (id: string) => book.change(id, () => ok('remove'))

  /** Noted first and counted then, so that of many at once three go out. */
  async function note(owners: readonly string[]): Promise<boolean> {
    const id = randomBytes(16).toString('base64url')
    await book.change(id, () => ok({ detail: {}, owners }))
    for (const owner of owners) {
      const sent = await book.list({ owner, after: { at: now() - hourMs, id: '' } })
      if (sent.findIndex((one) => one.id === id) < mostAnHour) continue
      await drop(id)
      return false
    }
    return true
  }

  return {
    isOn: mailer !== undefined,
    send: async ({ user, to, letter, isNotice }) => {
      if (mailer === undefined) return false
      if (isNotice !== true && !(await note([user, `to:${digestOf(to)}`]))) return false
      mailer.send({ to, ...letter })
      return true
    },
    prune: async () => {
      for (const { id, at } of await book.list()) if (at <= now() - hourMs) await drop(id)
    },
  }
}

function digestOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url')
}
