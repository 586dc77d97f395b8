import type { EnginePatch, EngineState, TimelineChange, TimelineView } from '../../engine-contract.ts'

export const startingState: EngineState = {
  session: { kind: 'starting' },
  connection: { kind: 'online' },
  users: {},
  rooms: {},
  timelines: {},
  drafts: {},
  goneRooms: {},
  roomsLoaded: false,
}

/** The engine's patch folded in. Slices and entries that it doesn't name stay the very same objects, so nothing redraws. */
export function reducePatch(state: EngineState, patch: EnginePatch): EngineState {
  return {
    session: patch.session ?? state.session,
    connection: patch.connection ?? state.connection,
    roomsLoaded: patch.roomsLoaded ?? state.roomsLoaded,
    users: mergeEntries(state.users, patch.users),
    rooms: mergeEntries(state.rooms, patch.rooms),
    timelines: changeTimelines(mergeEntries(state.timelines, patch.timelines), patch.timelineChanges),
    drafts: mergeEntries(state.drafts, patch.drafts),
    goneRooms: mergeEntries(state.goneRooms, patch.goneRooms),
  }
}

function mergeEntries<Entry>(
  entries: Readonly<Record<string, Entry>>,
  changes: Readonly<Record<string, Entry | null>> | undefined,
): Readonly<Record<string, Entry>> {
  if (changes === undefined) return entries
  const merged: Record<string, Entry> = { ...entries }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key]
    else merged[key] = value
  }
  return merged
}

function changeTimelines(
  timelines: EngineState['timelines'],
  changes: EnginePatch['timelineChanges'],
): EngineState['timelines'] {
  if (changes === undefined) return timelines
  const changed: Record<string, TimelineView> = { ...timelines }
  for (const [room, change] of Object.entries(changes)) {
    const before = changed[room]
    if (before !== undefined) changed[room] = { ...change.view, rows: spliceRows(before.rows, change) }
  }
  return changed
}

function spliceRows(rows: TimelineView['rows'], { from, removed, rows: added }: TimelineChange): TimelineView['rows'] {
  if (removed === 0 && added.length === 0) return rows
  return [...rows.slice(0, from), ...added, ...rows.slice(from + removed)]
}
