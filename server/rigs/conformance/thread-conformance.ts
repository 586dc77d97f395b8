import { describe, expect, it } from 'vitest'
import { buildBatch, buildMessage, type Conformance, newEvent, newRoom, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeThreads({ open }: Conformance): void {
  describe('threads', () => {
    const database = useDatabase(open)

    it('count what hangs on a message, page it alone, and leave it out of what is unread in the room', async () => {
      const { first, second } = database
      const [room, ana, ben, root, other] = [newRoom(), newUser(), newUser(), newEvent(), newEvent()]
      const post = (seq: number, change: Partial<ReturnType<typeof buildMessage>>) =>
        buildMessage({ room, seq, author: ben, ...change })
      const shown = post(5, { author: ana, thread: root, replyTo: root })
      const gone = post(7, { thread: root })
      const posted = [
        post(1, { id: root, author: ana }),
        post(2, { thread: root }),
        post(3, { thread: root, mentions: [ana] }),
        post(4, { id: other }),
        shown,
        post(6, { thread: other }),
        gone,
      ]
      await first.archive.writeBatch(buildBatch({ posted }))
      await first.archive.writeBatch(buildBatch({ changed: [{ ...gone, version: 8, text: '', removedAt: 9 }] }))
      const threads = [root, other, newEvent()]
      const sums = await second.threads.sumAnswers({ room, threads })
      const at = (seq: number) => buildMessage({ room, seq }).at
      const lastAt = (...seqs: number[]) => seqs.map((seq) => ({ seq, at: at(seq) }))
      expect(sums.toSorted((a, b) => b.count - a.count)).toEqual([
        { thread: root, count: 3, lastAt: at(5), lastSeq: 5, by: [ana, ben], last: lastAt(5, 3) },
        { thread: other, count: 1, lastAt: at(6), lastSeq: 6, by: [ben], last: lastAt(6) },
      ])
      expect(await second.threads.sumAnswers({ room, threads: [root], upTo: 2 })).toMatchObject([{ count: 1 }])
      const within = [{ fromSeq: 3, toSeq: 4 }]
      expect(await second.threads.sumAnswers({ room, threads, within })).toMatchObject([{ thread: root, count: 1 }])
      expect(await second.threads.sumAnswers({ room, threads: [] })).toEqual([])
      expect((await second.threads.findThreads(room, threads)).toSorted()).toEqual([root, other].toSorted())
      expect(await second.threads.findThreads(newRoom(), threads)).toEqual([])
      expect(await second.threads.findThreads(room, [])).toEqual([])

      const news = { room, thread: root, user: ana, cap: 100 }
      const [two, three] = [
        { seq: 2, isInRoom: false, isForThem: false },
        { seq: 3, isInRoom: false, isForThem: true },
      ]
      expect(await second.threads.listNew({ ...news, afterSeq: 0 })).toEqual([three, two])
      expect(await second.threads.listNew({ ...news, afterSeq: 2 })).toEqual([three])
      expect(await second.threads.listNew({ ...news, afterSeq: 0, cap: 1 })).toEqual([three])
      expect(await second.threads.listNew({ ...news, afterSeq: 0, cap: 0 })).toEqual([])
      expect(await second.threads.listNew({ ...news, afterSeq: 0, within: [{ fromSeq: 0, toSeq: 2 }] })).toEqual([two])
      expect(await second.threads.listNew({ ...news, user: ben, afterSeq: 0 }), 'the room shows it too').toEqual([
        { seq: 5, isInRoom: true, isForThem: false },
      ])

      const page = await second.history.loadPage({ room, limit: 2, thread: root })
      expect(page.messages.map(({ seq }) => seq)).toEqual([5, 7])
      expect(page).toMatchObject({ hasMoreBefore: true, hasMoreAfter: false })
      const older = await second.history.loadPage({ room, limit: 5, thread: root, before: 5 })
      expect(older.messages.map(({ seq, thread }) => [seq, thread])).toEqual([
        [2, root],
        [3, root],
      ])

      const unread = (user: typeof ana) => second.history.countUnread({ room, user, afterSeq: 0, cap: 100 })
      expect(await unread(ana)).toEqual({ unread: 1, mentions: 0 })
      expect(await unread(ben), 'also to the room').toEqual({ unread: 2, mentions: 0 })
      expect((await second.history.loadLastMessages([room]))[0]?.seq).toBe(5)
    })

    it('fold marks in any order, again and raced; who leaves one follows it again by what comes later', async () => {
      const { first, second } = database
      const [room, user, thread] = [newRoom(), newUser(), newEvent()]
      const mark = { user, room, thread }
      const load = async () => (await second.threads.loadMarks(user, room, [thread]))[0]
      expect(await load()).toBeUndefined()
      await first.threads.foldMarks([])
      await first.threads.foldMarks([{ ...mark, readSeq: 4 }])
      expect(await second.threads.loadFollowed(user, 10), 'who reads does not follow').toEqual([])
      await race(database, 4, (store, index) =>
        store.threads.foldMarks([
          { ...mark, fromSeq: 9 - index, followSeq: 9 + index },
          { ...mark, readSeq: index },
        ]),
      )
      expect(await load()).toEqual({ ...mark, fromSeq: 6, followSeq: 12, leftSeq: 0, readSeq: 4 })
      await first.threads.foldMarks([{ ...mark, leftSeq: 12 }])
      expect(await second.threads.loadFollowed(user, 10)).toEqual([])
      await first.threads.foldMarks([{ ...mark, fromSeq: 12, followSeq: 13 }])
      expect(await second.threads.loadFollowed(user, 10)).toMatchObject([{ thread, fromSeq: 6, followSeq: 13 }])
      await first.threads.foldMarks([{ ...mark, leftSeq: 20 }])
      await first.threads.clearLeft(mark)
      const later = { user, room, thread: newEvent(), followSeq: 30 }
      await first.threads.foldMarks([later])
      expect((await second.threads.loadFollowed(user, 10)).map(({ followSeq }) => followSeq)).toEqual([30, 13])
      expect(await second.threads.loadFollowed(user, 1)).toMatchObject([{ thread: later.thread }])
      expect(await second.threads.loadFollowed(newUser(), 10)).toEqual([])
    })

    it('forget the marks of one person, and nobody else’s', async () => {
      const { first, second } = database
      const [room, ana, ben] = [newRoom(), newUser(), newUser()]
      const marks = [newEvent(), newEvent()].map((thread) => ({ user: ana, room, thread, readSeq: 4 }))
      const his = { user: ben, room, thread: newEvent(), fromSeq: 1, followSeq: 2 }
      await first.threads.foldMarks([...marks, his])
      const whole = marks.map((mark) => ({ ...mark, followSeq: 0, leftSeq: 0 }))
      const byThread = (a: { thread: string }, b: { thread: string }) => (a.thread < b.thread ? -1 : 1)
      expect((await second.threads.loadMarksOf(ana)).toSorted(byThread)).toEqual(whole.toSorted(byThread))
      expect(await first.threads.forgetMarks(ana)).toBe(2)
      expect(await second.threads.loadMarksOf(ana)).toEqual([])
      expect(await first.threads.forgetMarks(ana)).toBe(0)
      expect(await second.threads.loadMarksOf(ben)).toEqual([{ ...his, leftSeq: 0, readSeq: 0 }])
    })
  })
}
