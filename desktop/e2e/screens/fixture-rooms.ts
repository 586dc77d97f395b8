import type { UserId } from '../../../common/ids.ts'
import type { EngineState, RoomView, TimelineRow } from '../../engine-contract.ts'
import { at, full, harbour, message, userId } from './fixture-state.ts'

const others = full.members[harbour] ?? []

/** The room with other bounds, or another role of mine. */
export function bounded(bounds: Partial<RoomView>): EngineState {
  const { [harbour]: room, ...rest } = full.rooms
  return { ...full, rooms: { ...rest, [harbour]: { ...room, ...bounds } } as EngineState['rooms'] }
}

/** So many in the room, some of them here. */
export function crowd(count: number): EngineState {
  const ids = Array.from(
    { length: count - others.length },
    (_, index) => `crowd${String(index).padStart(11, '0')}` as UserId,
  )
  const states = ['online', 'away', 'dnd'] as const
  const base = bounded({ memberCount: count })
  return {
    ...base,
    users: {
      ...base.users,
      ...Object.fromEntries(
        ids.map((id, index) => [id, { id, handle: `person${index}`, displayName: `Person ${index}` }]),
      ),
    },
    presence: Object.fromEntries(
      [...ids.slice(0, 30), userId('ana'), userId('mei')].map((id, index) => [
        id,
        { state: states[index % 3] ?? 'online' },
      ]),
    ),
    members: { ...base.members, [harbour]: [...others, ...ids.map((user) => ({ user, role: 'member' }) as const)] },
  }
}

const system = (seq: number, event: object) =>
  ({
    kind: 'notice',
    seq,
    at: at(9, seq),
    event: { v: 1, id: message(200 + seq, 'ana', 0, '').message.id, at: at(9, seq), by: userId('ana'), ...event },
  }) as TimelineRow

/** A room from its beginning, with all that may happen in one. */
export const eventful: EngineState = {
  ...full,
  timelines: {
    [harbour]: {
      room: harbour,
      hasMoreBefore: false,
      loading: 'idle',
      rows: [
        system(1, { kind: 'room.created', roomKind: 'group', name: 'Harbour rebuild', members: [] }),
        ...(['ben', 'dario', 'mei', 'hari', 'cleo'] as const).map((name, index) =>
          system(2 + index, { kind: 'member.joined', user: userId(name), role: 'member' }),
        ),
        message(8, 'ana', at(9, 8), 'Welcome. Plans, orders and who is on the pier go here.'),
        system(9, { kind: 'member.role-changed', user: userId('ben'), role: 'admin' }),
        message(10, 'ben', at(9, 10), 'Thanks.'),
        system(11, { kind: 'member.muted', user: userId('hari'), until: at(15, 0) }),
        message(12, 'ana', at(9, 12), 'A little quieter, Hari.'),
        system(13, { kind: 'room.changed', slowModeSec: 30 }),
        message(14, 'ben', at(9, 14), 'Good.'),
        system(15, { kind: 'room.changed', posting: 'admins' }),
        message(16, 'ben', at(9, 16), 'Only plans here from now on.'),
        system(17, { kind: 'room.changed', archived: true }),
        message(18, 'ana', at(9, 18), 'Restored by mistake.'),
        system(19, { kind: 'room.changed', visibility: 'public' }),
      ],
    },
  } as EngineState['timelines'],
}
