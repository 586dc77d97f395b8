import type { ExportLanguage } from '../../common/http-contract/room-export-contract.ts'

type Named = { readonly by: string; readonly whom: string }

/** Every sentence of an export. Names and texts of people are handed in as they are: whoever writes them escapes the whole. */
export type ExportWords = {
  readonly lang: ExportLanguage
  readonly deletedUser: string
  readonly someone: string
  readonly exportedBy: (name: string, time: string) => string
  readonly completeTo: (seq: number) => string
  readonly behind: string
  readonly gaps: (spans: string) => string
  readonly noGaps: string
  readonly partOfIt: string
  readonly span: (after: string | undefined, before: string | undefined) => string
  readonly removedByAuthor: string
  readonly removedBy: (name: string) => string
  readonly edited: (time: string) => string
  readonly pinned: string
  readonly blocked: (name: string) => string
  readonly forwardedFrom: (name: string) => string
  readonly replyTo: (name: string) => string
  readonly replyToRemoved: string
  readonly replyToUnseen: string
  readonly inThread: (name: string) => string
  readonly answers: (count: number) => string
  readonly goneFile: (name: string) => string
  readonly withoutFiles: (name: string, size: string) => string
  readonly savedAs: string
  readonly index: string
  readonly pages: string
  readonly page: (number: number) => string
  readonly older: string
  readonly newer: string
  readonly members: (count: number) => string
  readonly messages: (count: number) => string
  readonly filesCount: (count: number) => string
  readonly nothing: string
  readonly missing: (count: number) => string
  readonly roomOf: (names: string) => string
  readonly topic: string
  readonly event: {
    readonly made: (by: string) => string
    readonly changed: (by: string) => string
    readonly named: (by: string, name: string) => string
    readonly topicSet: (by: string, topic: string) => string
    readonly topicTaken: (by: string) => string
    readonly archived: (by: string) => string
    readonly restored: (by: string) => string
    readonly adminsPost: (by: string) => string
    readonly allPost: (by: string) => string
    readonly opened: (by: string) => string
    readonly closed: (by: string) => string
    readonly showsAll: (by: string) => string
    readonly showsJoined: (by: string) => string
    readonly slowOff: (by: string) => string
    readonly slowOn: (by: string, seconds: number) => string
    readonly pictureSet: (by: string) => string
    readonly pictureTaken: (by: string) => string
    readonly joined: (by: string) => string
    readonly added: (who: Named) => string
    readonly cameByLink: (who: Named) => string
    readonly accepted: (who: Named) => string
    readonly left: (by: string) => string
    readonly removed: (who: Named) => string
    readonly role: (who: Named, role: 'owner' | 'admin' | 'member' | 'listener') => string
    readonly owner: (who: Named) => string
    readonly muted: (who: Named, until: string) => string
    readonly unmuted: (who: Named) => string
    readonly banned: (who: Named) => string
    readonly unbanned: (who: Named) => string
    readonly contactEnded: string
    readonly contactRestored: string
    readonly messageRemoved: string
    readonly erased: string
  }
}

/** To the second, in the one zone that everybody who reads it shares. */
export function timeWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

export function sizeOf(bytes: number, lang: ExportLanguage): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const number = bytes / 1000 ** power
  return `${number.toLocaleString(lang, { maximumFractionDigits: number < 10 && power > 0 ? 1 : 0 })} ${units[power]}`
}
