import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { noReach, type RoomReach } from '../reach/room-reach.ts'
import { everything } from '../reach/visible-spans.ts'
import {
  buildBatch,
  buildMessage,
  newEvent,
  newRoom,
  newUser,
  type OpenDatabase,
} from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import type { SavedPlace } from '../store/saved-store.ts'
import { buildSavedService, type SavedService } from './saved-service.ts'

describe('what somebody has saved', () => {
  let database: OpenDatabase
  let service: SavedService
  let reaches: Map<RoomId, RoomReach>
  let hinted: UserId[]
  let me: UserId
  let nowMs: number
  let isCaughtUp: boolean
  const inside: RoomReach = { ...noReach, scope: 'room', seen: everything }
  beforeAll(async () => {
    database = await openSqliteDoors()
  })
  afterAll(() => database?.drop())
  beforeEach(() => {
    reaches = new Map()
    hinted = []
    me = newUser()
    nowMs = 1_000_000
    isCaughtUp = true
    service = build()
  })
  const build = (most?: number) =>
    buildSavedService({
      store: database.first,
      loadReach: async (_, room) => reaches.get(room) ?? noReach,
      catchUp: async () => isCaughtUp,
      hint: (user) => hinted.push(user),
      now: () => ++nowMs,
      ...(most === undefined ? {} : { most }),
    })
  async function say(room: RoomId, ...seqs: readonly number[]): Promise<readonly Message[]> {
    const posted = seqs.map((seq) => buildMessage({ room, seq, id: newEvent() }))
    await database.first.archive.writeBatch(buildBatch({ posted }))
    return posted
  }
  function enter(): RoomId {
    const room = newRoom()
    reaches.set(room, inside)
    return room
  }
  const save = (message: Message | undefined, agoMs = 0) =>
    service.save(me, { room: message?.room as RoomId, message: message?.id as Message['id'], agoMs })
  const unsave = (message: Message | undefined, agoMs = 0) =>
    service.unsave(me, { room: message?.room as RoomId, message: message?.id as Message['id'], agoMs })
  const listed = async () => (await service.list(me, undefined, 200)).saved.map(({ message }) => message.id)

  test('is listed newest saved first, once each, and tells the other devices', async () => {
    const [one, two] = await say(enter(), 1, 2)
    for (const message of [one, two, one]) expect((await save(message)).ok).toBe(true)
    expect(await listed()).toEqual([two?.id, one?.id])
    expect((await unsave(two)).ok).toBe(true)
    expect((await unsave(two)).ok).toBe(true)
    expect(await listed()).toEqual([one?.id])
    expect(hinted).toEqual([me, me, me, me, me])
    expect(await service.list(newUser(), undefined, 200)).toEqual({ saved: [], total: 0 })
  })

  test('goes by the last word, though an earlier one came later from a device without a network', async () => {
    const [one, two] = await say(enter(), 1, 2)
    await save(one)
    await unsave(one)
    await save(one, 600_000)
    expect(await listed()).toEqual([])
    // Nothing is known of it when it is taken out: what was said before that comes later.
    await unsave(two)
    await save(two, 600_000)
    expect(await listed()).toEqual([])
    await save(two)
    expect(await listed()).toEqual([two?.id])
  })

  test('takes nothing that they may not see, and tells of no such thing', async () => {
    const room = enter()
    reaches.set(room, { ...inside, seen: [{ fromSeq: 5, toSeq: 9 }] })
    const [before, seen] = await say(room, 4, 5)
    const [elsewhere] = await say(newRoom(), 1)
    const codeOf = async (message: Message | undefined) => {
      const done = await save(message)
      return done.ok ? 'saved' : done.error.code
    }
    expect(await codeOf(before)).toBe('message-unknown')
    expect(await codeOf(elsewhere)).toBe('room-unknown')
    expect(await codeOf(seen)).toBe('saved')
    for (const message of [before, elsewhere]) expect((await unsave(message)).ok, 'answers like any').toBe(true)
    expect(await database.first.saved.loadMarksOf(me), 'ids are not made up').toHaveLength(1)
  })

  test('is to be asked for once more where the archive does not have it yet', async () => {
    const room = enter()
    const said = buildMessage({ room, seq: 7, id: newEvent() })
    isCaughtUp = false
    expect(await save(said)).toMatchObject({ ok: false, error: { code: 'busy', retryAfterMs: 1_000 } })
    await database.first.archive.writeBatch(buildBatch({ posted: [said] }))
    expect((await save(said)).ok, 'though more may be under way').toBe(true)
  })

  test('leaves out what may not be seen any more, shows what is left of a removed message, and pages over both', async () => {
    const [kept, left] = [enter(), enter()]
    const mine = await say(kept, 1, 2, 3)
    const gone = await say(left, 1, 2)
    for (const message of [mine[0], gone[0], mine[1], gone[1], mine[2]]) await save(message)
    const removed = { ...(mine[1] as Message), version: 9, text: '', removedAt: 7 }
    await database.first.archive.writeBatch(buildBatch({ changed: [removed] }))
    reaches.delete(left)
    expect(await listed()).toEqual([mine[2]?.id, mine[1]?.id, mine[0]?.id])
    const pages: (readonly string[])[] = []
    for (let after: SavedPlace | undefined; ; ) {
      const page = await service.list(me, after, 1)
      expect(page.total).toBe(5)
      pages.push(page.saved.map(({ message }) => `${message.id} ${message.text}`))
      after = page.next
      if (after === undefined) break
    }
    expect(pages).toEqual([[`${mine[2]?.id} text 3`], [`${mine[1]?.id} `], [`${mine[0]?.id} text 1`]])
    reaches.set(left, inside)
    expect(await listed(), 'whoever is let in again has them again').toHaveLength(5)
    await unsave(removed)
    expect(await save(removed)).toMatchObject({ ok: false, error: { code: 'message-unknown' } })
  })

  test('is full at a number that is told, where what they cannot see takes no place', async () => {
    service = build(3)
    const [room, other] = [enter(), enter()]
    const [one, two, three, four] = await say(room, 1, 2, 3, 4)
    const [elsewhere] = await say(other, 1)
    for (const message of [elsewhere, one, two]) expect((await save(message)).ok).toBe(true)
    expect(await save(three)).toMatchObject({ ok: false, error: { code: 'saved-too-many' } })
    expect((await save(two)).ok, 'it is saved already').toBe(true)
    reaches.delete(other)
    expect((await save(three)).ok).toBe(true)
    expect(await save(four)).toMatchObject({ ok: false, error: { code: 'saved-too-many' } })
    await unsave(one)
    expect((await save(four)).ok).toBe(true)
    expect(await listed()).toEqual([four?.id, three?.id, two?.id])
  })
})
