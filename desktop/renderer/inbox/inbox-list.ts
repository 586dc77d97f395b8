import type { InboxItem, InboxKind } from '../../../common/http-contract/inbox-contract.ts'
import { type Dismissal, isHidden } from '../../../common/inbox-dismissal.ts'
import { type Clock, dayOf } from '../look/wording/time-words.ts'

type Listed = {
  readonly newest: readonly InboxItem[]
  readonly more: readonly InboxItem[] | undefined
  readonly kind: InboxKind | undefined
  readonly hidden: readonly Dismissal[]
}

/** What stands on the page: the newest, kept live, and behind them what was asked for, each once and nothing that was dismissed. */
export function listInbox({ newest, more = [], kind, hidden }: Listed): readonly InboxItem[] {
  const last = newest.at(-1)?.at ?? Number.POSITIVE_INFINITY
  const known = new Set(newest.map(({ id }) => id))
  // What the newest do not have any more, at a time that they cover, is gone.
  const behind = more.filter(({ id, at }) => at <= last && !known.has(id))
  return [...newest, ...behind].filter((item) => (kind === undefined || item.kind === kind) && !isHidden(hidden, item))
}

export type InboxDay = { readonly day: number; readonly at: number; readonly items: readonly InboxItem[] }

export function groupByDay(items: readonly InboxItem[], clock: Clock): readonly InboxDay[] {
  const days: { day: number; at: number; items: InboxItem[] }[] = []
  for (const item of items) {
    const day = dayOf(item.at, clock)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, at: item.at, items: [item] })
  }
  return days
}
