import { expect, test } from 'vitest'
import type { EventId, FileId, UserId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf, teaRoom } from '../sync/synced-room-testbed.ts'
import { buildSignalHandler, type RemovedMessage } from './signal-handler.ts'

const [me, ana, eve] = ['m', 'a', 'e'].map((letter) => letter.repeat(16)) as [UserId, UserId, UserId]
const file = 'f'.repeat(16) as FileId
const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

test('a message is told as removed where whoever says so may, and of one that is not held the server knows', () => {
  const told: RemovedMessage[] = []
  const ignore = () => {}
  const book = buildRoomBook({ onRoom: ignore, onUsers: ignore })
  const members = [...membersOf('owner', ana), ...membersOf('member', me, eve)]
  const synced = buildSyncedRoom({ members }, { head: 0, receipt: 0 })
  book.put(teaRoom, mergeSyncRoom(undefined, synced, me))
  const signals = buildSignalHandler({
    ...{ me, book, isKnownEpoch: () => true },
    onRemoved: [(gone) => void told.push(gone)],
    typing: { hear: ignore, onEvent: ignore, say: ignore, stop: ignore },
    writer: { hear: ignore, isInLine: () => true, settle: ignore, refuse: ignore },
    ...{ onOwnEvent: ignore, onOwnRead: ignore, onEdit: ignore, onHint: ignore, onNotice: ignore, onGap: ignore },
    ...{ onHeard: ignore, onNoise: ignore, onPresence: ignore },
  })
  let seq = 0
  const hear = (author: UserId, event: object) => {
    const id = idAt(++seq)
    const stored = { room: teaRoom, author, seq, storedAt: seq, event: { v: 1, id, at: 0, ...event } } as StoredEvent
    signals.onSignal({ kind: 'event', stored })
    return id
  }
  const attachments = [{ file, name: 'plan.pdf', mediaType: 'application/pdf', sizeBytes: 3 }]
  const message = hear(me, { kind: 'message.posted', text: 'my plan', format: 'plain', attachments })
  hear(eve, { kind: 'message.removed', message })
  expect(told, 'neither its author nor an admin').toEqual([])
  hear(ana, { kind: 'message.removed', message })
  expect(told).toEqual([{ room: teaRoom, message, files: [file], isCertain: true }])
  hear(eve, { kind: 'message.removed', message: idAt(77) })
  expect(told.slice(1)).toEqual([{ room: teaRoom, message: idAt(77), files: [], isCertain: false }])
})
