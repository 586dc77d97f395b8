import type { EngineState, TimelineView } from '../../engine-contract.ts'
import { noInbox } from '../../inbox-command.ts'
import type { RowsChange, SliceChange, TimelineChange } from '../../line-contract.ts'
import { nothingSaved } from '../../saved-command.ts'
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
  threads: {},
  followed: {},
  pins: {},
  saved: {},
  drafts: {},
  transfers: {},
  unsentChanges: {},
  notes: {},
  goneRooms: {},
  roomsLoaded: false,
  settings: startSettings,
  contactsLoaded: false,
  presenceKnown: false,
  told: { announcements: [], notices: [], outcomes: [] },
  savedList: nothingSaved,
  inbox: noInbox,
}

type Slice = keyof EngineState
export type FoldedSlices = { readonly [Each in Slice]?: EngineState[Each] }

/**
 * What the changes of one frame make of the slices they name. Each is copied once, however many changes name it: there may
 * be a thousand rooms in it, and more people. Entries that none names stay the very same objects, so nothing redraws.
 */
export function foldChanges(
  read: <Each extends Slice>(slice: Each) => EngineState[Each],
  changes: readonly SliceChange[],
): FoldedSlices {
  const folded: Partial<Record<Slice, unknown>> = {}
  const copied = new Set<Slice>()
  /** Ours to write into. */
  function copyOf<Entry>(slice: Slice): Record<string, Entry> {
    const known = (slice in folded ? folded[slice] : read(slice)) as Record<string, Entry>
    const copy = copied.has(slice) ? known : { ...known }
    copied.add(slice)
    folded[slice] = copy
    return copy
  }
  for (const change of changes) {
    if ('rows' in change) changeTimelines(copyOf<TimelineView>('timelines'), change)
    else if ('entries' in change) putEntries(copyOf<unknown>(change.slice), change.entries)
    else {
      folded[change.slice] = change.value
      copied.delete(change.slice)
    }
  }
  // What a change of a slice holds fits that slice, which the compiler does not see through the union.
  return folded as FoldedSlices
}

function putEntries(entries: Record<string, unknown>, changes: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete entries[key]
    else entries[key] = value
  }
}

function changeTimelines(timelines: Record<string, TimelineView>, { rows }: RowsChange): void {
  for (const [room, change] of Object.entries(rows)) {
    const before = timelines[room]
    if (before !== undefined) timelines[room] = { ...change.view, rows: spliceRows(before.rows, change) }
  }
}

function spliceRows(rows: TimelineView['rows'], { from, removed, rows: added }: TimelineChange): TimelineView['rows'] {
  if (removed === 0 && added.length === 0) return rows
  return [...rows.slice(0, from), ...added, ...rows.slice(from + removed)]
}
