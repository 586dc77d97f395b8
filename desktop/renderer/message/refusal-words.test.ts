import { expect, test } from 'vitest'
import { appError, sentenceOf } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { problemWords } from './refusal-words.ts'

const message: MessageRow['message'] = {
  id: 'message-1' as EventId,
  room: '1.aaaaaaaaaaaaaa' as RoomId,
  seq: 1,
  version: 1,
  author: 'a'.repeat(16) as UserId,
  at: 1,
  text: 'words',
  format: 'plain',
  mentions: [],
  attachments: [],
  reactions: [],
}
const words = (row: Partial<MessageRow>) => problemWords(say, { kind: 'message', message, state: 'stored', ...row })
const error = appError('publish-refused')

test('a change of a stored message that was refused is told at the message', () => {
  expect(words({ state: 'stored', error })).toBe(sentenceOf(error))
  expect(words({ state: 'stored' })).toBeUndefined()
})

test('a message that went no further says why, and one that goes out by itself says nothing', () => {
  expect(words({ state: 'failed', error })).toBe(sentenceOf(error))
  expect(words({ state: 'failed' })).toBe('Not sent.')
  expect(words({ state: 'refused' })).toBe('Not sent: the server refused it.')
  expect(words({ state: 'queued', error: appError('busy') })).toBeUndefined()
})
