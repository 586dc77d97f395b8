import { describe, expect, it } from 'vitest'
import { buildBatch, buildMessage, type Conformance, newRoom, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeUnread({ open }: Conformance): void {
  describe('unread and receipts', () => {
    const database = useDatabase(open)

    it('counts what others wrote and did not remove after a place, mentions of the user and of the room', async () => {
      const { first, second } = database
      const [room, ana, ben] = [newRoom(), newUser(), newUser()]
      const post = (seq: number, change: Partial<ReturnType<typeof buildMessage>> = {}) =>
        buildMessage({ room, seq, author: ben, ...change })
      await first.archive.writeBatch(
        buildBatch({
          posted: [
            post(1, { mentions: [ana] }),
            post(2),
            post(3, { author: ana, mentions: ['room', ana] }),
            post(4, { mentions: [ben, ana] }),
            post(5, { mentions: ['room'] }),
            post(6, { mentions: ['room', ana] }),
            post(7, { mentions: [newUser()] }),
            post(8, { text: '', removedAt: 9 }),
            { ...post(9, { mentions: [ana] }), room: newRoom() },
          ],
        }),
      )
      const count = (afterSeq: number, cap = 100) => second.history.countUnread({ room, user: ana, afterSeq, cap })
      expect(await count(0)).toEqual({ unread: 6, mentions: 4 })
      expect(await count(1)).toEqual({ unread: 5, mentions: 3 })
      expect(await count(5)).toEqual({ unread: 2, mentions: 1 })
      expect(await count(8)).toEqual({ unread: 0, mentions: 0 })
      expect(await count(0, 6)).toEqual({ unread: 6, mentions: 4 })
      expect(await count(0, 5)).toEqual({ unread: 5, mentions: 4 })
      expect(await count(0, 2)).toEqual({ unread: 2, mentions: 2 })
      expect(await count(0, 0)).toEqual({ unread: 0, mentions: 0 })
      expect(await second.history.countUnread({ room: newRoom(), user: ana, afterSeq: 0, cap: 5 })).toEqual({
        unread: 0,
        mentions: 0,
      })
    })

    it('counts a mention beyond the cap of unread, and drops one that an edit or a removal takes away', async () => {
      const { first, second } = database
      const [room, ana] = [newRoom(), newUser()]
      const plain = Array.from({ length: 5 }, (_, index) => buildMessage({ room, seq: index + 1 }))
      const last = buildMessage({ room, seq: 6, mentions: [ana] })
      await first.archive.writeBatch(buildBatch({ posted: [...plain, last] }))
      const count = () => second.history.countUnread({ room, user: ana, afterSeq: 0, cap: 3 })
      expect(await count()).toEqual({ unread: 3, mentions: 1 })
      await first.archive.writeBatch(buildBatch({ changed: [{ ...last, version: 7, mentions: [] }] }))
      expect(await count()).toEqual({ unread: 3, mentions: 0 })
    })

    it('folds receipts by maximum, in any order, repeated in one write and raced', async () => {
      const { first, second } = database
      const [room, other, ana, ben] = [newRoom(), newRoom(), newUser(), newUser()]
      await first.receipts.putReceipts([
        { room, user: ana, seq: 5 },
        { room, user: ana, seq: 9 },
        { room, user: ana, seq: 7 },
        { room: other, user: ana, seq: 0 },
        { room, user: ben, seq: 3 },
      ])
      await second.receipts.putReceipts([{ room, user: ana, seq: 8 }])
      await second.receipts.putReceipts([])
      expect((await first.receipts.loadReceiptsOfUser(ana)).toSorted((a, b) => b.seq - a.seq)).toEqual([
        { room, seq: 9 },
        { room: other, seq: 0 },
      ])
      const raced = newUser()
      await race(database, 6, (store, index) => store.receipts.putReceipts([{ room, user: raced, seq: 10 + index }]))
      expect((await first.receipts.loadReceiptsOfRoom(room)).toSorted((a, b) => a.seq - b.seq)).toEqual([
        { user: ben, seq: 3 },
        { user: ana, seq: 9 },
        { user: raced, seq: 15 },
      ])
      expect(await second.receipts.forgetReceipts(ana)).toBe(2)
      expect(await second.receipts.forgetReceipts(ana)).toBe(0)
      expect(await first.receipts.loadReceiptsOfUser(ana)).toEqual([])
      expect(await first.receipts.loadReceiptsOfUser(ben)).toEqual([{ room, seq: 3 }])
      expect(await first.receipts.loadReceiptsOfUser(newUser())).toEqual([])
      expect(await first.receipts.loadReceiptsOfRoom(newRoom())).toEqual([])
    })
  })
}
