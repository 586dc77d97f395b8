import { appError } from '../../common/app-error.ts'
import { type SettingsAnswer, settingsSchema } from '../../common/http-contract/profile-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** What somebody has set for themselves, on all their devices. */
export type OwnSettings = {
  readonly load: (user: UserId) => Promise<SettingsAnswer>
  /** The version alone, for whoever asks whether there is anything new. */
  readonly loadVersion: (user: UserId) => Promise<number>
  readonly remove: (user: UserId) => Promise<void>
  /** Compare-and-set; where another device was first, the error carries what it set. */
  readonly put: (user: UserId, wanted: SettingsAnswer) => Promise<Result<SettingsAnswer>>
}

export function buildOwnSettings(
  store: RecordStore,
  hint: (user: UserId, topic: 'settings') => void,
  now: () => number,
): OwnSettings {
  const book = buildRecordBook(store, 'settings', settingsSchema, now)
  const load = async (user: UserId): Promise<SettingsAnswer> => {
    const kept = await book.load(user)
    return { version: kept?.turn ?? 0, settings: kept?.detail ?? {} }
  }
  return {
    load,
    loadVersion: async (user) => (await book.load(user))?.turn ?? 0,
    remove: async (user) => void (await book.change(user, () => ok('remove'))),
    put: async (user, { version, settings }) => {
      const changed = await book.change(user, (before) =>
        (before?.turn ?? 0) === version ? ok({ detail: settings, owners: [user] }) : err(appError('settings-changed')),
      )
      if (!changed.ok) {
        const isOutrun = changed.error.code === 'settings-changed'
        return isOutrun ? err(appError('settings-changed', { more: { newer: await load(user) } })) : changed
      }
      hint(user, 'settings')
      return ok({ version: changed.value?.turn ?? 0, settings })
    },
  }
}
