import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomView, TimelineRow } from '../engine-contract.ts'
import type { SliceChange } from '../line-contract.ts'
import { buildTestClock } from './engine-test-clock.ts'
import type { BoardSource } from './state-board.ts'
import { buildStateBoard } from './state-board.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const user = { id: 'a'.repeat(16) as UserId, handle: 'ana', displayName: 'Ana' }
const nothing: BoardSource = {
  rooms: () => undefined,
  members: () => undefined,
  receipts: () => undefined,
  timelines: () => undefined,
  unsentChanges: () => undefined,
}

function startBoard(source: Partial<BoardSource> = {}) {
  const clock = buildTestClock()
  const frames: (readonly SliceChange[])[] = []
  const board = buildStateBoard(clock, (changes) => frames.push(changes))
  board.attachSource({ ...nothing, ...source })
  board.flush()
  frames.length = 0
  return { clock, frames, board }
}

test('a hundred changes in a frame are sent together, and a room is built once', async () => {
  let built = 0
  const { clock, frames, board } = startBoard({ rooms: (id) => ({ id, name: `built ${++built}` }) as RoomView })
  for (let index = 0; index < 100; index++) board.touch('rooms', room, 'messages')
  board.put('users', user.id, user, 'people')
  expect(frames).toEqual([])
  await clock.advance(16)
  expect(frames).toEqual([
    [
      { slice: 'users', reason: 'people', entries: { [user.id]: user } },
      { slice: 'rooms', reason: 'messages', entries: { [room]: { id: room, name: 'built 1' } } },
    ],
  ])
  await clock.advance(1_000)
  expect(frames).toHaveLength(1)
})

test('what is touched and is the same all the same is not sent', async () => {
  const view = () => ({ id: room, name: 'Tea', preview: { text: 'hello', at: 3 } }) as RoomView
  const { clock, frames, board } = startBoard({ rooms: view })
  board.touch('rooms', room, 'messages')
  board.put('typing', room, [user.id], 'typing')
  await clock.advance(16)
  board.touch('rooms', room, 'read')
  board.put('typing', room, [user.id], 'typing')
  board.set('roomsLoaded', false, 'membership')
  await clock.advance(16)
  expect(frames).toHaveLength(1)
})

test('changes of one entry for two reasons are taken in the order in which they were made', async () => {
  const { clock, frames, board } = startBoard()
  board.put('drafts', room, { text: 'from disk' }, 'restored')
  board.put('typing', room, [user.id], 'typing')
  board.put('drafts', room, { text: 'typed' }, 'draft')
  await clock.advance(16)
  expect(frames[0]?.map(({ slice, reason }) => [slice, reason])).toEqual([
    ['drafts', 'restored'],
    ['typing', 'typing'],
    ['drafts', 'draft'],
  ])
})

test('what a new tab gets holds all that was pending, and the others get it as a change', () => {
  const { frames, board } = startBoard()
  board.put('drafts', room, { text: 'half a sen' }, 'draft')
  expect(board.state().drafts).toEqual({ [room]: { text: 'half a sen' } })
  expect(frames).toEqual([[{ slice: 'drafts', reason: 'draft', entries: { [room]: { text: 'half a sen' } } }]])
})

test('when an account goes, every entry of it is taken from the screens', () => {
  const { frames, board } = startBoard({ rooms: (id) => ({ id }) as RoomView })
  board.put('users', user.id, user, 'people')
  board.put('drafts', room, { text: 'text' }, 'draft')
  board.touch('rooms', room, 'messages')
  board.flush()
  board.attachSource(undefined)
  board.flush()
  const gone = Object.fromEntries(frames.at(-1)?.map((one) => [one.slice, 'entries' in one && one.entries]) ?? [])
  expect(gone).toEqual({ users: { [user.id]: null }, rooms: { [room]: null }, drafts: { [room]: null } })
  expect(board.state()).toMatchObject({ users: {}, rooms: {}, members: {}, typing: {}, timelines: {}, drafts: {} })
})

test('a timeline goes out whole once, then as what changes of it, and whole again after it was closed', () => {
  const row = (seq: number) => ({ kind: 'notice', seq }) as TimelineRow
  const first = [row(1), row(2)]
  let rows: readonly TimelineRow[] | undefined = first
  const rest = { room, hasMoreBefore: false, loading: 'idle' } as const
  const { frames, board } = startBoard({ timelines: () => rows && { ...rest, rows } })
  const say = (next: readonly TimelineRow[] | undefined) => {
    rows = next
    board.touch('timelines', room, 'messages')
    board.flush()
    return frames.splice(0).flat()
  }
  const change = { slice: 'timelines', reason: 'messages' }
  expect(say(first)).toEqual([{ ...change, entries: { [room]: { ...rest, rows: first } } }])
  expect(say([...first])).toEqual([])
  const more = [...first, row(3)]
  expect(say(more)).toEqual([{ ...change, rows: { [room]: { view: rest, from: 2, removed: 0, rows: [row(3)] } } }])
  expect(board.state().timelines[room]?.rows).toEqual(more)
  expect(say(undefined)).toEqual([{ ...change, entries: { [room]: null } }])
  expect(say(more)).toEqual([{ ...change, entries: { [room]: { ...rest, rows: more } } }])
})
