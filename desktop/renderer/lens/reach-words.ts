import type { RoomReachAnswer } from '../../../common/http-contract/reach-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { InviteView } from '../../room-command.ts'
import type { Words } from '../../words/words.ts'
import { dateWords, untilWords } from '../look/wording/time-words.ts'
import { nameOf, type Users } from '../state/room-words.ts'
import type { Clock } from '../state/use-today.ts'

type Reached = RoomReachAnswer['users'][number]
type Reader = { readonly say: Words; readonly users: Users; readonly me: UserId; readonly clock: Clock }

/** With the numbers first. */
export function reachTitle(say: Words, { users, services, people }: RoomReachAnswer): string {
  const bots = splitBots({ users, people }).bots.length
  return say('lens.sentence', { people: users.length - bots, bots, services: services.length })
}

/** Programs stand by themselves: whoever reads on is to see how many of those who read are none of their kind. */
export function splitBots({ users, people }: Pick<RoomReachAnswer, 'users' | 'people'>) {
  const bots = new Set(people.filter(({ bot }) => bot === true).map(({ id }) => id))
  return { people: users.filter(({ user }) => !bots.has(user)), bots: users.filter(({ user }) => bots.has(user)) }
}

/** How many keys a program signs in with, and what it may there. */
export function keyWords(say: Words, { reach, devices }: Reached): string {
  const count = say('lens.keys', { count: devices.length })
  return reach === 'room' ? count : say('lens.only-reads', { devices: count })
}

/** How somebody came in, by whom and when, as far as the archive says. */
export function arrivalWords({ user, via, by, at }: Reached, { say, users, me, clock }: Reader): string {
  if (via === undefined) return say('lens.is-in')
  const date = at === undefined ? '' : dateWords(at, clock)
  const who = by === me ? 'you' : by === undefined || by === user ? 'self' : 'other'
  const name = by === undefined ? '' : nameOf(say, users, by)
  return say(`lens.via-${via}`, { who, name, date })
}

/** On how many devices, and what they may there. */
export function deviceWords(say: Words, { reach, devices }: Reached): string {
  const count = say('lens.devices', { count: devices.length })
  return reach === 'room' ? count : say('lens.only-reads', { devices: count })
}

const known = ['archive', 'presence'] as const

/** What the server says of a service in English, in the language of the page where it is a known one. */
export function serviceWords(say: Words, { name, why }: RoomReachAnswer['services'][number]) {
  const one = known.find((each) => each === name)
  return one === undefined ? { name, why } : { name: say(`lens.service-${one}`), why: say(`lens.service-${one}-why`) }
}

export function linkWords(invites: readonly InviteView[], { say, clock }: Pick<Reader, 'say' | 'clock'>): string {
  const left = invites.reduce(
    (sum, { uses, used }) => sum + (uses === undefined ? Infinity : Math.max(0, uses - used)),
    0,
  )
  const until = untilWords(Math.max(...invites.map(({ expiresAt }) => expiresAt)), clock)
  const links = say('lens.links', { count: invites.length })
  return Number.isFinite(left)
    ? `${links} ${say('lens.could-come', { count: left, until })}`
    : `${links} ${say('lens.any-could-come', { until })}`
}
