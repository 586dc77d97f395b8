import { expect, test } from 'vitest'
import { openAccountBook } from './account-book.ts'

test('where the disk refuses, what is shown and what changes still holds, is logged, and throws at nobody', async () => {
  const said: string[] = []
  let isFull = false
  let kept: string | undefined
  const file = {
    load: async () => kept,
    put: async (text: string) => {
      if (isFull) throw new Error('ENOSPC')
      kept = text
    },
    setAside: async () => {},
  }
  const book = await openAccountBook(file, (line) => said.push(line))
  const about = { server: 'https://chat.example', serverName: 'Natter', brokers: [] }
  const [first, second] = [await book.add(about), await book.add(about)]
  isFull = true
  await book.show(first.id)
  await book.change(second.id, { brokers: ['wss://chat.example:8481'] })
  expect(book.shown()).toBe(first.id)
  expect(said).toEqual(['the list of accounts could not be kept', 'the list of accounts could not be kept'])
  await expect(book.add(about)).rejects.toThrow('ENOSPC')
  isFull = false
  await book.show(first.id)
  expect(JSON.parse(kept ?? '').accounts[1]).toMatchObject({ brokers: ['wss://chat.example:8481'] })
})
