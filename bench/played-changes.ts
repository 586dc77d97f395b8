import { serialize } from 'node:v8'
import { buildStateBoard } from '../desktop/engine/state-board.ts'
import type { RoomEntry } from '../desktop/engine/sync/room-entry.ts'
import { restoreEntry } from '../desktop/engine/sync/room-facts.ts'
import { hearInEntry, openEntry, trimEntry } from '../desktop/engine/sync/room-steps.ts'
import { settleWindow } from '../desktop/engine/sync/room-window.ts'
import { buildMembersView } from '../desktop/engine/views/members-view.ts'
import { buildRoomView } from '../desktop/engine/views/room-view.ts'
import { buildShownRows, buildTimelineView } from '../desktop/engine/views/timeline-view.ts'
import { parseSignal } from '../desktop/engine/wire/room-signal.ts'
import { type KeptAmount, keptId, keptMe, keptMessage, keptPerson, keptRoom, roomRow } from './kept-fill.ts'

/**
 * What an engine says to its windows, made by its own parts: a page is shown in a browser what came from a broker, and no
 * broker, socket or second client takes part of the machine that is measured.
 */
export type Played = { readonly kind: 'changes'; readonly changes: readonly unknown[] }

const stillClock = { now: () => 0, after: () => () => {} }
const shownAtFirst = 150

/** One message after the other into the first room, each with what changes in the list of rooms. The first shows all. */
export function playMessages(want: KeptAmount, count: number): readonly Played[] {
  let played: Played[] = []
  const board = buildStateBoard(stillClock, (changes) => played.push({ kind: 'changes', changes }))
  const room = keptRoom(0)
  const row = roomRow(want, 0)
  let entry: RoomEntry = openEntry(restoreEntry(row, keptMe), keptMe)
  const context = { me: keptMe, outbox: [] }
  const shown = buildShownRows()
  board.attachSource({
    rooms: () => buildRoomView(entry, context),
    members: () => buildMembersView(entry),
    receipts: () => undefined,
    timelines: () => buildTimelineView(entry, { ...context, shown }),
    unsentChanges: () => undefined,
  })
  board.flush()
  played = []
  for (let seq = row.head + 1; seq <= row.head + shownAtFirst + count; seq++) {
    const { author, text, format } = keptMessage(0, seq)
    const event = { v: 1, kind: 'message.posted', id: keptId(0, seq), at: Date.now(), text, format }
    const signal = parseSignal({
      subject: `room.${room}.${author}.event`,
      headers: [
        ['Nats-Msg-Id', keptId(0, seq)],
        ['Nats-Stream', 'EVENTS-0'],
        ['Nats-Subject', `send.${room}.${author}.event`],
        ['Nats-Sequence', String(seq)],
        ['Nats-Last-Sequence', String(seq - 1)],
        ['Nats-Time-Stamp', new Date().toISOString()],
      ],
      data: new TextEncoder().encode(JSON.stringify(event)),
    })
    if (signal.kind !== 'event') throw new Error(`not heard: ${signal.kind}`)
    entry = { ...hearInEntry(entry, signal.stored), receipt: seq }
    if (seq % 100 === 0) entry = trimEntry({ ...entry, window: settleWindow(entry.window, seq) })
    if (seq < row.head + shownAtFirst) continue
    board.touch('timelines', room, 'messages')
    board.touch('rooms', room, 'messages')
    board.flush()
  }
  return played
}

/** Somebody begins and stops to write, in one room after the other. */
export function playTyping(rooms: number, count: number): readonly Played[] {
  const played: Played[] = []
  const board = buildStateBoard(stillClock, (changes) => played.push({ kind: 'changes', changes }))
  for (let sign = 0; sign < count; sign++) {
    const writers = sign % 2 === 0 ? [keptPerson(1)] : undefined
    board.put('typing', keptRoom(Math.floor(sign / 2) % rooms), writers, 'typing')
    board.flush()
  }
  return played
}

/** As it is cloned on its way to a window. */
export function bytesOf(played: Played): number {
  return serialize(played).byteLength
}
