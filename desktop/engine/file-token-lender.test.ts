import { expect, test } from 'vitest'
import type { FileTokenWord, LentToken } from '../file-token.ts'
import { type LenderChannel, lendFileTokens } from './file-token-lender.ts'

test('whoever asks is answered by their call, and what others are told is no question', async () => {
  const said: FileTokenWord[] = []
  const asked: unknown[] = []
  const channel: LenderChannel = { postMessage: (word) => said.push(word), onmessage: null }
  lendFileTokens(channel, async (user, refused): Promise<LentToken> => {
    asked.push([user, refused])
    if (user === 'broken') throw new Error('the engine could not start')
    return user === 'eva' ? { kind: 'token', token: 'access' } : { kind: 'none' }
  })
  const hear = (data: FileTokenWord) => channel.onmessage?.({ data } as MessageEvent<FileTokenWord>)
  hear({ kind: 'ask', call: '1', user: 'eva', refused: 'old' })
  hear({ kind: 'ask', call: '2', user: 'ben' })
  hear({ kind: 'ask', call: '3', user: 'broken' })
  hear({ kind: 'lent', call: '1', answer: { kind: 'none' } })
  await new Promise((next) => setImmediate(next))
  expect(asked).toEqual([
    ['eva', 'old'],
    ['ben', undefined],
    ['broken', undefined],
  ])
  expect(said).toEqual([
    { kind: 'lent', call: '1', answer: { kind: 'token', token: 'access' } },
    { kind: 'lent', call: '2', answer: { kind: 'none' } },
  ])
})
