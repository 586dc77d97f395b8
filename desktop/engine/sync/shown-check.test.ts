import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { Message } from '../../../common/message.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import { err } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import { openAccountDatabase } from '../local-store/local-database.ts'
import { buildIndexedDbTables } from '../local-store/timeline-tables.indexeddb.ts'
import { buildMemoryTables } from '../local-store/timeline-tables.memory.ts'
import type { TimelineTables } from '../local-store/timeline-tables.ts'
import { everything } from '../local-store/timeline-tables.ts'
import { keepEntry, restoreEntry } from './room-facts.ts'
import { shownWindow } from './room-places.ts'
import { openEntry } from './room-steps.ts'
import { archived, idOf, me, range, room, startArchive } from './room-test-archive.ts'

const openTables: Readonly<Record<string, () => Promise<TimelineTables>>> = {
  memory: async () => buildMemoryTables(),
  IndexedDB: async () => buildIndexedDbTables(await openAccountDatabase(new IDBFactory(), me)),
}
const count = 230
/** Every third was edited. */
const versionOf = (seq: number) => (seq % 3 === 0 ? 1_000 + seq : seq)

type Harm =
  | { readonly kind: 'lost' | 'old'; readonly seq: number }
  | { readonly kind: 'doubled'; readonly seq: number; readonly at: number }

const seqs = fc.integer({ min: 1, max: count })
const harms: fc.Arbitrary<readonly Harm[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('lost' as const, 'old' as const), seq: seqs }),
    fc.record({ kind: fc.constant('doubled' as const), seq: seqs, at: seqs }),
  ),
  { minLength: 1, maxLength: 4 },
)

/** The disk says of itself that it holds a stretch, and holds something else. */
async function harm(tables: TimelineTables, all: readonly Harm[]): Promise<void> {
  await tables.write(async (writer) => {
    for (const one of all) {
      const place = { from: one.seq, to: one.seq }
      const [record] = (await writer.range('messages', room, place)) as Message[]
      if (one.kind === 'lost') writer.remove('messages', room, place)
      else if (record === undefined || (one.kind === 'old' && record.version === record.seq)) continue
      else if (one.kind === 'doubled') writer.put('messages', { ...record, seq: one.at })
      else writer.put('messages', { ...record, version: record.seq, text: 'before it was edited' })
    }
  })
}

describe.each(Object.entries(openTables))('what is on the screen, out of %s', (name, open) => {
  test('a record that is lost, doubled or of before is found once it is looked at, and healed on disk and screen', async () => {
    await fc.assert(
      fc.asyncProperty(harms, async (all) => {
        const tables = await open()
        const { archive, asked, reader, book, restart, open: openRoom, clock } = startArchive(count, count, tables)
        archive.set(
          room,
          range(1, count).map((seq) => ({ ...archived(room, seq), version: versionOf(seq) })),
        )
        openRoom()
        await reader.open(room)
        while (shownWindow(book.get(room) ?? never()).from > 0) await reader.loadOlder(room)
        const kept = keepEntry(book.get(room) ?? never(), me)
        await settle()
        await harm(tables, all)

        const again = restart()
        const shown = () => shownWindow(again.book.get(room) ?? never())
        again.book.put(room, openEntry(restoreEntry(kept, me), me))
        await again.reader.open(room)
        while (shown().from > 0) {
          await again.reader.loadOlder(room)
          await clock.advance(2_000)
        }
        const right = range(1, count).map((seq) => [idOf(seq), seq, versionOf(seq), `text ${seq}`])
        await vi.waitFor(
          async () => {
            await clock.advance(2_000)
            const seen = selectMessages(shown().timeline).map(({ message }) => message)
            const disk = (await tables.read((reads) => reads.range('messages', room, everything))) as Message[]
            for (const messages of [seen, disk])
              expect(messages.map(({ id, seq, version, text }) => [id, seq, version, text])).toEqual(right)
          },
          { timeout: 20_000, interval: 1 },
        )
        // Nothing goes on asking.
        asked.length = 0
        await clock.advance(600_000)
        expect(asked).toEqual([])
      }),
      {
        numRuns: name === 'memory' ? 12 : 3,
        examples: [[[{ kind: 'lost', seq: 1 }]], [[{ kind: 'doubled', seq: 31, at: 1 }]]],
      },
    )
  })
})

test('what agrees is asked about once a run, and what cannot be asked is shown as it is', async () => {
  const { reader, book, restart, open, clock, asked, answerFirst, seqs: shown } = startArchive(100)
  open()
  await reader.open(room)
  await reader.loadOlder(room)
  const kept = keepEntry(book.get(room) ?? never(), me)
  await settle()
  const again = restart()
  again.book.put(room, openEntry(restoreEntry(kept, me), me))
  answerFirst(() => err(appError('network-unreachable')))
  await again.reader.open(room)
  await clock.advance(5_000)
  expect(shown(room, again)).toEqual(range(1, 100))
  answerFirst(() => undefined)
  asked.length = 0
  for (let times = 0; times < 5; times++) {
    await again.reader.refresh(room)
    await clock.advance(5_000)
  }
  expect(asked).toHaveLength(1)
})

function never(): never {
  throw new Error('the room is not there')
}
