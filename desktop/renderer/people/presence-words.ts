import type { Status } from '../../../common/http-contract/profile-contract.ts'
import type { PresenceView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import { agoWords, sinceWords } from '../look/wording/time-words.ts'
import type { ShownPresence } from '../state/people-selectors.ts'
import { shapeOf } from '../state/people-selectors.ts'
import type { Clock } from '../state/use-today.ts'

const keys = { here: 'people.here', away: 'people.away', busy: 'people.busy' } as const

export function shapeWords(say: Words, shape: ShownPresence | undefined): string {
  return say(shape === undefined ? 'people.gone' : keys[shape])
}

/** "On the pier until 16:00", in their words; undefined where they say nothing, or it is over. */
export function statusWords(say: Words, status: Status | undefined, clock: Clock, nowAt: number): string | undefined {
  if (status === undefined || (status.until !== undefined && status.until <= nowAt)) return undefined
  const words = [status.emoji, status.text].filter((part) => part !== undefined && part !== '').join(' ')
  if (words === '') return undefined
  if (status.until === undefined) return words
  return say('people.status-until', { status: words, when: sinceWords(status.until, { ...clock, nowAt }) })
}

/** What there is to say of where somebody is: their own words, else what can be seen. */
export function presenceWords(say: Words, presence: PresenceView | undefined, clock: Clock, nowAt: number): string {
  const status = statusWords(say, presence?.status, clock, nowAt)
  if (status !== undefined) return status
  if (presence?.lastSeenAt === undefined) return shapeWords(say, shapeOf(presence))
  return say('people.last-here', { when: agoWords(presence.lastSeenAt, { ...clock, nowAt }) })
}
