import { describe, expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import { callsHere, mentionsOf, mostMentions, toldByHere } from './mention-reading.ts'
import { parseText } from './parse-text.ts'

const handles = ['ana', 'ben', 'ben.o', 'irina', 'b-2', 'room']
const find = (handle: string) => (handles.includes(handle) ? (handle as UserId) : undefined)
const told = (text: string, mayNameRoom = false) => mentionsOf(parseText(text, 'markdown'), find, { room: mayNameRoom })

describe('whom a text tells', () => {
  test.each([
    ['@ana and @Ana, @ben.o, @stranger', ['ana', 'ben.o']],
    ['@ana.Then we go', ['ana']],
    ['**@ana** _@ben_ ~~@irina~~ ||@ben.o||', ['ana', 'ben', 'irina', 'ben.o']],
    ['@anaさん ありがとう@ben', ['ana', 'ben']],
    ['@ana-@ben', ['ana', 'ben']],
    ['@ana,@ben;(@irina)', ['ana', 'ben', 'irina']],
    ['@ben.o! @ben.op @b-2', ['ben.o', 'ben', 'b-2']],
    ['done.@ana', ['ana']],
    ['@IRI @IRINA', ['irina']],
    ['- @ana\n> @ben\n\n# @irina', ['ana', 'ben', 'irina']],
    ['a|b\n-|-\n@ana|@ben', ['ana', 'ben']],
    ['@ana_ @ana- @ana.', ['ana']],
  ])('%s', (text, people) => {
    expect(told(text)).toEqual(people)
  })

  test.each([
    '`@ana` and ``x @ana``',
    '```\n@ana\n```',
    '    @ana',
    '[@ana](https://a.example)',
    'https://x.example/@ana www.x.example/@ana',
    'write to ana@ana or ben@ben.example',
    '@anatomy @anaé @ana@elsewhere.example',
    '\\@ana',
    '@ ana @-ana @',
  ])('nobody: %s', (text) => {
    expect(told(text)).toEqual([])
  })

  test('everyone, where one may; somebody called `room` does not take their place', () => {
    expect(told('@room look', true)).toEqual(['room'])
    expect(told('@Room.', true)).toEqual(['room'])
    expect(told('@room look', false)).toEqual([])
    expect(told('@rooms', true)).toEqual([])
  })
})

test('a language folds no handle: a dotless i finds nobody else', () => {
  const locale = 'TR'
  expect('IRI'.toLocaleLowerCase(locale)).toBe('ırı')
  expect(told('@IRINA')).toEqual(['irina'])
})

describe('@here', () => {
  const here = ['ben', 'irina'] as UserId[]
  const calls = (text: string, online: readonly UserId[] | undefined = here) =>
    mentionsOf(parseText(text, 'markdown'), find, { room: true, here: online })

  test.each([
    '@here',
    '@Here look',
    '@HERE.',
    'hi @here-we go',
    '**@here**',
    '(@here)',
    'お知らせ@here',
    '> @here',
    '- @here',
  ])('calls those who are here: %s', (text) => {
    expect(calls(text)).toEqual(here)
    expect(callsHere(parseText(text, 'markdown'))).toBe(true)
  })

  test.each([
    '`@here`',
    '```\n@here\n```',
    'me@here.example',
    'mail me@here',
    'https://x.example/@here',
    '[@here](https://a.example)',
    'foo@here',
    '@hereabouts @hereé @here1',
    '@here@elsewhere.example',
    '\\@here',
    '@ here',
    '@there',
  ])('is a word: %s', (text) => {
    expect(calls(text)).toEqual([])
    expect(callsHere(parseText(text, 'markdown'))).toBe(false)
  })

  test('is a word where it may not be called, and where nobody knows who is here', () => {
    expect(mentionsOf(parseText('@here', 'markdown'), find, { room: false })).toEqual([])
  })

  test('adds to those who are named, each once and after them; @room takes in all of them', () => {
    expect(calls('@here @irina @ana')).toEqual(['irina', 'ana', 'ben'])
    expect(calls('@here @here', [])).toEqual([])
    expect(calls('@room @here')).toEqual(['room'])
  })

  test('never makes more mentions than the wire takes: who is named stays', () => {
    const many = Array.from({ length: 140 }, (_, at) => `online-${at}` as UserId)
    const told = calls('@here @ana', many)
    expect(told).toHaveLength(mostMentions)
    expect(told.slice(0, 2)).toEqual(['ana', 'online-0'])
  })

  test('is told of a message that its words name nobody else for', () => {
    const toldBy = (text: string, ...mentions: string[]) =>
      toldByHere(parseText(text, 'markdown'), mentions as UserId[], find)
    expect(toldBy('@ana @here', 'ana', 'ben')).toEqual(['ben'])
    expect(toldBy('@ana @here', 'ana')).toEqual([])
    expect(toldBy('@here @room', 'room')).toEqual([])
    expect(toldBy('`@here` @ana', 'ana', 'ben')).toEqual([])
  })
})
