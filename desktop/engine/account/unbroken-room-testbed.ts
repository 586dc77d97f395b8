import fc from 'fast-check'
import { expect } from 'vitest'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { settle } from '../engine-test-clock.ts'
import type { KeptRoom } from '../local-store/kept-records.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import { buildHistoryAsker } from '../sync/history-asker.ts'
import { buildMessageFinder } from '../sync/message-finder.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { restoreEntry } from '../sync/room-facts.ts'
import { buildRoomFiller } from '../sync/room-filler.ts'
import { buildRoomPages } from '../sync/room-pages.ts'
import { buildRoomReader } from '../sync/room-reader.ts'
import { closeEntry, mergeSyncRoom, openEntry } from '../sync/room-steps.ts'
import { ana, archived, atOf, idOf, me, room, startArchive } from '../sync/room-test-archive.ts'
import { buildCacheWriter } from './cache-writer.ts'
import { buildGapFiller } from './gap-filler.ts'
import { buildSignalHandler } from './signal-handler.ts'

/** One room of a device that hears, misses, reads, crashes and starts again, in any order, with answers that take their time. */
function startDevice() {
  const world = startArchive(30)
  const { archive, asked: _, clock, client, deps, store, synced } = world
  let row: KeptRoom | undefined
  let announcedTo = 30
  let toAnnounce = 0
  let waiting: (() => void)[] = []
  let isSlow = false

  function build() {
    let isDead = false
    const alive = <Args extends unknown[], T>(write: (...args: Args) => Promise<T>) => {
      return (...args: Args) => (isDead ? new Promise<T>(() => {}) : write(...args))
    }
    const timelines = Object.fromEntries(
      Object.entries(store).map(([name, job]) => [name, alive(job as () => Promise<unknown>)]),
    ) as unknown as TimelineStore
    const book = buildRoomBook({ onRoom: () => writer.touch(room), onUsers: () => {} })
    const onFault = (cause: unknown) => {
      throw cause
    }
    const rows = {
      putRows: alive(async (kept: ReadonlyMap<unknown, KeptRoom | undefined>) => {
        row = kept.get(room) ?? row
      }),
    }
    const writer = buildCacheWriter({ clock, me, book, rows, timelines, onFault })
    const slow = {
      async history(...asked: Parameters<typeof client.history>) {
        const answer = await client.history(...asked)
        if (isSlow) await new Promise<void>((go) => waiting.push(go))
        return isDead ? new Promise<never>(() => {}) : answer
      },
    }
    const asker = buildHistoryAsker(deps, slow, () => true)
    const filler = buildRoomFiller({ deps, me, asker, book, keep: writer, onFilled: (of) => void reader.refresh(of) })
    const kept = {
      async loadTail(of: typeof room, most: number) {
        const tail = await timelines.loadTail(of, most)
        if (tail?.checkpoint !== undefined) writer.onLoaded(of, tail.checkpoint.seq)
        return tail
      },
    }
    const pages = buildRoomPages(asker, timelines, onFault)
    const finder = buildMessageFinder(asker, timelines)
    const reader = buildRoomReader({ deps, me, book, store: kept, pages, finder, filler })
    const gaps = buildGapFiller({ deps, isOpen: () => book.get(room)?.isOpen === true, fill: filler.fill })
    const ignore = () => {}
    const typing = { hear: ignore, onEvent: ignore, say: ignore, stop: ignore }
    const signals = buildSignalHandler({
      ...{ me, book, typing, writer, isKnownEpoch: () => true, onGap: gaps.onGap },
      ...{ onOwnEvent: ignore, onOwnRead: ignore, onEdit: ignore, onRemoved: [], onHint: ignore, onNotice: ignore },
      ...{ onHeard: ignore, onNoise: ignore, onPresence: ignore },
    })
    const die = () => {
      isDead = true
      for (const part of [asker, filler, reader, gaps]) part.stop()
    }
    return { book, filler, reader, signals, die }
  }
  let device = build()
  device.book.put(room, mergeSyncRoom(undefined, synced(room, 30, 30), me))
  const all = () => archive.get(room) ?? []
  const headSeq = () => all().reduce((most, { version }) => Math.max(most, version), 0)

  function hear(isHeard: boolean, seq: number, event: StoredEvent['event']) {
    toAnnounce++
    const stored = { room, author: ana, seq, storedAt: atOf(seq), event }
    if (isHeard) device.signals.onSignal({ kind: 'event', stored })
  }

  const steps = {
    say(isHeard: boolean) {
      const seq = headSeq() + 1
      all().push(archived(room, seq))
      hear(isHeard, seq, { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' })
    },
    edit(isHeard: boolean, back: number) {
      const seq = headSeq() + 1
      const index = Math.max(0, all().length - 1 - back)
      const message = all()[index]
      if (message === undefined) return
      const text = `edited at ${seq}`
      all().splice(index, 1, { ...message, text, version: seq, editedAt: atOf(seq) })
      hear(isHeard, seq, { v: 1, kind: 'message.edited', id: idOf(seq), at: 0, message: message.id, text })
    },
    announce(isHeard: boolean) {
      const head = { v: 1 as const, prev: announcedTo, head: headSeq(), count: toAnnounce, refused: [], epoch: 0 }
      if (toAnnounce > 0 && isHeard) device.signals.onSignal({ kind: 'head', room, head })
      announcedTo = headSeq()
      toAnnounce = 0
    },
    sync() {
      const before = device.book.get(room)
      device.book.put(room, mergeSyncRoom(before, synced(room, headSeq(), 0), me))
      const entry = device.book.get(room)
      if (entry?.isOpen !== true && entry?.window.loaded !== true) return
      if (entry.window.timeline.checkpoint.seq < headSeq()) void device.filler.fill(room)
      if (entry.isOpen && !entry.window.loaded) void device.reader.open(room)
      if (entry.isOpen) void device.reader.refresh(room)
    },
    open() {
      device.book.change(room, (entry) => openEntry(entry, me))
      void device.reader.openKept(room)
    },
    close: () => device.book.change(room, closeEntry),
    older: () => void device.reader.loadOlder(room),
    newer: () => void device.reader.loadNewer(room),
    around: (seq: number) => void device.reader.loadAround(room, { kind: 'seq', seq }),
    end: () => void device.reader.loadAround(room, { kind: 'end' }),
    fill: () => void device.filler.fill(room),
    crash() {
      device.die()
      device = build()
      if (row === undefined) device.book.put(room, mergeSyncRoom(undefined, synced(room, headSeq(), 0), me))
      else device.book.put(room, restoreEntry(row, me))
    },
    slow() {
      isSlow = true
    },
    answer() {
      isSlow = false
      const answered = waiting
      waiting = []
      for (const go of answered) go()
    },
    wait: (ms: number) => clock.advance(ms),
  }

  /** What a window takes for certain it has, every bit of it. */
  function expectUnbroken() {
    const entry = device.book.get(room)
    for (const window of [entry?.window, entry?.past]) {
      if (window === undefined) continue
      const { from, to = Number.POSITIVE_INFINITY, staleSince = Number.POSITIVE_INFINITY, timeline } = window
      const held = new Map(selectMessages(timeline).map(({ seq, message }) => [seq, message.text]))
      const knownTo = Math.min(timeline.checkpoint.seq, staleSince)
      for (const { seq, version, text } of all()) {
        if (seq < from || seq > Math.min(to, timeline.checkpoint.seq)) continue
        expect(held.has(seq), `${seq} is held`).toBe(true)
        if (version <= knownTo) expect(held.get(seq)).toBe(text)
      }
    }
  }
  return { steps, expectUnbroken, device: () => device, headSeq }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('say' as const), heard: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), heard: fc.boolean(), back: fc.nat({ max: 30 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('announce' as const), heard: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('around' as const), seq: fc.nat({ max: 60 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 30, 1_100, 11_000) }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constantFrom('sync', 'open', 'close', 'older', 'newer', 'end', 'fill', 'crash', 'slow', 'answer'),
    }),
  },
)

/** Whatever is heard, lost, asked for, answered late or forgotten in a crash, nothing is missing of what counts as certain. */
export async function expectUnbrokenRoom(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (happenings) => {
      const { steps, expectUnbroken, device, headSeq } = startDevice()
      for (const one of happenings) {
        if (one.kind === 'say' || one.kind === 'announce') steps[one.kind]('heard' in one && one.heard)
        else if (one.kind === 'edit') steps.edit('heard' in one && one.heard, 'back' in one ? one.back : 0)
        else if (one.kind === 'around') steps.around('seq' in one ? one.seq : 0)
        else if (one.kind === 'wait') await steps.wait('ms' in one ? one.ms : 0)
        else steps[one.kind]()
        await settle()
        expectUnbroken()
      }
      steps.answer()
      steps.open()
      await steps.wait(2_000)
      steps.announce(true)
      await steps.wait(60_000)
      steps.end()
      await steps.wait(100)
      expectUnbroken()
      const entry = device().book.get(room)
      // What was said and neither heard nor announced nobody can know of.
      expect(entry?.window.completeTo).toBeUndefined()
      expect(entry?.window.timeline.checkpoint.seq).toBeGreaterThanOrEqual(entry?.head ?? headSeq())
    }),
    { numRuns },
  )
}
