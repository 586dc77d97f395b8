import { expect, test } from 'vitest'
import { messageLine } from './message-line.ts'

test('a message is told by its words, and by its file where it has none; no name ends in what it only seems to', () => {
  const attachments = [{ name: 'photo\u202egpj.exe' }, { name: 'b.txt' }]
  expect(messageLine({ text: '**Crane** is here', format: 'markdown', attachments }, 100)).toBe('Crane is here')
  expect(messageLine({ text: '', format: 'plain', attachments }, 100)).toBe('photogpj.exe')
  expect(messageLine({ text: '', format: 'plain', attachments: [] }, 100)).toBe('')
})
