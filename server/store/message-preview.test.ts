import { expect, test } from 'vitest'
import { countCharacters } from '../../common/well-formed-text.ts'
import { buildMessage, newFile, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { buildMessagePreview } from './message-preview.ts'

const room = newRoom()

test('a short message is its own preview', () => {
  const message = buildMessage({ room, seq: 1, text: 'words' })
  expect(buildMessagePreview(message)).toEqual(message)
  expect(buildMessagePreview({ ...message, text: '😀'.repeat(300) }).isCut).toBeUndefined()
})

test('a long one is cut at 300 characters, between characters, and says so', () => {
  const preview = buildMessagePreview(buildMessage({ room, seq: 1, text: `a${'😀'.repeat(400)}` }))
  expect(preview.isCut).toBe(true)
  expect(countCharacters(preview.text)).toBe(300)
  expect(preview.text.isWellFormed()).toBe(true)
})

test('whatever a message holds, its preview has less than five kilobytes', () => {
  const file = { file: newFile(), name: '\u0001'.repeat(255), mediaType: `a/${'b'.repeat(125)}`, sizeBytes: 1 }
  const huge = buildMessage({
    room,
    seq: 1,
    text: '\u0001'.repeat(100_000),
    mentions: Array.from({ length: 100 }, newUser),
    attachments: Array.from({ length: 20 }, () => file),
    reactions: Array.from({ length: 5_000 }, (_, seq) => ({ user: newUser(), emoji: '👍', seq })),
  })
  const preview = buildMessagePreview(huge)
  expect(JSON.stringify(preview).length).toBeLessThan(5_000)
  expect(preview).toMatchObject({ isCut: true, reactions: [] })
})
