import fc from 'fast-check'
import { expect } from 'vitest'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { keepEntry, restoreEntry } from './room-facts.ts'
import { shownWindow } from './room-places.ts'
import { hearInEntry, openEntry } from './room-steps.ts'
import { ana, archived, atOf, idOf, me, room, startArchive } from './room-test-archive.ts'
import { mapWindows, settleWindow } from './room-window.ts'

export const postedAt = (seq: number): StoredEvent => ({
  ...{ room, author: ana, seq, storedAt: atOf(seq) },
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})
export const editedAt = (seq: number, of: number): StoredEvent => ({
  ...{ room, author: ana, seq, storedAt: atOf(seq) },
  event: { v: 1, kind: 'message.edited', id: idOf(seq), at: 0, message: idOf(of), text: `edited at ${seq}` },
})

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('older' as const, 'newer' as const) },
  { weight: 1, arbitrary: fc.constantFrom('end' as const, 'settle' as const, 'restart' as const, 'cut off' as const) },
  { weight: 3, arbitrary: fc.record({ posts: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 2, arbitrary: fc.record({ edits: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  { weight: 1, arbitrary: fc.record({ around: fc.double({ min: 0, max: 1, noNaN: true }) }) },
)

/** Wherever somebody goes, whatever comes and is lost meanwhile, they see the archive without a hole, a few hundred rows of it. */
export async function expectNoHoles(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 900 }), fc.array(step, { maxLength: 40 }), async (count, steps) => {
      const { archive, store, restart, ...first } = startArchive(count)
      let engine: ReturnType<typeof restart> = first
      let isCut = false
      let head = count
      const all = archive.get(room) ?? never()
      const entry = () => engine.book.get(room) ?? never()
      engine.book.change(room, (one) => openEntry(one, me))
      await engine.reader.open(room)
      const hear = async (stored: StoredEvent) => {
        if (isCut) return
        engine.book.change(room, (one) => hearInEntry(one, stored))
        await store.putEvents([stored])
      }
      for (const one of steps) {
        if (one === 'older') await engine.reader.loadOlder(room)
        else if (one === 'newer') await engine.reader.loadNewer(room)
        else if (one === 'end') await engine.reader.loadAround(room, { kind: 'end' })
        else if (one === 'cut off') isCut = true
        else if (one === 'settle') {
          if (isCut) {
            isCut = false
            engine.book.change(room, (now) => ({ ...now, head }))
            await engine.filler.fill(room)
          } else engine.book.change(room, (now) => mapWindows({ ...now, head }, (window) => settleWindow(window, head)))
        } else if (one === 'restart') {
          const kept = keepEntry({ ...entry(), head }, me)
          engine = restart()
          isCut = false
          engine.book.put(room, openEntry(restoreEntry(kept, me), me))
          await engine.reader.open(room)
          await engine.filler.fill(room)
        } else if ('posts' in one) {
          for (let post = 0; post < one.posts; post++) {
            all.push(archived(room, ++head))
            await hear(postedAt(head))
          }
        } else if ('edits' in one) {
          const of = all[Math.floor(one.edits * (all.length - 1))]
          if (of === undefined) continue
          all.splice(all.indexOf(of), 1, { ...of, version: ++head, text: `edited at ${head}`, editedAt: head })
          await hear(editedAt(head, of.seq))
        } else await engine.reader.loadAround(room, { kind: 'seq', seq: Math.ceil(one.around * head) })
        const shown = shownWindow(entry())
        const rows = selectMessages(shown.timeline)
        const to = shown.to ?? Math.max(shown.timeline.checkpoint.seq, rows.at(-1)?.seq ?? 0)
        const there = all.filter(({ seq }) => seq >= shown.from && seq <= to)
        if (isCut) continue
        expect(rows.map(({ seq }) => seq)).toEqual(there.map(({ seq }) => seq))
        if (shown.staleSince === undefined)
          expect(rows.map(({ message }) => message.text)).toEqual(there.map(({ text }) => text))
        expect(rows.length).toBeLessThanOrEqual(1_100)
      }
    }),
    { numRuns },
  )
}

export function never(): never {
  throw new Error('the room is not there')
}
