import { expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import { heardLine, messageLine } from './message-line.ts'

test('a message is told by its words, and by its file where it has none; no name ends in what it only seems to', () => {
  const attachments = [{ name: 'photo\u202egpj.exe' }, { name: 'b.txt' }]
  expect(messageLine({ text: '**Crane** is here', format: 'markdown', attachments }, 100)).toBe('Crane is here')
  expect(messageLine({ text: '', format: 'plain', attachments }, 100)).toBe('photogpj.exe')
  expect(messageLine({ text: '', format: 'plain', attachments: [] }, 100)).toBe('')
})

test('words that are passed on bear a sign, and those of somebody who is blocked are not told', () => {
  const [ana, forwarded] = ['a'.repeat(16) as UserId, { author: 'a'.repeat(16) as UserId }]
  const said = { text: 'The kettle is on.', format: 'plain', attachments: [] } as const
  expect(messageLine({ ...said, forwarded })).toBe('↪ The kettle is on.')
  expect(heardLine({ ...said, forwarded }, undefined, 100)).toBe('↪ The kettle is on.')
  expect(heardLine({ ...said, forwarded }, (user) => user === ana, 100)).toBe('↪ …')
  expect(heardLine(said, () => true, 100)).toBe('The kettle is on.')
})
