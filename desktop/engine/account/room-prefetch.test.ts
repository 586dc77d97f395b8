import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { err } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { keepEntry, restoreEntry } from '../sync/room-facts.ts'
import { openEntry } from '../sync/room-steps.ts'
import { me, range, room, rooms, startArchive } from '../sync/room-test-archive.ts'
import { buildRoomPrefetch } from './room-prefetch.ts'

test('rooms that nobody has opened can be read without a network, once there was one for a while', async () => {
  const { clock, book, asker, asked, store, open, reader, restart, answerFirst, seqs } = startArchive(80)
  const [opened] = rooms.slice(1)
  if (opened === undefined) throw new Error('there are three')
  open(opened)
  await reader.open(opened)
  asked.length = 0
  const end = (...values: Parameters<typeof store.putEnd>) => void store.putEnd(...values)
  const deps = { clock, chance: () => 0, log: () => {} } as Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  const prefetch = buildRoomPrefetch({ deps, book, store, asker, writer: { end } })
  prefetch.start()
  prefetch.start()
  await clock.advance(10_000)
  expect(asked.map(({ room: of }) => of).sort()).toEqual(rooms.filter((of) => of !== opened))
  answerFirst(() => err(appError('network-unreachable')))
  const again = restart()
  const kept = keepEntry(book.get(room) ?? never(), me)
  again.book.put(room, openEntry(restoreEntry(kept, me), me))
  await again.reader.open(room)
  expect(seqs(room, again)).toEqual(range(31, 80))
})

function never(): never {
  throw new Error('the room is not there')
}
