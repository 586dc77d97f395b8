import { describe, expect, it } from 'vitest'
import { buildRoom, type Conformance, newRoom, newUser, oddTexts, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeRooms({ open }: Conformance): void {
  describe('rooms', () => {
    const database = useDatabase(open)

    it('gives back a room as it was put, members in their order', async () => {
      const { first, second } = database
      const room = buildRoom({ users: Array.from({ length: 20 }, newUser), version: 4 })
      expect(await first.rooms.putRoom(room, 0)).toBe(true)
      const loaded = await second.rooms.loadRoom(room.room)
      expect(loaded).toEqual(room)
      expect([...(loaded?.members.keys() ?? [])]).toEqual([...room.members.keys()])
      expect(await first.rooms.loadRoom(newRoom())).toBeUndefined()
    })

    it.each(oddTexts)('keeps the name and topic %j', async (text) => {
      const room = buildRoom({ users: [newUser()], name: text, topic: text })
      await database.first.rooms.putRoom(room, 0)
      expect(await database.second.rooms.loadRoom(room.room)).toMatchObject({ name: text, topic: text })
    })

    it('stores only over the version that was expected', async () => {
      const { first, second } = database
      const room = buildRoom({ users: [newUser()], version: 5 })
      expect(await first.rooms.putRoom(room, 4)).toBe(false)
      expect(await first.rooms.loadRoom(room.room)).toBeUndefined()
      expect(await first.rooms.putRoom(room, 0)).toBe(true)
      expect(await second.rooms.putRoom({ ...room, name: 'again' }, 0)).toBe(false)
      expect(await second.rooms.putRoom({ ...room, name: 'late', version: 6 }, 4)).toBe(false)
      expect(await first.rooms.loadRoom(room.room)).toEqual(room)
      expect(await second.rooms.putRoom({ ...room, name: 'next', version: 6 }, 5)).toBe(true)
      expect(await first.rooms.loadRoom(room.room)).toMatchObject({ name: 'next', version: 6 })
    })

    it('lets exactly one of those who race win, for a new room and for a change', async () => {
      const room = buildRoom({ users: [newUser()], version: 5 })
      const made = await race(database, 6, (store, index) => store.rooms.putRoom({ ...room, name: `new ${index}` }, 0))
      expect(made.filter((won) => won)).toHaveLength(1)
      const changed = await race(database, 6, (store, index) =>
        store.rooms.putRoom({ ...room, name: `changed ${index}`, version: 6 }, 5),
      )
      expect(changed.filter((won) => won)).toHaveLength(1)
      expect((await database.first.rooms.loadRoom(room.room))?.name).toBe(`changed ${changed.indexOf(true)}`)
    })

    it('finds the rooms somebody is in, and no longer those they left', async () => {
      const { first, second } = database
      const [ana, ben] = [newUser(), newUser()]
      const both = buildRoom({ users: [ana, ben], version: 2 })
      const alone = buildRoom({ users: [ana], version: 3 })
      await first.rooms.putRoom(both, 0)
      await first.rooms.putRoom(alone, 0)
      const roomsOf = async (user: typeof ana) =>
        (await second.rooms.loadRoomsOfUser(user)).map(({ room }) => room).toSorted()
      expect(await roomsOf(ana)).toEqual([both.room, alone.room].toSorted())
      expect(await roomsOf(ben)).toEqual([both.room])
      expect(await second.rooms.countRoomsOfUser(ana)).toBe(2)

      const rest = new Map([...both.members].filter(([user]) => user !== ana))
      await first.rooms.putRoom({ ...both, members: rest, version: 4 }, 2)
      expect(await roomsOf(ana)).toEqual([alone.room])
      expect(await second.rooms.countRoomsOfUser(ana)).toBe(1)
      expect(await second.rooms.countRoomsOfUser(newUser())).toBe(0)
      expect(await second.rooms.loadRoomsOfUser(newUser())).toEqual([])
    })

    it('counts no direct room that has ended, and lists the public ones page by page', async () => {
      const { first, second } = database
      const user = newUser()
      const ended = { limits: { ended: 'listen' as const }, endedAt: 5 }
      await first.rooms.putRoom(buildRoom({ users: [user], roomKind: 'direct', ...ended }), 0)
      const open = [1, 2, 3].map(() => buildRoom({ users: [user], visibility: 'public', name: 'Open', avatar: 'v1' }))
      for (const state of open) await first.rooms.putRoom(state, 0)
      expect(await second.rooms.countRoomsOfUser(user)).toBe(3)
      const all = await second.rooms.loadPublicRooms(undefined, 1_000)
      const ids = open.map(({ room }) => room).toSorted()
      expect(all.map(({ room }) => room).filter((room) => ids.includes(room))).toEqual(ids)
      expect(all[0]).toMatchObject({ name: 'Open', topic: '', memberCount: 1, avatar: 'v1' })
      const first1 = await second.rooms.loadPublicRooms(undefined, 1)
      expect(await second.rooms.loadPublicRooms(first1[0]?.room, 1_000)).toEqual(all.slice(1))
      const [hidden] = open
      if (hidden === undefined) throw new Error('none')
      const { visibility: _, ...rest } = hidden
      await first.rooms.putRoom({ ...rest, version: hidden.version + 1 }, hidden.version)
      expect((await second.rooms.loadPublicRooms(undefined, 1_000)).some(({ room }) => room === hidden.room)).toBe(
        false,
      )
    })

    it('lists all rooms there are, page by page', async () => {
      const { first, second } = database
      const made = [1, 2, 3].map(() => buildRoom({ users: [] }))
      for (const state of made) await first.rooms.putRoom(state, 0)
      const all: string[] = []
      for (let after: (typeof made)[number]['room'] | undefined; ; ) {
        const page = await second.rooms.listRooms(after, 2)
        all.push(...page)
        if (page.length < 2) break
        after = page.at(-1)
      }
      expect(all).toEqual([...new Set(all)].toSorted())
      expect(all).toEqual(expect.arrayContaining(made.map(({ room }) => room)))
    })

    it('names all rooms there are, without who is in them, page by page', async () => {
      const { first, second } = database
      const odd = 'A "name" with Πειραιάς and \ud83d\ude80'
      const made = [
        buildRoom({ users: [newUser(), newUser()], name: odd }),
        buildRoom({ users: [], roomKind: 'direct' }),
      ]
      for (const state of made) await first.rooms.putRoom(state, 0)
      const all = []
      for (let after: (typeof made)[number]['room'] | undefined; ; ) {
        const page = await second.rooms.loadRoomNames(after, 2)
        all.push(...page)
        if (page.length < 2) break
        after = page.at(-1)?.room
      }
      for (const { room, roomKind, name, members } of made) {
        expect(all).toContainEqual({ room, roomKind, name, memberCount: members.size })
      }
      expect(all.map(({ room }) => room)).toEqual([...new Set(all.map(({ room }) => room))].toSorted())
    })

    it('loads several rooms once each', async () => {
      const [one, two] = [buildRoom({ users: [newUser()] }), buildRoom({ users: [newUser()] })]
      await database.first.rooms.putRoom(one, 0)
      await database.first.rooms.putRoom(two, 0)
      const loaded = await database.first.rooms.loadRooms([one.room, newRoom(), two.room, one.room])
      expect(loaded.map(({ room }) => room).toSorted()).toEqual([one.room, two.room].toSorted())
    })
  })
}
