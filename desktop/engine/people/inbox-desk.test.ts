import { expect, test } from 'vitest'
import { buildApiMessage } from '../../../common/http-contract/history-contract.ts'
import type { InboxItem } from '../../../common/http-contract/inbox-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { ok } from '../../../common/result.ts'
import type { InboxView } from '../../inbox-command.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import type { KeptInbox } from '../local-store/kept-records.ts'
import { buildInboxDesk } from './inbox-desk.ts'

const [tea, sea] = ['0.aaaaaaaaaaaaaa', '0.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
const ana = 'a'.repeat(16) as UserId
const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const itemAt = (seq: number, room: RoomId, kind: InboxItem['kind'] = 'mention'): InboxItem => ({
  ...{ id: `m ${room} ${idAt(seq)}`, kind, at: seq, by: [ana], count: 1, room },
  message: buildApiMessage({
    ...{ id: idAt(seq), room, seq, version: seq, author: ana, at: seq, text: `words ${seq}.`, format: 'plain' },
    ...{ mentions: [], attachments: [], reactions: [] },
  }),
})

async function startDesk(first: readonly InboxItem[]) {
  const clock = buildTestClock()
  const rooms = new Set([tea, sea])
  let items = first
  let asked = 0
  let kept: KeptInbox | undefined
  let view: InboxView | undefined
  const desk = buildInboxDesk({
    deps: { clock, chance: () => 0, log: () => {} },
    client: {
      inbox: async () => {
        asked++
        return ok({ items: [...items], users: [], seenTo: 0 })
      },
      dismissInbox: async () => ok(undefined),
      seeInbox: async () => ok(undefined),
    },
    store: {
      loadInbox: async () => kept,
      putInbox: async (inbox) => {
        kept = inbox
      },
    },
    readTo: (room) => (rooms.has(room) ? 0 : undefined),
    putUsers: () => {},
    onInbox: (shown) => {
      view = shown
    },
  })
  desk.onUp()
  await clock.advance(10_000)
  return {
    ...{ desk, clock, rooms },
    /** What the server answers from now on. */
    serve: (next: readonly InboxItem[]) => {
      items = next
    },
    asked: () => asked,
    onScreen: () => view?.items.map(({ message }) => message?.text).join(' '),
    onDisk: () => kept?.items.map(({ message }) => message?.text).join(' '),
  }
}

test('nothing of a room that I am in no more stays, on the screen or on the disk, and the server is asked', async () => {
  const { desk, clock, rooms, serve, asked, onScreen, onDisk } = await startDesk([itemAt(3, sea), itemAt(2, tea)])
  expect([onScreen(), onDisk()]).toEqual(['words 3. words 2.', 'words 3. words 2.'])
  rooms.delete(sea)
  serve([itemAt(2, tea)])
  desk.onGone(sea)
  expect([onScreen(), onDisk()]).toEqual(['words 2.', 'words 2.'])
  await clock.advance(10_000)
  expect(asked()).toBe(2)
  expect(onDisk()).toBe('words 2.')
})

test('the words of a removed message go at once, and do not come back with an answer from before', async () => {
  const both = [itemAt(3, tea, 'thread'), itemAt(2, tea)]
  const { desk, clock, serve, asked, onScreen, onDisk } = await startDesk(both)
  desk.onRemoved({ room: sea, message: idAt(3), isCertain: true })
  expect(onScreen(), 'of another room').toBe('words 3. words 2.')
  desk.onRemoved({ room: tea, message: idAt(3), isCertain: true })
  expect([onScreen(), onDisk()]).toEqual(['words 2.', 'words 2.'])
  // The archive is behind.
  await clock.advance(10_000)
  expect([asked(), onScreen(), onDisk()]).toEqual([2, 'words 2.', 'words 2.'])
  serve([itemAt(2, tea), itemAt(1, tea, 'thread')])
  desk.onHint()
  await clock.advance(10_000)
  expect(onScreen(), 'the answer before it').toBe('words 2. words 1.')

  desk.onRemoved({ room: tea, message: idAt(2), isCertain: false })
  expect(onScreen(), 'whoever said so may not').toBe('words 2. words 1.')
  await clock.advance(10_000)
  expect(asked(), 'the server knows').toBe(4)
})
