import { expect, test } from 'vitest'
import type { EventId, FileId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { everything } from '../reach/visible-spans.ts'
import { buildForwardService } from './forward-service.ts'

const [caller, author] = ['c', 'a'].map((letter) => letter.repeat(16)) as [UserId, UserId]
const [there, here] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
const id = `01jd${'0'.repeat(22)}` as EventId
const fileOf = (letter: string, index: number) => `${letter}${String(index).padStart(15, '0')}` as FileId
const files = (letter: string) =>
  Array.from({ length: 20 }, (_, index) => {
    return { file: fileOf(letter, index), name: 'a.png', mediaType: 'image/png', sizeBytes: 1 }
  })

test('of a message with many files alike each is looked up once, and one that is no copy is found', async () => {
  const original: Message = {
    ...{ id, room: there, seq: 1, version: 1, author, at: 1, text: '', format: 'plain', mentions: [] },
    ...{ attachments: files('o'), reactions: [] },
  }
  let looked = 0
  const seal = buildForwardService({
    seals: { seal: () => 'sealed' },
    loadReach: async () => ({ scope: 'room', seen: everything }),
    loadMessages: async () => [original],
    loadVersions: async () => [],
    digestOf: async (file) => {
      looked++
      return file.slice(1)
    },
    catchUp: async () => true,
  })
  const wanted = { id, from: { room: there, message: id }, text: '', format: 'plain' as const }
  expect(await seal(caller, here, { ...wanted, attachments: files('c') })).toMatchObject({
    value: { author, message: id, room: there, seal: 'sealed' },
  })
  expect(looked).toBe(40)
  // Fewer of them, one picture of many: each is still what was said.
  expect(await seal(caller, here, { ...wanted, attachments: files('c').slice(3, 4) })).toMatchObject({ ok: true })
  const foreign = files('c')
    .slice(0, 1)
    .map((one) => ({ ...one, file: fileOf('c', 99) }))
  expect(await seal(caller, here, { ...wanted, attachments: foreign })).toMatchObject({
    error: { code: 'forward-changed' },
  })
})
