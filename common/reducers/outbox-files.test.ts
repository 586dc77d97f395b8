import { describe, expect, it } from 'vitest'
import { appError } from '../app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../ids.ts'
import type { Attachment } from '../wire-event.ts'
import type { OutboxEntry, OutboxEvent } from './outbox-reducer.ts'
import { emptyOutbox, reduceOutbox, restoreOutbox, selectEntry, selectNextSends } from './outbox-reducer.ts'

const room = '1.aaaaaaaaaaaaaa' as RoomId
const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId
const here = (index: number) => `${'h'.repeat(15)}${index}` as FileId
const there = (index: number) => `${'t'.repeat(15)}${index}` as FileId
const attached = (file: FileId): Attachment => ({ file, name: 'a.txt', mediaType: 'text/plain', sizeBytes: 1 })
const which = (index: number) => ({ room, id: idOf(index) })

function added(index: number, files: readonly FileId[], text = `${index}`): OutboxEvent {
  const attachments = files.length === 0 ? {} : { attachments: files.map(attached) }
  return {
    ...{ kind: 'entry.added', room, author: 'a'.repeat(16) as UserId, at: index, awaits: files },
    event: { v: 1, kind: 'message.posted', id: idOf(index), at: index, text, format: 'plain', ...attachments },
  }
}
const ready = (index: number, ...files: readonly FileId[]): OutboxEvent => ({
  ...{ kind: 'files.ready', ...which(index), attachments: files.map(attached) },
})
const opened: OutboxEvent = { kind: 'connection.opened' }
const run = (...events: readonly OutboxEvent[]) => events.reduce(reduceOutbox, emptyOutbox)
const nextIds = (...events: readonly OutboxEvent[]) => selectNextSends(run(...events), 0).map(({ id }) => id)
const filesOf = (entry: OutboxEntry | undefined) =>
  entry?.event.kind === 'message.posted' ? entry.event.attachments?.map(({ file }) => file) : undefined

describe('a message with files', () => {
  it('waits for them, and what was written after it waits too', () => {
    const waiting = [added(1, [here(1)]), added(2, []), opened] as const
    expect(nextIds(...waiting)).toEqual([])
    const outbox = run(...waiting)
    expect(reduceOutbox(outbox, { kind: 'send.started', ...which(1) })).toBe(outbox)
    expect(nextIds(...waiting, ready(1, there(1)))).toEqual([idOf(1)])
    const complete = selectEntry(run(...waiting, ready(1, there(1))), which(1))
    expect(filesOf(complete)).toEqual([there(1)])
    expect(complete, 'so that it can be taken back').toMatchObject({ keeps: [here(1)] })
  })

  it('is complete once: a later word, or one about a message without files, changes nothing', () => {
    const outbox = run(added(1, [here(1)]), added(2, []), ready(1, there(1)))
    expect(reduceOutbox(outbox, ready(1, there(2)))).toBe(outbox)
    expect(reduceOutbox(outbox, ready(2, there(2)))).toBe(outbox)
  })

  it('stands stuck where one of them cannot go, and goes on by itself once all can', () => {
    const stuck = [
      added(1, [here(1)]),
      opened,
      { kind: 'send.refused', ...which(1), error: appError('quota-exceeded') },
    ]
    const outbox = run(...(stuck as OutboxEvent[]))
    expect(selectEntry(outbox, which(1))).toMatchObject({ state: 'stuck', error: { code: 'quota-exceeded' } })
    const complete = selectEntry(reduceOutbox(outbox, ready(1, there(1))), which(1))
    expect(complete).toMatchObject({ state: 'queued' })
    expect(complete).not.toHaveProperty('error')
  })

  it('goes without one of them where somebody says so, and never empty', () => {
    const drop = (index: number, file: FileId): OutboxEvent => ({ kind: 'file.dropped', ...which(index), file })
    const refused: OutboxEvent = { kind: 'send.refused', ...which(1), error: appError('quota-exceeded') }
    const outbox = run(added(1, [here(1), here(2)], ''), opened, refused)
    const left = reduceOutbox(outbox, drop(1, here(2)))
    expect(selectEntry(left, which(1))).toMatchObject({ state: 'queued', awaits: [here(1)] })
    expect(filesOf(selectEntry(left, which(1)))).toEqual([here(1)])
    expect(reduceOutbox(left, drop(1, here(1))), 'nothing would be left').toBe(left)
    expect(reduceOutbox(left, drop(1, here(9)))).toBe(left)
    const words = reduceOutbox(run(added(1, [here(1)]), opened), drop(1, here(1)))
    expect(selectNextSends(words, 0).map(({ id }) => id)).toEqual([idOf(1)])
    expect(selectEntry(words, which(1))).not.toHaveProperty('awaits')
    expect(selectEntry(words, which(1))?.event).not.toHaveProperty('attachments')
  })

  it('waits for them after a new start as before it', () => {
    const entry = selectEntry(run(added(1, [here(1)])), which(1))
    const restored = reduceOutbox(restoreOutbox(entry === undefined ? [] : [entry]), opened)
    expect(selectNextSends(restored, 0)).toEqual([])
    expect(selectNextSends(reduceOutbox(restored, ready(1, there(1))), 0)).toHaveLength(1)
  })
})
