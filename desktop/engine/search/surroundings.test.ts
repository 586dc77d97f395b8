import { beforeAll, describe, expect, it } from 'vitest'
import { appError, type ErrorCode } from '../../../common/app-error.ts'
import { buildApiMessage, type History } from '../../../common/http-contract/history-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { err, ok } from '../../../common/result.ts'
import { buildTimelineStore } from '../local-store/timeline-store.tables.ts'
import { buildMemoryTables } from '../local-store/timeline-tables.memory.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { buildSurroundings, type SurroundingsPorts } from './surroundings.ts'

const [room, strange] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as RoomId[] as [RoomId, RoomId]
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const root = 40
/** Every fifth is an answer on one and the same. */
const isAnswer = (seq: number) => seq > root && seq % 5 === 0
const said: readonly Message[] = Array.from({ length: 200 }, (_, at) => ({
  ...{ id: idOf(at + 1), room, seq: at + 1, version: at + 1, author: 'a'.repeat(16) as UserId, at: 1_000 + at },
  ...{ format: 'plain' as const, text: `said ${at + 1}`, mentions: [], attachments: [], reactions: [] },
  ...(isAnswer(at + 1) ? { thread: idOf(root) } : {}),
}))

const pageOf = (messages: readonly Message[]): History => ({
  messages: messages.map(buildApiMessage),
  notices: [],
  archivedTo: 200,
  epoch: 0,
  forkSeq: 0,
  head: 200,
  complete: true,
  checkpoint: { seq: 200, members: [] },
  hasMoreBefore: false,
  hasMoreAfter: false,
})
const near = (all: readonly Message[], seq: number, limit: number) => {
  const at = all.findIndex((one) => one.seq >= seq)
  return all.slice(Math.max(0, at - limit / 2), at + limit / 2)
}
const answering: SurroundingsPorts['client'] = {
  history: async (_room, { around = 0, limit = 50 }) => ok(pageOf(near(said, around, limit))),
  thread: async (_room, thread, { around = 0, limit }) =>
    ok(
      pageOf(
        near(
          said.filter((one) => one.thread === thread),
          around,
          limit,
        ),
      ),
    ),
  message: async (_room, message) => {
    const found = said.find(({ id }) => id === message)
    return found === undefined ? err(appError('message-unknown')) : ok(buildApiMessage(found))
  },
}
const refusing = (code: ErrorCode): SurroundingsPorts['client'] => {
  const refuse = async () => err(appError(code))
  return { history: refuse, thread: refuse, message: refuse }
}

describe('what was said around a hit', () => {
  const timelines = buildTimelineStore(buildMemoryTables())
  const load = (seq: number, change: Partial<SurroundingsPorts> = {}, of = room) =>
    buildSurroundings({
      ...{ timelines, client: answering, isOnline: () => true },
      book: { get: (one) => (one === room ? ({} as RoomEntry) : undefined) },
      ...change,
    })({ room: of, message: idOf(seq), seq })
  const seqsOf = async (...wanted: Parameters<typeof load>) => {
    const found = await load(...wanted)
    return found.ok ? found.value.messages.map(({ seq }) => seq) : found.error.code
  }
  const inRoom = said.filter(({ seq }) => !isAnswer(seq)).map(({ seq }) => seq)
  beforeAll(async () => {
    const kept = said.filter(({ seq }) => seq > 20 && seq <= 160)
    await timelines.putPage(room, { from: 21, to: 160, knownTo: 200, messages: kept, notices: [] })
  })

  it('stands in the middle of what the room shows, as far as there is something on both sides', async () => {
    const at = inRoom.indexOf(101)
    expect(await seqsOf(101)).toEqual(inRoom.slice(at - 12, at + 12))
    expect(await seqsOf(3)).toEqual(inRoom.slice(0, 24))
    expect(await seqsOf(199)).toEqual(inRoom.slice(-24))
  })

  it('shows an answer among the answers, below what they hang on', async () => {
    const found = await load(60)
    expect(found).toMatchObject({ ok: true, value: { thread: idOf(root) } })
    expect(await seqsOf(60)).toEqual([root, ...said.filter(({ thread }) => thread).map(({ seq }) => seq)].slice(0, 16))
  })

  it.each<[string, Partial<SurroundingsPorts>]>([
    ['without a connection', { isOnline: () => false, client: refusing('internal') }],
    ['where the server cannot say', { client: refusing('store-unavailable') }],
  ])('is what is kept here %s', async (_name, ports) => {
    const at = inRoom.indexOf(101)
    expect(await seqsOf(101, ports)).toEqual(inRoom.slice(at - 12, at + 12))
    const answers = said.filter(({ seq, thread }) => thread && Math.abs(seq - 60) <= 30).map(({ seq }) => seq)
    expect(await seqsOf(60, ports)).toEqual([root, ...answers])
    expect(await seqsOf(5, ports)).toBe(ports.isOnline === undefined ? 'store-unavailable' : 'network-unreachable')
  })

  it('is not shown of what the server refuses, whatever is kept, nor of a room that is not mine', async () => {
    expect(await seqsOf(101, { client: refusing('room-unknown') })).toBe('room-unknown')
    expect(await seqsOf(101, {}, strange)).toBe('room-unknown')
  })
})
