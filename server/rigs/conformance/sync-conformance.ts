import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildApiMessage } from '../../../common/http-contract/history-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message, RoomState } from '../../../common/message.ts'
import { readListedMembers, readListedRoom } from '../../store/listed-room.ts'
import { buildMessagePreview } from '../../store/message-preview.ts'
import type { ListedRoom } from '../../store/sync-store.ts'
import {
  buildBatch,
  buildMessage,
  buildRoom,
  type Conformance,
  newEvent,
  newRoom,
  newUser,
  oddTexts,
} from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeSync({ open, runs }: Conformance): void {
  describe('what a sync is made of', () => {
    const database = useDatabase(open)

    const putState = async (state: RoomState) => expect(await database.first.rooms.putRoom(state, 0)).toBe(true)
    const markOf = ({ room, role, joinedSeq, version, head, receipt }: ListedRoom) => ({
      room,
      role,
      joinedSeq,
      version,
      head,
      receipt,
    })

    it('says of each room what limits people in it, until nothing does', async () => {
      const { first, second } = database
      const [me, other] = [newUser(), newUser()]
      const state = buildRoom({
        users: [me, other],
        version: 3,
        limits: { posting: 'admins', ended: 'hear', mutes: [{ user: me, until: 99 }] },
        endedAt: 5,
        history: [{ fromSeq: 2, shows: 'joined' }],
        visibility: 'public',
      })
      await putState(state)
      const bounds = { posting: 'admins', ended: 'hear', endedAt: 5, isPartial: true }
      expect(await second.sync.loadRoomMarks(me)).toMatchObject([{ ...bounds, mutedUntil: 99 }])
      expect((await second.sync.loadRoomMarks(other))[0]).not.toHaveProperty('mutedUntil')
      const [listed] = await second.sync.loadListedRooms(me)
      expect(listed).toMatchObject({ ...bounds, mutedUntil: 99 })
      expect(listed && readListedRoom(listed)).toMatchObject({ visibility: 'public', history: 'joined' })
      const { limits: _, endedAt: __, history: ___, visibility: ____, ...free } = state
      expect(await first.rooms.putRoom({ ...free, version: 4 }, 3)).toBe(true)
      const [mark] = await second.sync.loadRoomMarks(me)
      expect(Object.keys(mark ?? {}).sort()).toEqual(['head', 'joinedSeq', 'receipt', 'role', 'room', 'version'])
    })

    it('lists a room with its first members, owners and admins first, how many there are, and my place', async () => {
      const { first, second } = database
      const users = Array.from({ length: 13 }, newUser)
      const [me = newUser(), other = newUser()] = users.slice(-2)
      const listOne = async (room: RoomId) => {
        const marks = await second.sync.loadRoomMarks(me)
        return second.sync.loadListedRooms(
          me,
          marks.filter((mark) => mark.room === room),
        )
      }
      for (const text of oddTexts) await putState(buildRoom({ users: [me], name: text, topic: text }))
      const state = buildRoom({ users, version: 7 })
      await putState(state)
      const [listed] = await listOne(state.room)
      if (listed === undefined) throw new Error('no such room')
      expect(listed).toMatchObject({ room: state.room, version: 7 })
      expect(readListedRoom(listed)).toEqual({
        kind: 'group',
        name: state.name,
        topic: '',
        createdAt: state.createdAt,
        memberCount: 13,
      })
      expect(listed).toMatchObject({
        role: state.members.get(me)?.role,
        joinedSeq: 12,
        head: 0,
        receipt: 0,
        unread: 0,
        mentions: 0,
      })
      const listedMembers = readListedMembers(listed)
      expect(listedMembers).toHaveLength(10)
      expect(listedMembers.map(({ role }) => role).join(' ')).toMatch(/^(owner ?)+(admin ?)+(member ?)+$/)
      expect(listedMembers.every(({ user, role }) => state.members.get(user)?.role === role)).toBe(true)
      const all = await second.sync.loadListedRooms(me)
      expect(all.map(({ room }) => room)).toEqual(all.map(({ room }) => room).toSorted())
      expect(all.map((one) => readListedRoom(one).name).toSorted()).toEqual([...oddTexts, state.name].toSorted())
      expect(all.map(markOf)).toEqual(await second.sync.loadRoomMarks(me))

      // Who leaves has it no longer, whoever is left still.
      const members = new Map([...state.members].filter(([user]) => user !== me))
      expect(await first.rooms.putRoom({ ...state, members, version: 8, name: 'Coffee' }, 7)).toBe(true)
      expect(await listOne(state.room)).toEqual([])
      const [others] = await second.sync.loadListedRooms(other)
      expect(others).toMatchObject({ version: 8 })
      expect(others && readListedRoom(others)).toMatchObject({ name: 'Coffee', memberCount: 12 })
      expect(await second.sync.loadListedRooms(newUser())).toEqual([])
      expect(await second.sync.loadRoomMarks(newUser())).toEqual([])
      expect(await second.sync.loadListedRooms(me, [])).toEqual([])
    })

    it('says the last message, head, receipt and what is unread, after whatever was written, in whatever batches', async () => {
      const kinds = fc.constantFrom('post', 'post', 'post', 'edit', 'remove', 'react', 'again', 'copy', 'late')
      const step = fc.record({
        kind: kinds,
        by: fc.nat(2),
        at: fc.nat(9),
        named: fc.constantFrom('', '', 'me', 'room', 'other'),
      })
      const reading = fc.record({ receipt: fc.nat(45), joined: fc.nat(20) })
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 5 }),
          reading,
          async (batches, { receipt, joined }) => {
            const [room, people] = [newRoom(), [newUser(), newUser(), newUser()]]
            const me = people[0] as UserId
            const base = buildRoom({ users: people })
            const members = new Map([...base.members].map(([user, member]) => [user, { ...member, joinedSeq: joined }]))
            const state = { ...base, room, members }
            await putState(state)
            const model = createModel(room, people)
            for (const batch of batches) {
              const { posted, changed } = model.write(batch)
              const written = buildBatch({ posted, changed, rooms: [{ state, head: model.head() }] })
              await database.first.archive.writeBatch(written)
              // Redelivered, by another one, and late: nothing moves.
              await database.second.archive.writeBatch(written)
            }
            await database.first.receipts.putReceipts([{ room, user: me, seq: receipt }])
            const [listed] = await database.second.sync.loadListedRooms(me)
            const expected = model.read(me, Math.max(Math.min(receipt, model.head()), joined))
            const { head, unread, mentions, lastAuthor } = listed ?? {}
            const { last } = listed === undefined ? {} : readListedRoom(listed)
            expect({ head, unread, mentions, last }).toEqual({ head: model.head(), ...expected })
            expect(lastAuthor).toBe(last?.author)
            expect(listed?.receipt).toBe(Math.min(receipt, model.head()))
          },
        ),
        { numRuns: runs },
      )
    })

    it('has nothing left of what is erased, and the message before it as the last', async () => {
      const { first, second } = database
      const me = newUser()
      const state = buildRoom({ users: [me] })
      await putState(state)
      const before = buildMessage({ room: state.room, seq: 20, text: 'before' })
      const secret = buildMessage({
        room: state.room,
        seq: 21,
        text: 'secret',
        mentions: [me],
        reactions: [{ user: me, emoji: '👍', seq: 22 }],
        version: 22,
        editedAt: 5,
        pinnedAt: 6,
      })
      const rooms = [{ state, head: 22 }]
      await first.archive.writeBatch(buildBatch({ posted: [before, secret], rooms }))
      const key = { room: state.room, id: secret.id }
      await second.archive.eraseMessages([key, { room: newRoom(), id: newEvent() }], 77)
      await second.archive.eraseMessages([key], 99)
      const { editedAt: _, pinnedAt: __, ...kept } = secret
      const erased = { ...kept, text: '', mentions: [], attachments: [], reactions: [], removedAt: 77 }
      expect(await first.archive.loadMessages([key])).toStrictEqual([erased])
      const [listed] = await first.sync.loadListedRooms(me)
      expect(listed && readListedRoom(listed).last?.id).toBe(before.id)
      expect(listed).toMatchObject({ head: 22, unread: 1, mentions: 0 })
    })

    it('stops counting at a hundred, and counts right where most of the newest are one’s own or removed', async () => {
      const [room, me, other] = [newRoom(), newUser(), newUser()]
      const state = { ...buildRoom({ users: [me, other] }), room }
      await putState(state)
      const post = (seq: number, author: UserId) =>
        buildMessage({ room, seq, author, mentions: seq === 11 ? [me] : [] })
      const theirs = Array.from({ length: 150 }, (_, n) => post(10 + n, other))
      const mine = Array.from({ length: 140 }, (_, n) => post(200 + n, me))
      await database.first.archive.writeBatch(buildBatch({ posted: theirs, rooms: [{ state, head: 159 }] }))
      const listed = async () => {
        const [one] = await database.second.sync.loadListedRooms(me)
        return one && { ...one, ...readListedRoom(one) }
      }
      expect(await listed()).toMatchObject({ unread: 100, mentions: 1, head: 159 })
      await database.first.archive.writeBatch(buildBatch({ posted: mine, rooms: [{ state, head: 339 }] }))
      expect(await listed()).toMatchObject({ unread: 100, mentions: 1, head: 339, last: { seq: 339 } })
      await database.first.receipts.putReceipts([{ room, user: me, seq: 129 }])
      expect(await listed()).toMatchObject({ unread: 30, mentions: 0 })
      const gone = theirs.slice(-10).map((message, n) => ({ ...message, text: '', version: 400 + n, removedAt: 1 }))
      await database.first.archive.writeBatch(buildBatch({ changed: gone, rooms: [{ state, head: 409 }] }))
      expect(await listed()).toMatchObject({ unread: 20, mentions: 0, last: { seq: 339 } })
    })

    it('keeps a head that was reached, whoever comes late with less', async () => {
      const [room, me] = [newRoom(), newUser()]
      const state = { ...buildRoom({ users: [me] }), room }
      await putState(state)
      const [one, two] = [buildMessage({ room, seq: 5 }), buildMessage({ room, seq: 9 })]
      await database.first.archive.writeBatch(buildBatch({ posted: [one, two], rooms: [{ state, head: 9 }] }))
      await database.second.archive.writeBatch(buildBatch({ posted: [one], rooms: [{ state, head: 5 }] }))
      const [listed] = await database.first.sync.loadListedRooms(me)
      expect(listed).toMatchObject({ head: 9, unread: 2 })
      expect(listed && readListedRoom(listed).last).toEqual(buildApiMessage(two))
    })

    it('says how far each shard is archived, and who near me has changed since', async () => {
      const { first, second } = database
      await first.archive.advancePosition(41, 0, 7)
      await first.archive.advancePosition(42, 0, 9)
      const positions = await second.sync.loadPositions()
      expect([positions.get(41), positions.get(42), positions.get(43)]).toEqual([7, 9, undefined])

      const [me, near, far, same] = [newUser(), newUser(), newUser(), newUser()]
      for (const id of [me, near, far, same]) {
        const row = { id, handle: id, displayName: 'x', passwordHash: 'h', admin: false, createdAt: 1 }
        expect(await first.accounts.putUser(row)).toBe('stored')
      }
      await putState(buildRoom({ users: [me, near, same] }))
      await putState(buildRoom({ users: [me, near] }))
      await putState(buildRoom({ users: [far] }))
      for (const user of [me, near, far])
        await first.accounts.changeUser(user, { displayName: 'new', changedAt: 1_000 })
      const people = async (named: readonly UserId[], sinceAt?: number) =>
        (await second.sync.loadPeople(me, named, sinceAt)).map(({ id }) => id).toSorted()
      expect(await people([me, far, newUser()])).toEqual([me, far].toSorted())
      expect(await people([])).toEqual([])
      expect(await people([same], 1_000)).toEqual([me, near, same].toSorted())
      expect(await people([near, near], 1_001)).toEqual([near])
      expect(await second.accounts.loadUser(near)).toMatchObject({ displayName: 'new', changedAt: 1_000 })
    })
  })
}

