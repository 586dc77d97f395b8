import type { PresenceWish } from '../../common/http-contract/profile-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { RoomKind } from '../../common/wire-event.ts'
import type { NotificationSettings, NotifyLevel } from './person-settings.ts'
import { isQuietHour, type WeekHour } from './quiet-hours.ts'

/** All that decides whether a message of somebody else is told, and why: one function, for the engine and for who asks. */
export type NotifyCase = {
  readonly settings: NotificationSettings
  readonly at: number
  /** The same moment, by the clock of the device. */
  readonly hour: WeekHour
  readonly presence: PresenceWish
  readonly room: RoomId
  readonly kind: RoomKind
  readonly author: UserId
  /** How it names me: myself, everybody in the room, those who were here, or by one of my words. */
  readonly named?: Named
  readonly isBlocked: boolean
  /** Somebody I have not accepted yet. */
  readonly isFirstContact: boolean
  /** On this device or another. */
  readonly isRead: boolean
  /** In a window that has the focus. */
  readonly isOnScreen: boolean
}
export type Named = { readonly by: 'name' | 'room' | 'here' } | { readonly by: 'word'; readonly word: string }

/** In the order in which they are asked. */
export const notifyRules = [
  'blocked',
  'first-contact',
  'default',
  'room',
  'muted',
  'read',
  'on-screen',
  'person',
  'quiet-now',
  'quiet-hours',
  'presence',
] as const
export type NotifyRule = (typeof notifyRules)[number]

/** `nothing`: it does not apply here, or leaves it to the others. */
export type RuleStep = {
  readonly rule: NotifyRule
  readonly says: 'tell' | 'silent' | 'nothing'
  /** Of `default` and `room`. */
  readonly level?: NotifyLevel
  /** Of `muted` and `quiet-now`. */
  readonly until?: number
}
export type NotifyDecision = {
  readonly isTold: boolean
  readonly hasSound: boolean
  readonly decidedBy: NotifyRule
  readonly named?: Named
  /** One for each rule, in their order. */
  readonly steps: readonly RuleStep[]
}

/** Of a message of somebody else: whether it was told, and why. `isSupposed`: by what holds now, since it came before. */
export type DecisionView = {
  readonly room: RoomId
  readonly message: MessageId
  readonly author: UserId
  readonly at: number
  readonly text: string
  readonly decision: NotifyDecision
  readonly isSupposed?: true
}

export function decideNotify(given: NotifyCase): NotifyDecision {
  const { settings, named } = given
  const steps = notifyRules.map((rule) => askRule[rule](given))
  const silent = steps.find(({ rule, says }) => says === 'silent' && !isOverruled(rule, steps))
  const telling = saidBy('room', steps) === 'tell' ? 'room' : 'default'
  return {
    isTold: silent === undefined,
    hasSound: silent === undefined && settings.sound,
    decidedBy: silent?.rule ?? (isQuietBroken(steps) ? 'person' : telling),
    ...(named === undefined ? {} : { named }),
    steps,
  }
}

type AskRule = (given: NotifyCase) => RuleStep
const askRule: { readonly [Rule in NotifyRule]: AskRule } = {
  blocked: ({ isBlocked }) => ({ rule: 'blocked', says: isBlocked ? 'silent' : 'nothing' }),
  'first-contact': ({ isFirstContact }) => ({ rule: 'first-contact', says: isFirstContact ? 'silent' : 'nothing' }),
  default: ({ settings, kind, named }) => {
    const level = defaultLevel(settings, kind)
    return { rule: 'default', level, says: levelSays(level, named) }
  },
  room: ({ settings, room, named }) => {
    const level = settings.rooms[room]?.level
    return level === undefined
      ? { rule: 'room', says: 'nothing' }
      : { rule: 'room', level, says: levelSays(level, named) }
  },
  muted: ({ settings, room, at }) => {
    const until = settings.rooms[room]?.mutedUntil
    return until === undefined || until <= at
      ? { rule: 'muted', says: 'nothing' }
      : { rule: 'muted', until, says: 'silent' }
  },
  read: ({ isRead }) => ({ rule: 'read', says: isRead ? 'silent' : 'nothing' }),
  'on-screen': ({ isOnScreen }) => ({ rule: 'on-screen', says: isOnScreen ? 'silent' : 'nothing' }),
  person: ({ settings, author }) => ({ rule: 'person', says: settings.people[author] === true ? 'tell' : 'nothing' }),
  'quiet-now': ({ settings: { quietUntil }, at }) =>
    quietUntil === undefined || quietUntil <= at
      ? { rule: 'quiet-now', says: 'nothing' }
      : { rule: 'quiet-now', until: quietUntil, says: 'silent' },
  'quiet-hours': ({ settings, hour }) => ({
    rule: 'quiet-hours',
    says: isQuietHour(settings.quietHours, hour) ? 'silent' : 'nothing',
  }),
  presence: ({ presence }) => ({ rule: 'presence', says: presence === 'dnd' ? 'silent' : 'nothing' }),
}

/** What somebody who comes through comes through. */
const quietRules: ReadonlySet<NotifyRule> = new Set(['quiet-now', 'quiet-hours', 'presence'])

/** What a room says counts before what is said for all rooms; a person of the list comes through what is only about quiet. */
function isOverruled(rule: NotifyRule, steps: readonly RuleStep[]): boolean {
  if (rule === 'default') return saidBy('room', steps) !== 'nothing'
  return quietRules.has(rule) && saidBy('person', steps) === 'tell'
}

function isQuietBroken(steps: readonly RuleStep[]): boolean {
  return steps.some(({ rule, says }) => says === 'silent' && quietRules.has(rule))
}

function saidBy(rule: NotifyRule, steps: readonly RuleStep[]): RuleStep['says'] {
  return steps.find((step) => step.rule === rule)?.says ?? 'nothing'
}

function levelSays(level: NotifyLevel, named: Named | undefined): RuleStep['says'] {
  if (level === 'all') return 'tell'
  return level === 'mentions' && named !== undefined ? 'tell' : 'silent'
}

type Levels = Pick<NotificationSettings, 'defaults' | 'rooms'>

export function defaultLevel({ defaults }: Pick<Levels, 'defaults'>, kind: RoomKind): NotifyLevel {
  return kind === 'direct' ? defaults.direct : defaults.rooms
}

/** Until when nothing of the room is counted for badge, tray and title; `Infinity`: until somebody says otherwise. */
export function quietRoomUntil({ rooms }: Pick<Levels, 'rooms'>, room: RoomId, at: number): number | undefined {
  const { level, mutedUntil = 0 } = rooms[room] ?? {}
  if (level === 'none') return Number.POSITIVE_INFINITY
  return mutedUntil > at ? mutedUntil : undefined
}

/** When the next room speaks again by itself. */
export function nextUnmuteAt({ rooms }: Pick<Levels, 'rooms'>, at: number): number | undefined {
  const ends = Object.values(rooms).flatMap(({ mutedUntil = 0 }) => (mutedUntil > at ? [mutedUntil] : []))
  return ends.length === 0 ? undefined : Math.min(...ends)
}
