import { expect, test } from 'vitest'
import type { FileId, MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { monthsOf, rowKeysOf, type Shows } from './shared-months.ts'

const clock = { nowAt: Date.UTC(2026, 10, 26), locale: 'en', timeZone: 'UTC', isLocal: true } as const
const picture = { mediaType: 'image/png', width: 2, height: 1 }
const pdf = { mediaType: 'application/pdf' }

let made = 0
function message(month: number, attachments: readonly { readonly mediaType: string }[], text = ''): Message {
  made += 1
  return {
    ...{ id: `m${made}` as MessageId, room: 'room' as RoomId, author: 'ana' as UserId, seq: made, mentions: [] },
    ...{ at: Date.UTC(2026, month, 3), text, format: 'plain', reactions: [] },
    attachments: attachments.map((file, index) => ({
      ...{ file: `f${made}.${index}` as FileId, name: 'name', sizeBytes: 1, ...file },
    })),
  } as unknown as Message
}
const counted = (messages: readonly Message[], shows: Shows) =>
  monthsOf(messages, shows, clock).map(({ title, parts }) => [
    title,
    parts.reduce((sum, part) => sum + part.pictures.length, 0),
    parts.reduce((sum, part) => sum + part.files.length, 0),
  ])

test('each choice shows its own of a message that has both, and no month in which there is none', () => {
  const messages = [message(10, [picture, pdf, picture]), message(9, [picture]), message(8, [pdf])]
  expect(counted(messages, 'all')).toEqual([
    ['November 2026', 2, 1],
    ['October 2026', 1, 0],
    ['September 2026', 0, 1],
  ])
  expect(counted(messages, 'pictures')).toEqual([
    ['November 2026', 2, 0],
    ['October 2026', 1, 0],
  ])
  expect(counted(messages, 'documents')).toEqual([
    ['November 2026', 0, 1],
    ['September 2026', 0, 1],
  ])
})

test('every row has a key of its own, two files of one message too', () => {
  const parts = monthsOf([message(10, [pdf, pdf])], 'all', clock).flatMap((month) => month.parts)
  const links = monthsOf([message(10, [], 'https://a.example https://b.example')], 'links', clock)
  const keys = [...parts, ...links.flatMap((month) => month.parts)].flatMap(rowKeysOf)
  expect(keys).toHaveLength(4)
  expect(new Set(keys).size).toBe(4)
})
