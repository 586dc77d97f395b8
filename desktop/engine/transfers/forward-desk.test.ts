import { describe, expect, it } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry, OutboxEvent } from '../../../common/reducers/outbox-reducer.ts'
import { emptyOutbox, reduceOutbox, selectEntry, selectNextSends } from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildForwardDesk, type ForwardClient } from './forward-desk.ts'

const [room, from] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
const [id, message, author] = ['1'.repeat(26), '2'.repeat(26), 'a'.repeat(16)] as [EventId, EventId, UserId]
const [first, copy] = ['f'.repeat(16), 'c'.repeat(16)] as [FileId, FileId]
const attachment = { file: first, name: 'a.txt', mediaType: 'text/plain', sizeBytes: 1 }
const forwarded = { room: from, message, author }

const added: OutboxEvent = {
  ...{ kind: 'entry.added', room, author, at: 1, forwards: { room: from, message, withAuthor: true } },
  event: {
    ...{ v: 1, kind: 'message.posted', id, at: 1, text: 'tea', format: 'plain', attachments: [attachment], forwarded },
    preview: { url: 'https://a.example', title: 'A', image: first },
  },
}
const later: OutboxEvent = {
  ...{ kind: 'entry.added', room, author, at: 2 },
  event: { v: 1, kind: 'message.posted', id: '3'.repeat(26) as EventId, at: 2, text: 'after it', format: 'plain' },
}

/** The desk with the real reducer of the outbox behind it; `answer` says what the server does. */
function start(answer: { copy: () => Result<FileId>; seal?: () => Result<unknown> }, isConnected = true) {
  let outbox = [added, later, { kind: 'connection.opened' } as const].reduce(reduceOutbox, emptyOutbox)
  let connected = isConnected
  const asked: string[] = []
  const clock = buildTestClock()
  const apply = (happened: OutboxEvent) => {
    outbox = reduceOutbox(outbox, happened)
    desk.look(room)
  }
  const client: ForwardClient = {
    copyFile: async (into, file, of) => {
      asked.push(`copy ${into} ${file} ${of}`)
      return answer.copy()
    },
    sealForward: async (_, body) => {
      asked.push(`seal ${body.attachments?.map(({ file }) => file).join()} ${body.preview?.image}`)
      return (answer.seal?.() ?? ok({ ...forwarded, seal: 's' })) as Result<typeof forwarded & { seal: string }>
    },
  }
  const desk = buildForwardDesk({
    deps: { clock, chance: () => 0, log: () => {} },
    client,
    outbox: () => ({
      entries: () => outbox.rooms[room] ?? [],
      passOn: async (_, event) => apply({ kind: 'forward.ready', room, id: event.id, event }),
      onFileStuck: (_, of, error) => apply({ kind: 'send.refused', room, id: of, error }),
    }),
    isConnected: () => connected,
  })
  return {
    ...{ desk, clock, asked, apply },
    entry: () => selectEntry(outbox, { room, id }) as OutboxEntry,
    next: () => selectNextSends(outbox, 0).map((one) => one.id),
    connect() {
      connected = true
      desk.onConnected([room])
    },
  }
}

describe('words that are passed on', () => {
  it('go once their files are copied and whose they are is vouched for, and nothing overtakes them', async () => {
    const { desk, clock, asked, entry, next } = start({ copy: () => ok(copy) })
    expect(next()).toEqual([])
    desk.look(room)
    desk.look(room)
    await clock.advance(0)
    expect(asked).toEqual([`copy ${room} ${first} ${id}`, `copy ${room} ${first} ${id}`, `seal ${copy} ${copy}`])
    expect(entry().event).toMatchObject({
      ...{ text: 'tea', forwarded: { ...forwarded, seal: 's' } },
      ...{ attachments: [{ ...attachment, file: copy }], preview: { image: copy } },
    })
    expect(next()).toEqual([id])
  })

  it('wait for a connection, and are tried again by themselves when that may help', async () => {
    let isUp = false
    const line = start({ copy: () => (isUp ? ok(copy) : err(appError('network-unreachable'))) }, false)
    line.desk.look(room)
    await line.clock.advance(100_000)
    expect(line.asked).toEqual([])
    line.connect()
    await line.clock.advance(0)
    expect(line.asked).toHaveLength(1)
    await line.clock.advance(60_000)
    expect(line.asked.length).toBeGreaterThan(1)
    isUp = true
    const before = line.asked.length
    line.connect()
    await line.clock.advance(0)
    expect(line.asked.length).toBe(before + 3)
    expect(line.next()).toEqual([id])
  })

  it('stand stuck with the reason where nothing helps, until somebody tries again or takes them back', async () => {
    let error = appError('quota-exceeded')
    const line = start({ copy: () => err(error) })
    line.desk.look(room)
    await line.clock.advance(100_000)
    expect(line.asked).toHaveLength(1)
    expect(line.entry()).toMatchObject({ state: 'stuck', error: { code: 'quota-exceeded' } })
    error = appError('session-ended')
    line.apply({ kind: 'entry.retried', room, id })
    await line.clock.advance(1_000)
    expect(line.entry().state, 'the session says that for itself').not.toBe('stuck')
    error = appError('file-unknown')
    line.apply({ kind: 'entry.retried', room, id })
    await line.clock.advance(100_000)
    expect(line.entry()).toMatchObject({ state: 'stuck', error: { code: 'forward-gone' } })
    line.apply({ kind: 'entry.discarded', room, id })
    expect(line.next(), 'what was written after them goes on').toEqual(['3'.repeat(26)])
  })

  it('ask no more once it is over', async () => {
    const line = start({ copy: () => err(appError('busy')) })
    line.desk.look(room)
    await line.clock.advance(0)
    line.desk.stop()
    await line.clock.advance(100_000)
    expect(line.asked).toHaveLength(1)
  })
})
