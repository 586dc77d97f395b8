import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEventId, type RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildReportService, evidenceLifeMs } from './report-service.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openSqliteDoors()
})
afterAll(() => database.drop())

const room = '1.aaaaaaaaaaaaaa' as RoomId
const [reporter, author, other] = [newUser(), newUser(), newUser()]
const messageOf = (n: number, by = author): Message => ({
  ...{ id: parseEventId(`01m8c3mxy25jyw2ta082dkdzf${n}`) as never, room, seq: n, version: n, author: by, at: n },
  ...{ text: `words ${n}`, format: 'plain', mentions: [], attachments: [], reactions: [] },
})

let nowAt = 1_900_000_000_000
const said = new Map<string, Message>()
const sayAnew = () => {
  for (const n of [1, 2, 3]) said.set(messageOf(n).id, messageOf(n, n === 3 ? other : author))
}
const takeBack = (...which: readonly number[]) => {
  for (const n of which) said.set(messageOf(n).id, { ...messageOf(n), text: '', removedAt: nowAt })
}
const about = { kind: 'message', room, message: messageOf(1).id, reason: 'spam', note: 'Twice.' } as const
async function report() {
  const service = buildReportService({
    records: database.first.records,
    loadSeen: async () => [{ fromSeq: 1, toSeq: 9 }],
    loadMessage: async (_, id) => said.get(id),
    loadAround: async () => [...said.values()],
    maySee: async () => true,
    now: () => nowAt,
  })
  const made = await service.report(reporter, about)
  if (!made.ok) throw new Error(made.error.code)
  const { id } = made.value
  const textsOf = async () => (await service.open(id))?.evidence.map((one) => (one as Message).text)
  return { service, id, textsOf }
}

test('the evidence of a report that nobody acts on goes 90 days after its words were taken back, and no sooner', async () => {
  sayAnew()
  const { service, id, textsOf } = await report()

  // A year on, with nothing taken back: all of it stands.
  nowAt += 4 * evidenceLifeMs
  await service.prune()
  expect(await textsOf()).toEqual(['words 1', 'words 2', 'words 3'])

  // The author is erased.
  takeBack(1, 2)
  nowAt += evidenceLifeMs - 1
  await service.prune()
  expect(await textsOf()).toEqual(['words 1', 'words 2', 'words 3'])
  nowAt += 1
  await service.prune()
  expect(await textsOf()).toEqual(['', '', 'words 3'])
  // Who it is about is known still, and what the reporter wrote.
  expect(await service.open(id)).toMatchObject({ user: author, note: 'Twice.', state: 'open' })
  expect(JSON.stringify(await database.second.records.loadRecords({ kind: 'report' }))).not.toMatch(/words [12]/)

  // Whoever reported is erased, too: what they wrote goes, and what they chose from a list stays.
  expect(await service.forget(reporter)).toBe(1)
  const left = await service.open(id)
  expect([left?.reason, left?.note, left?.state]).toEqual(['spam', undefined, 'open'])
})

test('a report that this version cannot read keeps no evidence from its end', async () => {
  sayAnew()
  const { service, textsOf } = await report()
  const before = { by: reporter, about, state: 'resolved', evidence: [] }
  for (let n = 0; n < 100; n++) {
    const detail = n === 50 ? { from: 'a later version' } : before
    const kept = { kind: 'report', id: newUser(), turn: 1, owners: [], at: 1_000 + n, detail }
    expect(await database.second.records.putRecord(kept)).toBe(true)
  }
  takeBack(1, 2, 3)
  nowAt += evidenceLifeMs
  await service.prune()
  expect(await textsOf()).toEqual(['', '', ''])
})
