import type { ServerSettings } from '../../../../common/http-contract/server-settings-contract.ts'
import type { PlainKey } from '../../../words/word-keys.ts'
import type { Words } from '../../../words/words.ts'
import { sizeWords } from '../../look/wording/size-words.ts'

export type SettingName = keyof ServerSettings

export const settingWords = {
  registration: 'server-set.registration',
  contacts: 'server-set.contacts',
  memberInvites: 'server-set.memberInvites',
  memberCap: 'server-set.memberCap',
  fileBytes: 'server-set.fileBytes',
  bots: 'server-set.bots',
  retentionDays: 'server-set.retentionDays',
} as const satisfies Readonly<Record<SettingName, PlainKey>>

/** What is one of a few: each with its name. */
const choiceWords = {
  registration: {
    open: 'server-set.registration-open',
    invite: 'server-set.registration-invite',
    closed: 'server-set.registration-closed',
  },
  contacts: { open: 'server-set.contacts-open', request: 'server-set.contacts-request' },
  memberInvites: { true: 'server-set.memberInvites-true', false: 'server-set.memberInvites-false' },
  bots: { admins: 'server-set.bots-admins', everyone: 'server-set.bots-everyone' },
} as const satisfies { readonly [Name in SettingName]?: Readonly<Record<string, PlainKey>> }

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingWords, name)
}

/** What a setting is, for whoever reads that it was changed. `value` is as a log kept it, whichever version wrote it. */
export function settingValueWords(say: Words, name: SettingName, value: unknown): string {
  if (name === 'retentionDays') {
    return typeof value === 'number' ? say('server-set.days', { days: value }) : say('server-set.for-good')
  }
  if (name === 'fileBytes' && typeof value === 'number') return sizeWords(value, say.locale)
  if (name === 'memberCap' && typeof value === 'number') return say.number(value)
  const names: Readonly<Record<string, PlainKey>> = name in choiceWords ? choiceWords[name as 'contacts'] : {}
  const key = names[String(value)]
  // The key of a plain message without values: every one of the table is.
  return key === undefined ? String(value) : say(key as 'server-set.bots-admins')
}
