import { describe, expect, it } from 'vitest'
import type { SavedMark } from '../../store/saved-store.ts'
import { type Conformance, newEvent, newRoom, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeSaved({ open }: Conformance): void {
  describe('saved messages', () => {
    const database = useDatabase(open)
    const newKey = (user = newUser()) => ({ user, room: newRoom(), message: newEvent() })
    const byMessage = (a: SavedMark, b: SavedMark) => (a.message < b.message ? -1 : 1)

    it('keep the last word that was said of each, whoever comes first, and one row of it', async () => {
      const { first, second } = database
      const key = newKey()
      expect(await first.saved.loadMark(key)).toBeUndefined()
      expect(await first.saved.foldWord(key, { on: true, at: 5 })).toEqual({ ...key, isSaved: true, at: 5, saidAt: 5 })
      expect(await second.saved.loadMark(key)).toEqual({ ...key, isSaved: true, at: 5, saidAt: 5 })
      await second.saved.foldWord(key, { on: false, at: 900_000 })
      expect(await first.saved.foldWord(key, { on: true, at: 7 }), 'comes too late').toMatchObject({ isSaved: false })
      await race(database, 6, (store, index) => store.saved.foldWord(key, { on: index % 2 === 0, at: 900_001 + index }))
      expect(await first.saved.loadMark(key)).toMatchObject({ isSaved: false, saidAt: 900_006 })
      expect(await first.saved.loadMarksOf(key.user)).toHaveLength(1)
      const raced = newKey()
      await race(database, 6, (store, index) => store.saved.foldWord(raced, { on: index === 5, at: 1 + index }))
      expect(await second.saved.loadMark(raced)).toMatchObject({ isSaved: true, saidAt: 6 })
    })

    it('are listed newest first, page by page, also where several are of one moment, and counted', async () => {
      const { first, second } = database
      const user = newUser()
      const others = newKey()
      await first.saved.foldWord(others, { on: true, at: 1 })
      // The ids of one room in two others, as whoever makes them up may have it.
      const [rooms, ids] = [
        [newRoom(), newRoom(), newRoom()],
        [newEvent(), newEvent()],
      ]
      const keys = rooms.flatMap((room) => ids.map((message) => ({ user, room, message })))
      for (const [index, key] of keys.entries())
        await first.saved.foldWord(key, { on: true, at: index < 4 ? 10 : 20 + index })
      await first.saved.foldWord({ ...newKey(user) }, { on: false, at: 99 })
      const all = await second.saved.loadSaved(user, { limit: 100 })
      expect(all.map(({ at }) => at)).toEqual([25, 24, 10, 10, 10, 10])
      expect(await second.saved.countSaved(user)).toBe(6)
      const paged: SavedMark[] = []
      for (;;) {
        const last = paged.at(-1)
        const page = await second.saved.loadSaved(user, { limit: 2, ...(last === undefined ? {} : { after: last }) })
        paged.push(...page)
        if (page.length < 2) break
      }
      expect(paged).toEqual(all)
      expect(await second.saved.countSaved(others.user)).toBe(1)
      expect(await second.saved.loadSaved(newUser(), { limit: 5 })).toEqual([])
    })

    it('know for a time what was taken out, and so many of them; and forget one person, and nobody else', async () => {
      const { first, second } = database
      const user = newUser()
      const keys = Array.from({ length: 5 }, () => newKey(user))
      for (const [index, key] of keys.entries()) await first.saved.foldWord(key, { on: index === 0, at: index })
      await first.saved.pruneUnsaved(user, { since: 2, most: 100 })
      const left = await second.saved.loadMarksOf(user)
      expect(left.map(({ saidAt }) => saidAt).toSorted(), 'what is saved stays, however long').toEqual([0, 2, 3, 4])
      await first.saved.pruneUnsaved(user, { since: 0, most: 1 })
      expect((await second.saved.loadMarksOf(user)).map(({ saidAt }) => saidAt).toSorted()).toEqual([0, 4])

      const other = newKey()
      await first.saved.foldWord(other, { on: true, at: 1 })
      const [one, two] = [newKey(user), newKey(user)]
      for (const key of [one, two]) await first.saved.foldWord(key, { on: true, at: 50 })
      await first.saved.removeMarks([])
      await first.saved.removeMarks([one, { ...two, user: other.user }])
      const marks = await second.saved.loadMarksOf(user)
      expect(marks.toSorted(byMessage).map(({ message }) => message)).toEqual(
        [keys[0]?.message, keys[4]?.message, two.message].toSorted(),
      )
      expect(await first.saved.forgetSaved(user)).toBe(3)
      expect(await second.saved.loadMarksOf(user)).toEqual([])
      expect(await first.saved.forgetSaved(user)).toBe(0)
      expect(await second.saved.loadMark(other)).toMatchObject({ isSaved: true })
    })
  })
}
