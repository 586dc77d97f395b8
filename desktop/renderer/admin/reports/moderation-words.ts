import type { User } from '../../../../common/http-contract/account-contract.ts'
import type {
  ModerationAction,
  QueuedReport,
  ReportedRoom,
} from '../../../../common/http-contract/moderation-contract.ts'
import type { PlainKey } from '../../../words/word-keys.ts'
import type { Words } from '../../../words/words.ts'
import { isReportReason, reportReasons } from '../../people/report-reasons.ts'

/** What was done, in a list of what was. */
export const actionNames = {
  'remove-message': 'queue.did-remove',
  warn: 'queue.did-warn',
  mute: 'queue.did-mute',
  suspend: 'queue.did-suspend',
} as const satisfies Readonly<Record<ModerationAction, PlainKey>>

/** What can be done, each as it is chosen. */
export const actionChoices = {
  'remove-message': 'queue.remove',
  warn: 'queue.warn',
  mute: 'queue.mute',
  suspend: 'queue.suspend',
} as const satisfies Readonly<Record<ModerationAction, PlainKey>>

/** The same within the words of the button that does all of it. */
const actionVerbs = {
  'remove-message': 'queue.do-remove',
  warn: 'queue.do-warn',
  mute: 'queue.do-mute',
  suspend: 'queue.do-suspend',
} as const satisfies Readonly<Record<ModerationAction, PlainKey>>

export type QueueNames = { readonly users: readonly User[]; readonly rooms: readonly ReportedRoom[] }

export function personName(say: Words, { users }: QueueNames, id: string | undefined): string {
  return users.find((user) => user.id === id)?.displayName ?? say('people.someone')
}

/** The group by its name; undefined: a direct room, or none. */
export function reportedRoomName({ rooms }: QueueNames, { room }: Pick<QueuedReport, 'room'>): string | undefined {
  return rooms.find(({ id }) => id === room)?.name
}

/** What is wrong, in the language of whoever reads it. */
export function reasonName(say: Words, { reason }: Pick<QueuedReport, 'reason'>): string {
  return isReportReason(reason) ? say(reportReasons[reason]) : reason
}

/** "Unwanted advertising, in Crew": what is wrong, and where. */
export function reasonWords(say: Words, report: QueuedReport, names: QueueNames): string {
  const reason = reasonName(say, report)
  const name = reportedRoomName(names, report)
  if (name !== undefined) return say('queue.reason-in', { reason, room: name })
  if (report.room !== undefined) return say('queue.reason-alone', { reason })
  const { kind } = report
  return say('queue.reason-of', { reason, kind: kind === 'request' || kind === 'invite' ? kind : 'other' })
}

/** "from Mei and Dario". */
export function reportersWords(say: Words, reports: readonly QueuedReport[], names: QueueNames): string {
  return say('queue.from', { names: reporterNames(say, reports, names) })
}

function reporterNames(say: Words, reports: readonly QueuedReport[], names: QueueNames): string {
  return say.list([...new Set(reports.map(({ by }) => personName(say, names, by)))])
}

/** What the button does, all of it: "Remove message, warn and suspend". */
export function decisionWords(say: Words, actions: readonly ModerationAction[]): string {
  if (actions.length === 0) return say('queue.do-nothing')
  const words = say.list(actions.map((action) => say(actionVerbs[action])))
  return words.replace(/\p{Letter}/u, (first) => first.toLocaleUpperCase(say.locale))
}

type Decision = {
  readonly actions: readonly ModerationAction[]
  readonly report: QueuedReport
  readonly reports: readonly QueuedReport[]
  readonly names: QueueNames
}

/** What will happen, to each of those whom it concerns, in sentences. */
export function consequenceWords(say: Words, { actions, report, reports, names }: Decision): readonly string[] {
  const name = personName(say, names, report.user)
  const room = reportedRoomName(names, report)
  const where = room === undefined ? say('queue.the-room') : say('queue.room-named', { room })
  const reporters = reporterNames(say, reports, names)
  const means: Readonly<Record<ModerationAction, readonly string[]>> = {
    'remove-message': [say('queue.remove-means', { where })],
    // That they are told is said of whatever is done.
    warn: [],
    mute: [say('queue.mute-means', { name, where })],
    suspend: [say('queue.suspend-means', { name })],
  }
  const done = actions.flatMap((action) => means[action])
  const toldPerson =
    actions.length > 0 ? say('queue.person-told', { name }) : report.user && say('queue.person-not-told', { name })
  return [
    ...done,
    ...(toldPerson ? [toldPerson] : []),
    say('queue.reporters-told', { names: reporters, count: new Set(reports.map(({ by }) => by)).size }),
  ]
}
