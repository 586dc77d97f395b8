import type { AdminScope } from '../../../../common/http-contract/admin-contract.ts'
import type { PlainKey } from '../../../words/word-keys.ts'
import type { Words } from '../../../words/words.ts'

export const scopeNames = {
  'users:read': 'scope.users-read',
  'users:write': 'scope.users-write',
  'rooms:read': 'scope.rooms-read',
  'rooms:write': 'scope.rooms-write',
  reports: 'scope.reports',
  audit: 'scope.audit',
  settings: 'scope.settings',
  stats: 'scope.stats',
} as const satisfies Readonly<Record<AdminScope, PlainKey>>

/** What a program may do with it, in a sentence. */
export const scopeMeanings = {
  'users:read': 'scope.users-read-means',
  'users:write': 'scope.users-write-means',
  'rooms:read': 'scope.rooms-read-means',
  'rooms:write': 'scope.rooms-write-means',
  reports: 'scope.reports-means',
  audit: 'scope.audit-means',
  settings: 'scope.settings-means',
  stats: 'scope.stats-means',
} as const satisfies Readonly<Record<AdminScope, PlainKey>>

export function isScope(word: string): word is AdminScope {
  return Object.hasOwn(scopeNames, word)
}

/** What something may do, in a line. */
export function scopesLine(say: Words, scopes: readonly AdminScope[]): string {
  return scopes.map((scope) => say(scopeNames[scope])).join(' · ')
}
