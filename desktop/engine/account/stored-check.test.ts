import { expect, test } from 'vitest'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { archived, idOf, me, room, startArchive } from '../sync/room-test-archive.ts'
import { lookUpStored } from './stored-check.ts'

const triedEdit = (text: string, madeOn: string): OutboxEntry => ({
  ...{ id: idOf(90), room, author: me, addedAt: 0, attempts: 0, triedBefore: true, state: 'queued' },
  event: { v: 1, kind: 'message.edited', id: idOf(90), at: 0, message: idOf(5), text },
  madeOn: { seq: 5, text: madeOn },
})

test('an edit that was made on an edit of mine is not outdated while only the copy of that one is on its way', async () => {
  const { archive, book, client, filler, open, reader } = startArchive(10)
  open()
  await reader.open(room)
  archive.get(room)?.splice(4, 1, { ...archived(room, 5), author: me, version: 11, text: 'first edit' })
  let asked = 0
  const options = {
    ...{ book, client, catchUp: async () => true },
    catchUpAnew() {
      asked++
      return filler.fill(room)
    },
  }
  expect(await lookUpStored(options, triedEdit('second edit', 'first edit'))).toBe('absent')
  expect(asked).toBe(1)
  // Somebody else's words stand there, on another of my devices, say.
  archive.get(room)?.splice(4, 1, { ...archived(room, 5), author: me, version: 12, text: 'from the other device' })
  await filler.fill(room)
  expect(await lookUpStored(options, triedEdit('second edit', 'first edit'))).toBe('outdated')
})
