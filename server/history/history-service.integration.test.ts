import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildEventId, buildRoomId, buildUserId, type RoomId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import { openTestStore, testStores } from '../rigs/archiver-test-rig.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import type { Store } from '../store/store-port.ts'
import { buildHistoryService, maxPageBytes } from './history-service.ts'

describe.each(testStores)('history and summaries, on %s', (kind) => {
  const folder = createTestFolder()
  const user = () => buildUserId(randomBytes(32))
  const [ann, ben, late] = [user(), user(), user()]
  let store: Store

  beforeAll(async () => {
    store = await openTestStore(kind, folder.path)
  })
  afterAll(async () => {
    await store?.close()
    folder.remove()
  })

  /** A room whose members came at 1, and one at 6; messages of Ann at 2, 4, 6 …, each with its sequence as text. */
  async function archiveRoom(
    count: number,
    more: (message: Message) => Partial<Message> = () => ({}),
  ): Promise<RoomId> {
    const room = buildRoomId(0, randomBytes(32))
    const member = (id: typeof ann, role: 'owner' | 'member', joinedSeq: number) =>
      [id, { user: id, role, joinedSeq }] as const
    const members = new Map([member(ann, 'owner', 1), member(ben, 'member', 1), member(late, 'member', 6)])
    const state: RoomState = {
      room,
      roomKind: 'group',
      name: 'Tea',
      topic: '',
      members,
      createdAt: 1,
      createdBy: ann,
      version: 6,
    }
    const posted = Array.from({ length: count }, (_, n): Message => {
      const seq = 2 * n + 2
      const id = buildEventId(seq, randomBytes(10))
      const lists = { mentions: [], attachments: [], reactions: [] }
      const message: Message = {
        id,
        room,
        seq,
        version: seq,
        author: ann,
        at: seq,
        text: `${seq}`,
        format: 'plain',
        ...lists,
      }
      return { ...message, ...more(message) }
    })
    await store.archive.writeBatch({
      posted,
      changed: [],
      rooms: [{ state, head: 2 * count }],
      setAside: [],
      notices: [],
    })
    return room
  }
  const service = (complete = true) =>
    buildHistoryService({
      store,
      barrier: { reach: async () => ({ complete, archivedTo: 1_000, epoch: 0, forkSeq: 0, gaps: [] }) },
    })

  it('answers pages with head, checkpoint and what lies beside them', async () => {
    const room = await archiveRoom(20)
    const textsOf = async (query: object) => {
      const { messages, hasMoreBefore, hasMoreAfter } = await service().loadHistory(room, { limit: 3, ...query })
      return [messages.map(({ text }) => Number(text)), hasMoreBefore, hasMoreAfter]
    }
    expect(await textsOf({})).toEqual([[36, 38, 40], true, false])
    expect(await textsOf({ before: 8 })).toEqual([[2, 4, 6], false, true])
    expect(await textsOf({ after: 36 })).toEqual([[38, 40], true, false])
    expect(await textsOf({ around: 20 })).toEqual([[18, 20, 22], true, true])
    expect(await textsOf({ changedAfter: 34 })).toEqual([[36, 38, 40], true, false])
    const whole = await service(false).loadHistory(room, { limit: 50 })
    expect(whole).toMatchObject({ head: 40, complete: false, archivedTo: 1_000, checkpoint: { seq: 40 } })
    expect(whole.checkpoint.members).toHaveLength(3)
  })

  it('states the tally of a stretch with what changed in it, of all that lies there up to the head', async () => {
    const room = await archiveRoom(20, ({ seq }) => (seq === 10 ? { version: 38 } : {}))
    const tallyOf = async (query: object, seen?: readonly { fromSeq: number; toSeq: number }[]) =>
      (await service().loadHistory(room, { limit: 1, ...query }, seen)).tally
    const whole = { changedAfter: 40, after: 0 }
    expect(await tallyOf(whole)).toEqual({ count: 20, seqs: 420, versions: 420 + 28 })
    expect(await tallyOf({ changedAfter: 0, after: 8, before: 14 })).toEqual({ count: 2, seqs: 22, versions: 50 })
    expect(await tallyOf({ changedAfter: 40, before: 5 })).toEqual({ count: 2, seqs: 6, versions: 6 })
    expect(await tallyOf(whole, [{ fromSeq: 3, toSeq: 6 }])).toEqual({ count: 2, seqs: 10, versions: 10 })
    for (const query of [{}, { before: 9 }, { after: 9 }, { around: 9 }, { changedAfter: 9 }])
      expect(await tallyOf(query)).toBeUndefined()
    expect(await service().loadHistory(await archiveRoom(1_001), { limit: 1, ...whole })).not.toHaveProperty('tally')
  })

  it('answers long messages in shorter pages, bounded in bytes, that leave nothing out between them', async () => {
    // Escaped, a character of the first ones is six bytes.
    const room = await archiveRoom(40, ({ seq }) => ({ text: (seq < 10 ? '\u0001' : 'x').repeat(100_000) }))
    const pageOf = async (query: object) => {
      const answer = await service().loadHistory(room, { limit: 200, ...query })
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(maxPageBytes + 10_000)
      const { messages, hasMoreBefore, hasMoreAfter } = answer
      return { seqs: messages.map(({ seq }) => seq), hasMoreBefore, hasMoreAfter }
    }
    const evenFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + 2 * n)
    const newest = await pageOf({})
    expect(newest).toEqual({ seqs: evenFrom(64, 9), hasMoreBefore: true, hasMoreAfter: false })
    expect(await pageOf({ before: 64 })).toEqual({ seqs: evenFrom(46, 9), hasMoreBefore: true, hasMoreAfter: true })
    for (const place of ['after', 'changedAfter']) {
      expect(await pageOf({ [place]: 2 })).toEqual({ seqs: [4], hasMoreBefore: true, hasMoreAfter: true })
      const walked: number[] = []
      for (let at = 0; ; at = walked.at(-1) ?? 0) {
        const { seqs, hasMoreAfter } = await pageOf({ [place]: at })
        walked.push(...seqs)
        if (!hasMoreAfter) break
      }
      expect(walked).toEqual(evenFrom(2, 40))
    }
    const around = await pageOf({ around: 40 })
    expect(around).toMatchObject({ hasMoreBefore: true, hasMoreAfter: true })
    expect(around.seqs).toContain(40)
    expect(Math.abs((around.seqs[0] ?? 0) + (around.seqs.at(-1) ?? 0) - 80)).toBeLessThanOrEqual(2)
    // The server that stands in for MongoDB reads all of them for each page.
  }, 180_000)

  it('gives a page of 200 to whoever asks for more, and says that there is more', async () => {
    const room = await archiveRoom(205)
    const { messages, hasMoreBefore } = await service().loadHistory(room, { limit: 1_000 })
    expect([messages.length, messages[0]?.seq, hasMoreBefore]).toEqual([200, 12, true])
    const rest = await service().loadHistory(room, { limit: 1_000, before: 12 })
    expect([rest.messages.length, rest.hasMoreBefore]).toEqual([5, false])
  })

  it('says of a room the archive has not reached that nothing is known, not that nothing was said', async () => {
    const answer = await service(false).loadHistory(buildRoomId(0, randomBytes(32)), { limit: 50 })
    expect(answer).toMatchObject({ messages: [], head: 0, complete: false, checkpoint: { seq: 0, members: [] } })
  })
})
