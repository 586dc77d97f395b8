import type { EngineState, RowsChange, SliceChange, TimelineChange, TimelineView } from '../../engine-contract.ts'
import { startSettings } from '../../settings/person-settings.ts'

export const startingState: EngineState = {
  session: { kind: 'starting' },
  connection: { kind: 'online' },
  users: {},
  profiles: {},
  presence: {},
  contacts: {},
  requests: {},
  blocks: {},
  rooms: {},
  members: {},
  receipts: {},
  typing: {},
  timelines: {},
  drafts: {},
  unsentChanges: {},
  notes: {},
  goneRooms: {},
  roomsLoaded: false,
  settings: startSettings,
  contactsLoaded: false,
}

/** A slice with one change of it folded in. Entries that it doesn't name stay the very same objects, so nothing redraws. */
export function reduceSlice<Slice extends keyof EngineState>(
  before: EngineState[Slice],
  change: Extract<SliceChange, { readonly slice: Slice }>,
): EngineState[Slice] {
  // What a change of a slice holds fits that slice, which the compiler does not see through the union.
  if ('value' in change) return change.value as EngineState[Slice]
  if ('rows' in change) return changeTimelines(before as EngineState['timelines'], change) as EngineState[Slice]
  return mergeEntries(before as Readonly<Record<string, unknown>>, change.entries) as EngineState[Slice]
}

function mergeEntries<Entry>(
  entries: Readonly<Record<string, Entry>>,
  changes: Readonly<Record<string, Entry | null>>,
): Readonly<Record<string, Entry>> {
  const merged: Record<string, Entry> = { ...entries }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key]
    else merged[key] = value
  }
  return merged
}

function changeTimelines(timelines: EngineState['timelines'], { rows }: RowsChange): EngineState['timelines'] {
  const changed: Record<string, TimelineView> = { ...timelines }
  for (const [room, change] of Object.entries(rows)) {
    const before = changed[room]
    if (before !== undefined) changed[room] = { ...change.view, rows: spliceRows(before.rows, change) }
  }
  return changed
}

function spliceRows(rows: TimelineView['rows'], { from, removed, rows: added }: TimelineChange): TimelineView['rows'] {
  if (removed === 0 && added.length === 0) return rows
  return [...rows.slice(0, from), ...added, ...rows.slice(from + removed)]
}
