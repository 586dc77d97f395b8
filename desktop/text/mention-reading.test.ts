import { describe, expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import { mentionsOf } from './mention-reading.ts'
import { parseText } from './parse-text.ts'

const handles = ['ana', 'ben', 'ben.o', 'irina', 'b-2', 'room']
const find = (handle: string) => (handles.includes(handle) ? (handle as UserId) : undefined)
const told = (text: string, mayNameRoom = false) => mentionsOf(parseText(text, 'markdown'), find, mayNameRoom)

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
