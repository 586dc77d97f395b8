import { expect, test } from 'vitest'
import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { decodeUtf8, encodeUtf8 } from '../../../common/text-codec.ts'
import { settle } from '../engine-test-clock.ts'
import { buildMemoryOutboxStore } from '../outbox/outbox-store.memory.ts'
import { archived, idOf, me, room, startArchive } from '../sync/room-test-archive.ts'
import type { BrokerLink } from '../wire/socket-link.ts'
import { buildDelivery } from './delivery.ts'

const editOf = (index: number, text: string, madeOn: string): OutboxEntry => ({
  ...{ id: idOf(index), room, author: me, addedAt: 0, attempts: 0, triedBefore: true, state: 'queued' },
  event: { v: 1, kind: 'message.edited', id: idOf(index), at: 0, message: idOf(5), text },
  madeOn: { seq: 5, text: madeOn },
})
const say = (index: number): OutboxEntry => ({
  ...{ id: idOf(index), room, author: me, addedAt: 0, attempts: 0, triedBefore: true, state: 'queued' },
  event: { v: 1, kind: 'message.posted', id: idOf(index), at: 0, text: 'goes on', format: 'plain' },
})

/** What was written before a new start, over an archive in memory that takes in what goes out; no copy of it is heard. */
async function startDelivery(entries: readonly OutboxEntry[]) {
  const away = startArchive(10)
  const { deps, client, book, filler, archive } = away
  archive.get(room)?.splice(4, 1, { ...archived(room, 5), author: me, text: 'as it was' })
  away.open()
  await away.reader.open(room)
  const store = buildMemoryOutboxStore()
  for (const entry of entries) await store.putEntry(entry)
  const sent: EventId[] = []
  let head = 10
  let onStoring = (_id: EventId) => {}
  const connection = {
    async request(_subject: string, body: Uint8Array) {
      const event = JSON.parse(decodeUtf8(body)) as OutboxEntry['event']
      sent.push(event.id)
      onStoring(event.id)
      head++
      const messages = archive.get(room) ?? []
      if (event.kind === 'message.edited') {
        messages.splice(4, 1, { ...archived(room, 5), author: me, version: head, text: event.text, editedAt: head })
      }
      return { data: encodeUtf8(JSON.stringify({ stream: 'EVENTS', seq: head })) }
    },
  }
  const link = { connection, track: <T>(publish: Promise<T>) => publish, isOpen: () => true } as unknown as BrokerLink
  const delivery = buildDelivery({
    ...{ me, store, client, book, filler },
    deps: { ...deps, log: () => {} },
    log: { loadDeliveries: async () => [], putDeliveries: async () => {} },
    link: () => link,
    letGo: async (removal) => {
      removal.act()
      removal.done()
    },
    onChange: () => {},
    onRefused: () => {},
  })
  await delivery.restore()
  const beforeStored = (next: typeof onStoring) => {
    onStoring = next
  }
  return { ...away, delivery, sent, beforeStored }
}

test('an edit made on another of mine goes out, though history was being asked when that one was stored', async () => {
  const { delivery, sent, beforeStored, filler, holdAnswers } = await startDelivery([
    editOf(20, 'once', 'as it was'),
    editOf(21, 'twice', 'once'),
    say(22),
  ])
  let release = () => {}
  beforeStored((id) => {
    if (id !== idOf(20)) return
    // The answer says what is true now, and comes when it is not any more.
    release = holdAnswers()
    void filler.fill(room)
  })
  delivery.onConnected()
  await settle()
  expect(sent).toEqual([idOf(20)])
  release()
  await settle()
  await settle()
  expect(sent).toEqual([idOf(20), idOf(21), idOf(22)])
  await delivery.stop()
})
