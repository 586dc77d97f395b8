import { expect, test } from 'vitest'
import type { MessageId } from '../../../common/ids.ts'
import {
  emptyDraft,
  withEdit,
  withEditBack,
  withoutEdit,
  withReply,
  withWords,
  withWordsBack,
  wordsOf,
} from './draft-steps.ts'

const [first, second] = ['first', 'second'] as unknown as [MessageId, MessageId]

test('an edit stands before the next message, which comes back when the edit is over', () => {
  const writing = withReply(withWords(emptyDraft, 'next'), first)
  const editing = withWords(withEdit(writing, second, 'olde'), 'old')
  expect(wordsOf(editing)).toBe('old')
  expect(withoutEdit(editing)).toEqual(writing)
})

test('words that could not be sent come back before what was written meanwhile, with what they answer', () => {
  expect(withWordsBack(emptyDraft, { text: 'sent', replyTo: first })).toEqual({ text: 'sent', replyTo: first })
  const since = { text: 'since', replyTo: second }
  expect(withWordsBack(since, { text: 'sent', replyTo: first })).toEqual({ text: 'sent\nsince', replyTo: second })
})

test('an edit that could not be saved is under way again, and takes the place of no other', () => {
  const edit = { message: first, text: 'better' }
  expect(withEditBack({ text: 'next' }, edit)).toEqual({ text: 'next', edit })
  const other = { text: '', edit: { message: second, text: 'other' } }
  expect(withEditBack(other, edit)).toEqual({ ...other, text: 'better' })
})
