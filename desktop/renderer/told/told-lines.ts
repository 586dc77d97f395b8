import type { ToldView } from '../../engine-contract.ts'
import type { PersonSettings } from '../../settings/person-settings.ts'
import type { SettingsPatch } from '../../settings/settings-patch.ts'

/** One thing that is told at the top of the app. */
export type ToldLine =
  | { readonly kind: 'notice'; readonly at: number; readonly notice: ToldView['notices'][number] }
  | { readonly kind: 'outcome'; readonly at: number; readonly report: ToldView['outcomes'][number] }
  | { readonly kind: 'announcement'; readonly at: number; readonly announcement: ToldView['announcements'][number] }

/**
 * What is still to be told, in its order: first what is for me alone, the oldest first, so that taking note of one never
 * takes note of another; then what everybody is told, the newest first.
 */
export function toldLines(told: ToldView, seen: PersonSettings['told'], nowAt: number): readonly ToldLine[] {
  const { seenAt = -1, announcements: dismissed } = seen
  const mine: readonly ToldLine[] = [
    ...told.notices.map((notice) => ({ kind: 'notice' as const, at: notice.at, notice })),
    ...told.outcomes.map((report) => ({ kind: 'outcome' as const, at: report.resolvedAt ?? report.at, report })),
  ]
  const all = told.announcements
    .filter(({ id, until }) => dismissed[id] === undefined && (until === undefined || until > nowAt))
    .map((announcement) => ({ kind: 'announcement' as const, at: announcement.at, announcement }))
  return [...mine.filter(({ at }) => at > seenAt).sort((a, b) => a.at - b.at), ...all.sort((a, b) => b.at - a.at)]
}

/** Taken note of, on all devices. What is announced no more need not be remembered any longer. */
export function dismissPatch(line: ToldLine, told: ToldView, seen: PersonSettings['told']): SettingsPatch {
  if (line.kind !== 'announcement') return { told: { seenAt: line.at } }
  const standing = new Set(told.announcements.map(({ id }) => id))
  const over = Object.keys(seen.announcements).filter((id) => !standing.has(id))
  return {
    told: { announcements: { ...Object.fromEntries(over.map((id) => [id, null])), [line.announcement.id]: true } },
  }
}

/** When the next of those that are told ends by itself; undefined where none does. */
export function nextEnd(told: ToldView, nowAt: number): number | undefined {
  const ends = told.announcements.flatMap(({ until }) => (until !== undefined && until > nowAt ? [until] : []))
  return ends.length === 0 ? undefined : Math.min(...ends)
}