type Step = { readonly kind: string; readonly by: number; readonly at: number; readonly named: string }

/** What the archiver would write of a room, and what a reader should then see. */
function createModel(room: RoomId, people: readonly UserId[]) {
  const stored = new Map<string, Message>()
  let seq = 0
  const mentionsOf = (named: string) =>
    named === 'room'
      ? (['room'] as const)
      : named === 'me'
        ? people.slice(0, 1)
        : named === 'other'
          ? people.slice(1, 2)
          : []
  return {
    head: () => seq,
    write(steps: readonly Step[]) {
      const [posted, changed] = [new Map<string, Message>(), new Map<string, Message>()]
      for (const { kind, by, at, named } of steps) {
        seq += 1
        const target = [...stored.values()][at]
        const post = (id = newEvent()) => {
          const message = buildMessage({ room, id, seq, author: people[by] as UserId, mentions: mentionsOf(named) })
          // A later copy of an id falls to the one that is there.
          if (!posted.has(id)) posted.set(id, message)
          if (!stored.has(id)) stored.set(id, message)
        }
        const change = (to: Partial<Message>) => {
          if (target === undefined || target.removedAt !== undefined) return
          const message = { ...target, version: seq, ...to }
          stored.set(target.id, message)
          changed.set(target.id, message)
        }
        if (kind === 'post') post()
        else if (kind === 'copy') post(target?.id)
        else if (kind === 'edit') change({ text: `edited ${seq}`, mentions: mentionsOf(named) })
        else if (kind === 'remove') change({ text: '', removedAt: 1, mentions: [], reactions: [] })
        else if (kind === 'react') change({ reactions: [{ user: people[by] as UserId, emoji: '👍', seq }] })
      }
      return { posted: [...posted.values()], changed: [...changed.values()] }
    },
    read(me: UserId, afterSeq: number) {
      const standing = [...stored.values()].filter(({ removedAt }) => removedAt === undefined)
      const last = standing.toSorted((a, b) => b.seq - a.seq)[0]
      const news = standing.filter((message) => message.seq > afterSeq && message.author !== me)
      return {
        unread: news.length,
        mentions: news.filter(({ mentions }) => mentions.some((one) => one === 'room' || one === me)).length,
        last: last === undefined ? undefined : buildApiMessage(buildMessagePreview(last)),
      }
    },
  }
}
