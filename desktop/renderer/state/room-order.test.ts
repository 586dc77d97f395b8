import { expect, test } from 'vitest'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import type { FollowedView } from '../../room-command.ts'
import {
  countUnsent,
  nextUnread,
  orderRooms,
  sectionRooms,
  sumAnswers,
  sumAnswersForYou,
  sumRooms,
} from './room-order.ts'
import { buildRoomView } from './room-test-view.ts'

const id = (letter: string) => `1.${letter.repeat(14)}` as RoomId

const room = (letter: string, activeAt: number, unread = 0, forYou = 0) =>
  buildRoomView({ id: id(letter), name: letter, unread, forYou, activeAt })

const byId = (...rooms: RoomView[]) => Object.fromEntries(rooms.map((each) => [each.id, each]))

test('unread rooms stand first, and both parts go by time', () => {
  const ordered = orderRooms(byId(room('a', 10), room('b', 20), room('c', 5, 2), room('d', 7, 1)), {})
  expect(ordered.unread.map((each) => each.name)).toEqual(['d', 'c'])
  expect(ordered.rest.map((each) => each.name)).toEqual(['b', 'a'])
})

test('the sum counts each message once, and says how many are for me', () => {
  expect(sumRooms(byId(room('a', 1, 4, 1), room('b', 2, 0, 0), room('c', 3, 2, 2)), {})).toMatchObject({
    unread: 6,
    forYou: 3,
  })
  expect(sumRooms({}, {})).toMatchObject({ unread: 0, forYou: 0 })
})

test('going to the next unread visits each once and comes round', () => {
  const rooms = byId(room('a', 10), room('b', 20), room('c', 5, 2), room('d', 7, 1))
  expect(nextUnread({ rooms, answers: {} }, undefined, 1)).toBe(id('d'))
  expect(nextUnread({ rooms, answers: {} }, id('d'), 1)).toBe(id('c'))
  expect(nextUnread({ rooms, answers: {} }, id('c'), 1)).toBe(id('d'))
  expect(nextUnread({ rooms, answers: {} }, id('a'), -1)).toBe(id('c'))
})

test('without anything unread there is nowhere to go', () => {
  expect(nextUnread({ rooms: byId(room('a', 1), room('b', 2)), answers: {} }, id('a'), 1)).toBeUndefined()
  expect(nextUnread({ rooms: byId(room('a', 1, 3)), answers: {} }, id('a'), 1)).toBeUndefined()
})

test('what was not sent is counted wherever it was written, also in rooms that are gone', () => {
  const rooms = byId({ ...room('a', 1), unsent: 2 }, room('b', 2))
  const gone = { id: id('c'), name: 'c', unsent: ['one'] }
  expect(countUnsent({ rooms, goneRooms: { [gone.id]: gone } })).toBe(3)
  expect(countUnsent({ rooms: byId(room('b', 2)), goneRooms: {} })).toBe(0)
})

test('notes to self stand first, and what is hidden nowhere until something new comes', () => {
  const rooms = byId(
    { ...room('a', 1), headSeq: 5 },
    { ...room('b', 9), kind: 'direct', headSeq: 7 },
    room('n', 2, 1),
    room('u', 3, 1),
  )
  const places = { notesRoom: id('n'), hiddenRooms: { [id('b')]: 7 } }
  expect(sectionRooms(rooms, {}, places)).toEqual({ notes: [id('n')], unread: [id('u')], rooms: [id('a')], people: [] })
  const later = { ...rooms, [id('b')]: { ...room('b', 9, 1, 1), kind: 'direct', headSeq: 8 } } as typeof rooms
  expect(sectionRooms(later, {}, places).unread).toEqual([id('b'), id('u')])
  // A room that is not mine any more is no place for notes.
  expect(sectionRooms(rooms, {}, { ...places, notesRoom: id('x') }).notes).toEqual([])
})

test('a muted room is counted nowhere, asks for nobody and keeps its place; its row has its own count', () => {
  const muted = { ...room('d', 30, 4), quietUntil: Number.POSITIVE_INFINITY }
  const rooms = byId(room('a', 10), room('c', 5, 2), muted)
  expect(sumRooms(rooms, {})).toMatchObject({ unread: 2, rooms: 1 })
  expect(orderRooms(rooms, {}).unread.map(({ unread }) => unread)).toEqual([2])
  expect(nextUnread({ rooms: byId(muted), answers: {} }, undefined, 1)).toBeUndefined()
})

test('answers in threads that I follow are unread like what is said in the room, each once, and none of a muted room', () => {
  const one = (thread: string, letter: string, unread: number, alsoInRoom?: number) =>
    ({ thread, room: id(letter), unread, ...(alsoInRoom === undefined ? {} : { alsoInRoom }) }) as FollowedView
  const followed = [one('t', 'a', 3, 1), one('u', 'a', 2), one('v', 'b', 1, 1), one('w', 'd', 9), one('x', 'c', 0)]
  const answers = sumAnswers(Object.fromEntries(followed.map((each) => [each.thread as MessageId, each])))
  expect(answers).toEqual({ [id('a')]: 4, [id('d')]: 9 })
  const rooms = byId(room('a', 1), room('b', 9, 1), room('c', 8), { ...room('d', 7), quietUntil: 5 })
  expect(sumRooms(rooms, answers)).toMatchObject({ unread: 5, forYou: 0, rooms: 2 })
  expect(orderRooms(rooms, answers).unread.map((each) => each.name)).toEqual(['b', 'a'])
  expect(nextUnread({ rooms, answers }, id('b'), 1)).toBe(id('a'))
  expect(sectionRooms(rooms, answers, { hiddenRooms: {} } as never).unread).toEqual([id('b'), id('a')])
  const naming = [
    { ...one('t', 'a', 3, 1), forYou: 2, alsoForYou: 1 },
    { ...one('w', 'd', 9), forYou: 9 },
    { ...one('u', 'b', 1, 1), forYou: 1, alsoForYou: 1 },
  ] as readonly FollowedView[]
  const forYou = sumAnswersForYou(Object.fromEntries(naming.map((each) => [each.thread as MessageId, each])))
  expect(forYou).toEqual({ [id('a')]: 1, [id('d')]: 9 })
  expect(sumRooms(rooms, answers, forYou)).toMatchObject({ unread: 5, forYou: 1, hasOthers: true })
  // As people read it, there are never more than the cap says.
  expect(sumRooms(byId(room('a', 1, 90)), { [id('a')]: 90 })).toMatchObject({ unread: 100 })
})
