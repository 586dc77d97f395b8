import { expect, test } from 'vitest'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { findMentionable, insertMention, isLoud, mentionsOf, parseMentionQuery } from './mention-query.ts'

const person = (handle: string, displayName: string): User => ({
  id: handle.padEnd(16, '0') as UserId,
  handle,
  displayName,
})
const ana = person('ana', 'Ana Lindqvist')
const ben = person('ben.o', 'Ben Okafor')
const people = [ana, ben, person('lin', 'Mei Tanaka')]

test.each([
  ['@', 1, ''],
  ['hi @an', 6, 'an'],
  ['hi @An there', 6, 'an'],
  ['(@b', 3, 'b'],
])('in %j at %d someone is looked for by %j', (text, caret, typed) => {
  expect(parseMentionQuery(text, caret)?.typed).toBe(typed)
})

test.each([
  ['ana@exa', 7],
  ['hi @ana done', 12],
  ['', 0],
])('in %j at %d nobody is looked for', (text, caret) => {
  expect(parseMentionQuery(text, caret)).toBeUndefined()
})

test('people are found by handle first, then by any word of the name', () => {
  expect(findMentionable(people, 'lin', false).map((each) => each.handle)).toEqual(['lin', 'ana'])
  expect(findMentionable(people, 'oka', false).map((each) => each.handle)).toEqual(['ben.o'])
})

test('a text addresses the members it names, once each, and nobody else', () => {
  expect(mentionsOf('@ana and @Ana, @ben.o, @stranger', people, false)).toEqual([ana.id, ben.id])
  expect(mentionsOf('write to ana@ana or `@ana`', people, false)).toEqual([])
})

test('the room is addressed only by those who may', () => {
  expect(mentionsOf('@room look', people, true)).toEqual(['room'])
  expect(mentionsOf('@room look', people, false)).toEqual([])
})

test('everyone is offered last, and only to those who may call them', () => {
  const handles = (typed: string, may: boolean) => findMentionable(people, typed, may).map((each) => each.handle)
  expect(handles('', true)).toEqual(['ana', 'ben.o', 'lin', 'room'])
  expect(handles('ro', true)).toEqual(['room'])
  expect(handles('', false)).not.toContain('room')
})

test('calling many at once is asked about, a few or single people are not', () => {
  expect(isLoud(['room'], 6)).toBe(true)
  expect(isLoud(['room'], 5)).toBe(false)
  expect(isLoud([ana.id], 60)).toBe(false)
})

test('the chosen handle takes the place of what was typed', () => {
  const query = parseMentionQuery('hi @an there', 6)
  expect(query && insertMention('hi @an there', query, 'ana')).toEqual({ text: 'hi @ana there', caret: 7 })
  expect(insertMention('@b', { from: 0, to: 2, typed: 'b' }, 'ben.o')).toEqual({ text: '@ben.o ', caret: 7 })
})
