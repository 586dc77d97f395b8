import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { EnginePatch, RoomView, TimelineRow } from '../engine-contract.ts'
import { buildTestClock } from './engine-test-clock.ts'
import { buildStateBoard } from './state-board.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const user = { id: 'a'.repeat(16) as UserId, handle: 'ana', displayName: 'Ana' }

function startBoard() {
  const clock = buildTestClock()
  const patches: EnginePatch[] = []
  return { clock, patches, board: buildStateBoard(clock, (patch) => patches.push(patch)) }
}

test('a hundred changes in a frame are one patch, and a room is built once', async () => {
  const { clock, patches, board } = startBoard()
  let built = 0
  board.attachSource({
    roomView: (id) => ({ id, name: `built ${++built}` }) as RoomView,
    timelineView: () => undefined,
  })
  await clock.advance(16)
  patches.length = 0
  for (let index = 0; index < 100; index++) board.touchRoom(room)
  board.setUsers([user])
  expect(patches).toEqual([])
  await clock.advance(16)
  expect(patches).toEqual([{ rooms: { [room]: { id: room, name: 'built 1' } }, users: { [user.id]: user } }])
  await clock.advance(1_000)
  expect(patches).toHaveLength(1)
})

test('what a new tab gets holds all that was pending, and the others get it as a patch', () => {
  const { patches, board } = startBoard()
  board.setDraft(room, 'half a sen')
  expect(board.state().drafts).toEqual({ [room]: 'half a sen' })
  expect(patches).toEqual([{ drafts: { [room]: 'half a sen' } }])
})

test('when an account goes, every entry of it is taken from the screens', () => {
  const { patches, board } = startBoard()
  board.attachSource({ roomView: (id) => ({ id }) as RoomView, timelineView: () => undefined })
  board.setUsers([user])
  board.setDraft(room, 'text')
  board.touchRoom(room)
  board.flush()
  board.attachSource(undefined)
  board.flush()
  expect(patches.at(-1)).toEqual({
    users: { [user.id]: null },
    rooms: { [room]: null },
    drafts: { [room]: null },
    roomsLoaded: false,
  })
  expect(board.state()).toMatchObject({ users: {}, rooms: {}, timelines: {}, drafts: {}, goneRooms: {} })
})

test('a timeline goes out whole once, then as what changes of it, and whole again after it was closed', () => {
  const { patches, board } = startBoard()
  const row = (seq: number) => ({ kind: 'notice', seq }) as TimelineRow
  let rows: readonly TimelineRow[] | undefined = [row(1), row(2)]
  const rest = { room, hasMoreBefore: false, loading: 'idle' } as const
  board.attachSource({
    roomView: (id) => ({ id }) as RoomView,
    timelineView: () => rows && { ...rest, rows },
  })
  const say = (next: readonly TimelineRow[] | undefined) => {
    rows = next
    board.touchRoom(room)
    board.flush()
    const { timelines, timelineChanges } = patches.at(-1) ?? {}
    return { timelines, timelineChanges }
  }
  const first = rows
  expect(say(first)).toEqual({ timelines: { [room]: { ...rest, rows: first } } })
  const more = [...first, row(3)]
  expect(say(more)).toEqual({ timelineChanges: { [room]: { view: rest, from: 2, removed: 0, rows: [row(3)] } } })
  expect(board.state().timelines[room]?.rows).toEqual(more)
  expect(say(undefined)).toEqual({ timelines: { [room]: null } })
  expect(say(more)).toEqual({ timelines: { [room]: { ...rest, rows: more } } })
})
