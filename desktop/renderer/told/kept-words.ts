import {
  type KeptData,
  type KeptKind,
  keptKinds,
  keptPlaces,
} from '../../../common/http-contract/kept-data-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import type { Words } from '../../words/words.ts'
import { spanOfSeconds } from '../look/wording/span-words.ts'

const kinds = {
  messages: ['kept.messages', 'kept.messages-until'],
  'versions-of-messages': ['kept.versions', 'kept.versions-until'],
  'message-stream': ['kept.stream', 'kept.stream-until'],
  files: ['kept.files', 'kept.files-until'],
  'files-in-no-message': ['kept.unposted', 'kept.unposted-until'],
  'unfinished-uploads': ['kept.uploads', 'kept.uploads-until'],
  'evidence-of-reports': ['kept.evidence', 'kept.evidence-until'],
  inbox: ['kept.inbox', 'kept.inbox-until'],
  account: ['kept.account', 'kept.account-until'],
  'saved-messages': ['kept.saved', 'kept.saved-until'],
  'reading-marks': ['kept.reading', 'kept.reading-until'],
  'notices-of-administrators': ['kept.notices', 'kept.notices-until'],
  'log-of-administration': ['kept.audit', 'kept.audit-until'],
  'answers-kept-for-repeats': ['kept.answers', 'kept.answers-until'],
  'freed-handle': ['kept.handle', 'kept.handle-until'],
  'devices-and-addresses': ['kept.devices', 'kept.devices-until'],
  'sign-in': ['kept.sign-in', 'kept.sign-in-until'],
  'broker-credentials': ['kept.credentials', 'kept.credentials-until'],
  'codes-by-mail': ['kept.codes', 'kept.codes-until'],
  'who-is-here': ['kept.presence', 'kept.presence-until'],
  'list-of-erasures': ['kept.erasures', 'kept.erasures-until'],
  'reports-of-erasures': ['kept.reports-of-erasures', 'kept.reports-of-erasures-until'],
  logs: ['kept.logs', 'kept.logs-until'],
} as const satisfies Record<KeptKind, readonly [PlainKey, PlainKey]>

/** In the order of `keptPlaces`, whose names are the server's own words. */
const places = [
  'kept.in-mongo',
  'kept.in-sqlite',
  'kept.in-stream',
  'kept.in-s3',
  'kept.in-folder',
  'kept.in-folder-no-backup',
  'kept.in-memory',
  'kept.on-device',
] as const satisfies KeysOf<typeof keptPlaces>
type KeysOf<Places extends readonly unknown[]> = { readonly [Place in keyof Places]: PlainKey }

type Kept = KeptData['kept'][number]
/** `isForeign`: a server of a later version keeps something that this page has no words for: they are its own, English. */
export type KeptWords = {
  readonly what: string
  readonly where: string
  readonly howLong: string
  readonly until: string
  readonly isForeign: boolean
}

export function keptWords(say: Words, { what, where, forMs, until }: Kept): KeptWords {
  const kind = keptKinds.find((one) => one === what)
  const place = places[keptPlaces.findIndex((one) => one === where)]
  return {
    what: kind === undefined ? what : say(kinds[kind][0]),
    until: kind === undefined ? until : say(kinds[kind][1]),
    where: place === undefined ? where : say(place),
    // A time of the law is counted in days.
    howLong:
      forMs === undefined
        ? say('kept.open-ended')
        : say('kept.for', { span: spanOfSeconds(forMs / 1_000, say.locale, 'day') }),
    isForeign: kind === undefined || place === undefined,
  }
}
