import { expect, test } from 'vitest'
import type { FileId, MessageId } from '../../../common/ids.ts'
import {
  emptyDraft,
  withEdit,
  withEditAside,
  withEditBack,
  withFilesOf,
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

test('an edit that is left keeps its changed words until the message is edited again, and an unchanged one leaves nothing', () => {
  const next = { text: 'next' }
  const changed = withWords(withEdit(next, first, 'olde'), 'old')
  const left = withEditAside(changed, 'olde')
  expect(left).toEqual({ text: 'next', aside: [{ message: first, text: 'old' }] })
  expect(withEdit(left, first, 'olde')).toEqual(changed)
  expect(withEditAside(withEdit(next, first, 'olde'), 'olde')).toEqual(next)
})

test('a reply, or the edit of another message, loses nothing of an edit under way', () => {
  const edit = { message: first, text: 'half' }
  expect(withReply({ text: '', edit }, second)).toEqual({ text: '', replyTo: second, aside: [edit] })
  expect(withEdit({ text: '', edit }, second, 'two')).toEqual({
    text: '',
    edit: { message: second, text: 'two' },
    aside: [edit],
  })
  expect(withEdit({ text: '', edit }, first, 'as it is')).toEqual({ text: '', edit })
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

test('what became of files elsewhere is done to a draft that has gone on, and its words and other files stay', () => {
  const [a, b, c] = ['a', 'b', 'c'] as unknown as [FileId, FileId, FileId]
  const gone = { text: 'half', files: [{ file: a, caption: 'A' }] }
  const here = { text: 'half a word', files: [{ file: a }, { file: c }] }
  const added = withFilesOf(here, gone, { text: 'half', files: [...gone.files, { file: b }] })
  expect(added).toEqual({ text: 'half a word', files: [{ file: a }, { file: c }, { file: b }] })
  expect(withFilesOf(added, gone, { text: '' })).toEqual({ text: 'half a word', files: [{ file: c }, { file: b }] })
  expect(withFilesOf(here, gone, { ...gone, text: 'other' })).toBe(here)
  // One voice at most, and the one that is here stays.
  expect(withFilesOf(here, gone, { ...gone, voice: b })).toEqual({ ...here, voice: b })
  expect(withFilesOf({ ...here, voice: c }, gone, { ...gone, voice: b })).toEqual({ ...here, voice: c })
  expect(withFilesOf({ ...here, voice: b }, { ...gone, voice: b }, gone)).toEqual(here)
})
