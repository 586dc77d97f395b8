import type { ModerationAction, QueuedReport } from '../../../../common/http-contract/moderation-contract.ts'

/** Reports of one message are one thing to decide: they stand together, by the first of them. */
export type ReportGroup = {
  /** The first one, by whose id the group is named. */
  readonly report: QueuedReport
  /** All of them, in the order in which they came. */
  readonly reports: readonly QueuedReport[]
}

/** Open ones: who has waited longest stands first. Decided ones, each by itself: the newest stands first. */
export function groupReports(all: readonly QueuedReport[], state: QueuedReport['state']): readonly ReportGroup[] {
  const ofState = all.filter((report) => report.state === state)
  if (state === 'resolved') {
    return ofState.toSorted((a, b) => b.at - a.at).map((report) => ({ report, reports: [report] }))
  }
  const groups = new Map<string, QueuedReport[]>()
  for (const report of ofState.toSorted((a, b) => a.at - b.at)) {
    const key = report.message === undefined ? report.id : `${report.room} ${report.message}`
    groups.set(key, [...(groups.get(key) ?? []), report])
  }
  return [...groups.values()].flatMap((reports) => (reports[0] === undefined ? [] : [{ report: reports[0], reports }]))
}

/** How often whom it is about was reported for something else, before or since. */
export function countOthers(all: readonly QueuedReport[], { report, reports }: ReportGroup): number {
  if (report.user === undefined) return 0
  const own = new Set(reports.map(({ id }) => id))
  return all.filter(({ id, user }) => user === report.user && !own.has(id)).length
}

/** The group that comes after one in its list, or before it; at the end of the list there is no other. */
export function besideGroup(groups: readonly ReportGroup[], id: string | undefined, step: 1 | -1): string | undefined {
  const at = groups.findIndex(({ report }) => report.id === id)
  if (at === -1) return (step === 1 ? groups[0] : groups.at(-1))?.report.id
  return groups[at + step]?.report.id
}

type Subject = Pick<QueuedReport, 'room' | 'message' | 'user'>

/** What can be done about a report at all: it may name no message, no room, or nobody. */
export function possibleActions({ room, message, user }: Subject): readonly ModerationAction[] {
  if (user === undefined) return []
  const inRoom: readonly ModerationAction[] = room === undefined ? [] : ['mute']
  const ofMessage: readonly ModerationAction[] = room === undefined || message === undefined ? [] : ['remove-message']
  return [...ofMessage, 'warn', ...inRoom, 'suspend']
}

/** In the order in which they are offered, whichever was chosen first. */
export function toggleAction(
  chosen: readonly ModerationAction[],
  action: ModerationAction,
  possible: readonly ModerationAction[],
): readonly ModerationAction[] {
  const wanted = chosen.includes(action) ? chosen.filter((one) => one !== action) : [...chosen, action]
  return possible.filter((one) => wanted.includes(one))
}

/** The letter that chooses it, wherever nothing is typed. */
export const actionKeys = { r: 'remove-message', w: 'warn', m: 'mute', s: 'suspend' } as const satisfies Readonly<
  Record<string, ModerationAction>
>
