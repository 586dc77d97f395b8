import { loadavg } from 'node:os'
import type { EventId, RoomId, UserId } from '../common/ids.ts'
import type { HeaderList } from '../common/wire-decode.ts'
import type { RoomEntry } from '../desktop/engine/sync/room-entry.ts'
import { restoreEntry } from '../desktop/engine/sync/room-facts.ts'
import { hearInEntry, openEntry, trimEntry } from '../desktop/engine/sync/room-steps.ts'
import { settleWindow } from '../desktop/engine/sync/room-window.ts'
import { buildRoomView } from '../desktop/engine/views/room-view.ts'
import { buildTimelineChange } from '../desktop/engine/views/timeline-change.ts'
import { buildShownRows, buildTimelineView } from '../desktop/engine/views/timeline-view.ts'
import { parseSignal } from '../desktop/engine/wire/room-signal.ts'
import { medianOf } from './figures.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const me = 'm'.repeat(16) as UserId
const people = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(2, '0')}${'a'.repeat(14)}` as UserId)
const members = [me, ...people].map((user) => ({ user, role: 'member' as const }))
const words = 'Words of a usual length, as people write them: a line or so, with a link now and then.'
const rounds = 10
/** By then it is compiled. */
const warmFrom = 5
const eventsARound = 6_000
/** The archive confirms what was heard; and sixty a second are one a frame. */
const settleEvery = 100
const frameEvery = 1

type Heard = { readonly subject: string; readonly headers: HeaderList; readonly data: Uint8Array }

function heardAt(seq: number): Heard {
  const author = people[seq % people.length] ?? me
  const id = `01jd${String(seq).padStart(22, '0')}` as EventId
  const event = { v: 1, kind: 'message.posted', id, at: 1_700_000_000_000, text: words, format: 'markdown' }
  const change = { v: 1, kind: 'reaction.added', id, at: 1, message: idOf(seq - 1), emoji: '👍' }
  return {
    subject: `room.${room}.${author}.event`,
    headers: [
      ['Nats-Msg-Id', id],
      ['Nats-Stream', 'EVENTS-0'],
      ['Nats-Subject', `send.${room}.${author}.event`],
      ['Nats-Sequence', String(seq)],
      ['Nats-Last-Sequence', String(seq - 1)],
      ['Nats-Time-Stamp', '2026-11-25T12:00:00.123456Z'],
    ],
    data: new TextEncoder().encode(JSON.stringify(seq % 10 === 0 ? change : event)),
  }
}
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}`

/** What it costs an engine to hear one event in a room that is open: from bytes to what goes to the screen. */
export async function runHearingBench(): Promise<void> {
  console.log('\nHearing one event, µs of a core (decode, fold, what the list and the timeline show of it; aim ≤ 30):')
  const warm: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const { whole, parts } = measure()
    if (round >= warmFrom) warm.push(whole)
    console.log(`  round ${round}: ${parts}${round < warmFrom ? ' (not warm yet)' : ''}`)
  }
  console.log(`  warm: ${medianOf(warm).toFixed(1)} (load ${loadavg()[0]?.toFixed(1)})`)
}

function measure(): { readonly whole: number; readonly parts: string } {
  const facts = { id: room, kind: 'group' as const, name: 'Tea', topic: '', createdAt: 1, version: 1 }
  const kept = { room: { ...facts, members, memberCount: members.length }, head: 0, receipt: 0 }
  let entry: RoomEntry = openEntry(restoreEntry(kept, me), me)
  const all = Array.from({ length: eventsARound }, (_, index) => heardAt(index + 1))
  const shown = buildShownRows()
  const context = { me, outbox: [] }
  let view = buildTimelineView(entry, { ...context, shown })
  const spent = { decode: 0, fold: 0, settle: 0, view: 0 }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  let last = startedAt
  const lap = (part: keyof typeof spent) => {
    const now = performance.now()
    spent[part] += now - last
    last = now
  }
  all.forEach((heard, index) => {
    const signal = parseSignal(heard)
    if (signal.kind !== 'event') throw new Error(`not heard: ${signal.kind}`)
    lap('decode')
    // Somebody looks on and reads.
    entry = { ...hearInEntry(entry, signal.stored), receipt: signal.stored.seq - 5 }
    lap('fold')
    if (index % settleEvery === settleEvery - 1) {
      entry = trimEntry({ ...entry, window: settleWindow(entry.window, signal.stored.seq) })
      lap('settle')
    }
    if (index % frameEvery !== frameEvery - 1) return
    const next = buildTimelineView(entry, { ...context, shown })
    buildTimelineChange(view, next)
    buildRoomView(entry, context)
    view = next
    lap('view')
  })
  // Of the processor, not of the clock: others may work on the same machine.
  const { user, system } = process.cpuUsage(cpu)
  const share = (user + system) / 1_000 / (performance.now() - startedAt)
  const each = (ms: number) => (ms * share * 1_000) / eventsARound
  const whole = spent.decode + spent.fold + spent.settle + spent.view
  const parts = Object.entries(spent).map(([part, ms]) => `${part} ${each(ms).toFixed(1)}`)
  return { whole: each(whole), parts: `${each(whole).toFixed(1)} = ${parts.join(' + ')}` }
}
