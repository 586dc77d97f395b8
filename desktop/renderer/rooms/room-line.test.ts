import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { buildRoomView } from '../state/room-test-view.ts'
import { roomLine } from './room-line.ts'

const me = 'evaevaevaevaevae' as UserId
const ana = 'anaanaanaanaanaa' as UserId
const users = { [ana]: { id: ana, handle: 'ana', displayName: 'Ana Lindqvist' } }

const room = buildRoomView()
const said = (author: UserId, more: object = {}): RoomView => ({
  ...room,
  preview: { author, text: 'see you', at: 0, mentionsMe: false, state: 'stored', ...more },
})
const emoji = (code: string) => (code === 'tada' ? '🎉' : undefined)
const reader = { users, me, typing: [], draft: '', emoji }

test('what was said last, by whom', () => {
  expect(roomLine(sayEnglish, said(ana), reader).text).toBe('Ana: see you')
  expect(roomLine(sayEnglish, said(me), reader).text).toBe('You: see you')
  expect(roomLine(sayEnglish, { ...said(ana), kind: 'direct' }, reader).text).toBe('see you')
})

test('that it is for me stands first', () => {
  expect(roomLine(sayEnglish, said(ana, { mentionsMe: true }), reader)).toEqual({
    kind: 'words',
    lead: '@you',
    text: 'Ana: see you',
  })
})

test('a draft stands before what was said, and typing before both', () => {
  expect(roomLine(sayEnglish, said(ana), { ...reader, draft: 'hm' })).toEqual({ kind: 'draft', text: 'Draft: hm' })
  expect(roomLine(sayEnglish, said(ana), { ...reader, typing: [ana], draft: 'hm' }).text).toBe('Ana is typing…')
})

test('what did not go out says so', () => {
  expect(roomLine(sayEnglish, said(me, { state: 'stuck' }), reader)).toEqual({
    kind: 'problem',
    text: 'Not sent: see you',
  })
})

test('an empty room shows its topic', () => {
  expect(roomLine(sayEnglish, room, reader).text).toBe('Nothing said yet')
  expect(roomLine(sayEnglish, { ...room, topic: 'Berth 4' }, reader).text).toBe('Berth 4')
})

test('codes of emoji are shown as what they stand for, in what was said and in a draft, and times stay times', () => {
  const room = {
    ...said(ana),
    preview: { ...said(ana).preview, text: 'done :tada: at 12:30:45 :nothing:' },
  } as RoomView
  expect(roomLine(sayEnglish, room, reader).text).toBe('Ana: done 🎉 at 12:30:45 :nothing:')
  expect(roomLine(sayEnglish, room, { ...reader, draft: '**so** :tada:' }).text).toBe('Draft: so 🎉')
})
