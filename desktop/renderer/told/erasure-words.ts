import type {
  ErasedKind,
  ErasureReport,
  erasurePlaces,
  erasureRests,
} from '../../../common/http-contract/erasure-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import type { Words } from '../../words/words.ts'

export const erasedNames = {
  messages: 'erasures.messages',
  'events-in-streams': 'erasures.events',
  devices: 'erasures.devices',
  bots: 'erasures.bots',
  webhooks: 'erasures.webhooks',
  rooms: 'erasures.rooms',
  contacts: 'erasures.contacts',
  requests: 'erasures.requests',
  settings: 'erasures.settings',
  picture: 'erasures.picture',
  notices: 'erasures.notices',
  'files-in-no-message': 'erasures.files',
  reports: 'erasures.reports',
  'reasons-of-bans': 'erasures.bans',
  codes: 'erasures.codes',
  tokens: 'erasures.tokens',
  'kept-answers': 'erasures.answers',
  'reading-marks': 'erasures.reading',
  'saved-messages': 'erasures.saved',
  inbox: 'erasures.inbox',
} as const satisfies Readonly<Record<ErasedKind, PlainKey>>

export const erasurePlaceNames = {
  store: 'erasures.in-store',
  streams: 'erasures.in-streams',
  files: 'erasures.in-files',
} as const satisfies Readonly<Record<(typeof erasurePlaces)[number], PlainKey>>

export const erasureRestNames = {
  id: 'erasures.rest-id',
  'messages-without-a-name': 'erasures.rest-messages',
  'evidence-of-reports': 'erasures.rest-evidence',
  'backups-made-before': 'erasures.rest-backups',
} as const satisfies Readonly<Record<(typeof erasureRests)[number], PlainKey>>

/** What went, in a line: "Messages 412 · Devices 3". */
export function goneLine(say: Words, { gone }: Pick<ErasureReport, 'gone'>): string {
  return gone.map(({ what, count }) => `${say(erasedNames[what])} ${say.number(count)}`).join(' · ')
}

/** One for the list and one for screen readers: what becomes, or became, of the messages. */
export function wordsOf(say: Words, { messages }: Pick<ErasureReport, 'messages'>): string {
  return say(messages === 'erase' ? 'erasures.words-go' : 'erasures.words-stay')
}
