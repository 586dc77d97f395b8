import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { err } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildMemoryFileStore } from '../local-store/file-store.memory.ts'
import { buildFileDesk } from './file-desk.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const file = 'h'.repeat(16) as FileId
const [id, author] = ['1'.repeat(26) as EventId, 'a'.repeat(16) as UserId]

const entry = (names: Pick<OutboxEntry, 'awaits' | 'keeps'>): OutboxEntry => ({
  ...{ id, room, author, addedAt: 1, state: 'waiting', attempts: 1, triedBefore: true, ...names },
  event: { v: 1, kind: 'message.posted', id, at: 1, text: 'with a file', format: 'plain' },
})

test('a file stays for as long as its message can be taken back with it, though the server has it by then', async () => {
  const clock = buildTestClock()
  let entries: readonly OutboxEntry[] = []
  const outbox = {
    ...{ entries: () => entries, rooms: () => (entries.length === 0 ? [] : [room]) },
    ...{
      complete: async () => {},
      passOn: async () => {},
      onFileStuck: () => {},
      dropFile: () => false,
      discard: () => false,
    },
  }
  const unreachable = async () => err(appError('network-unreachable'))
  const desk = buildFileDesk({
    deps: { clock, chance: () => 0, log: () => {} } as Partial<EngineDeps> as EngineDeps,
    ...{
      store: buildMemoryFileStore(),
      client: { upload: unreachable, fileInfo: unreachable, copyFile: unreachable, sealForward: unreachable },
    },
    ...{ board: { put: () => {} }, outbox: () => outbox, isConnected: () => true, mostBytes: () => undefined },
  })
  const become = async (next: readonly OutboxEntry[]) => {
    entries = next
    desk.onOutbox(room)
    await clock.advance(60_000)
    const kept = await desk.handlers['load-file']({ kind: 'load-file', file })
    return kept.ok ? kept.value?.bytes.text() : undefined
  }
  await desk.handlers['add-file']({ kind: 'add-file', room, file, name: 'a.txt', bytes: new Blob(['words']) })
  expect(await become([entry({ awaits: [file] })])).toBe('words')
  expect(await become([entry({ keeps: [file] })])).toBe('words')
  expect(await become([])).toBeUndefined()
})

test('a voice that a draft holds stays as long as it does, and a draft comes back without one that is gone', async () => {
  const clock = buildTestClock()
  const unreachable = async () => err(appError('network-unreachable'))
  const outbox = {
    ...{ entries: () => [], rooms: () => [] },
    ...{
      complete: async () => {},
      passOn: async () => {},
      onFileStuck: () => {},
      dropFile: () => false,
      discard: () => false,
    },
  }
  const desk = buildFileDesk({
    deps: { clock, chance: () => 0, log: () => {} } as Partial<EngineDeps> as EngineDeps,
    ...{
      store: buildMemoryFileStore(),
      client: { upload: unreachable, fileInfo: unreachable, copyFile: unreachable, sealForward: unreachable },
    },
    ...{ board: { put: () => {} }, outbox: () => outbox, isConnected: () => true, mostBytes: () => undefined },
  })
  const draft = { text: '', voice: file }
  await desk.handlers['add-file']({ kind: 'add-file', room, file, name: 'voice.webm', bytes: new Blob(['voice']) })
  desk.onDraft(room, draft)
  await clock.advance(60_000)
  expect(desk.withKept(draft)).toEqual(draft)
  desk.onDraft(room, undefined)
  await clock.advance(60_000)
  expect(desk.withKept(draft)).toEqual({ text: '' })
})
