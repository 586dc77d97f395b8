import type { EnginePatch, EngineState } from '../../engine-contract.ts'

export const startingState: EngineState = {
  session: { kind: 'starting' },
  connection: { kind: 'online' },
  users: {},
  rooms: {},
  timelines: {},
  drafts: {},
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
    timelines: mergeEntries(state.timelines, patch.timelines),
    drafts: mergeEntries(state.drafts, patch.drafts),
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
