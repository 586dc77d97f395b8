import { table as german } from 'virtual:emoji-table/de'
import { table as english } from 'virtual:emoji-table/en'
import { expect, test } from 'vitest'
import { emojiForm, maxEmojiBytes } from '../../../common/emoji-form.ts'
import { closedCode, completeEmoji, parseEmojiQuery, searchEmoji } from './emoji-search.ts'
import { parseEmojiTable, withTone } from './emoji-table.ts'

const en = parseEmojiTable(english)
const de = parseEmojiTable(english, german)
const first = (typed: string, table = en) =>
  searchEmoji(table, typed)
    .slice(0, 8)
    .map(({ emoji }) => emoji)

test('every emoji is there once, with a name and a code, in a form that may be a reaction', () => {
  expect(en.all.length).toBeGreaterThan(1_900)
  const forms = en.all.flatMap(({ emoji, tones = [] }) => [emoji, ...tones])
  expect(new Set(forms).size).toBe(forms.length)
  for (const form of forms) {
    expect(emojiForm(form)).toBe(form)
    expect(new TextEncoder().encode(form).length).toBeLessThanOrEqual(maxEmojiBytes)
  }
  for (const { name, codes, group } of [...en.all, ...de.all]) {
    expect(name).not.toBe('')
    expect(codes.length).toBeGreaterThan(0)
    expect(group).toBeLessThan(10)
  }
  expect(de.all.filter(({ name }, index) => name === en.all[index]?.name).length).toBeLessThan(150)
})

test('it is found in the chosen language and in English, with accents or without', () => {
  expect(first('wave')).toContain('🌊')
  expect(first('welle', de)).toContain('🌊')
  expect(first('wave', de)).toContain('🌊')
  expect(first('lacheln', de)).toEqual(first('lächeln', de))
  expect(first('LÄCHELN', de)).toEqual(first('lächeln', de))
  expect(first('germany')).toEqual(['🇩🇪'])
  expect(first('deutschland', de)[0]).toBe('🇩🇪')
  expect(first('heart eyes')[0]).toBe('😍')
  expect(first('❤')[0]).toBe('❤️')
  expect(first('zzzz')).toEqual([])
  expect(first('  ')).toEqual([])
})

test('a code means one emoji, as other chats have it', () => {
  expect(en.findCode('smile')?.emoji).toBe('😄')
  expect(en.findCode('+1')?.emoji).toBe('👍')
  expect(de.findCode('TADA')?.emoji).toBe('🎉')
  expect(en.findCode('constructor')).toBeUndefined()
})

test('of any form or skin it is known which emoji it is', () => {
  expect(en.find('❤')?.emoji).toBe('❤️')
  expect(en.find('👍🏽')?.emoji).toBe('👍')
  const wave = en.find('👋')
  expect(wave && withTone(wave, 5)).toBe('👋🏿')
  const handshake = en.find('🤝')
  expect(handshake && withTone(handshake, 1)).toBe('🤝🏻')
  const grin = en.find('😀')
  expect(grin && withTone(grin, 3)).toBe('😀')
})

test.each([
  [':sm', 'sm'],
  ['see :smile', 'smile'],
  ['(:läch', 'läch'],
  ['👍:ok', 'ok'],
])('%j is the beginning of a code', (text, typed) => {
  expect(parseEmojiQuery(text, text.length)?.typed).toBe(typed)
})

test.each([':D', ':', 'at 8:30', 'https://a', 'a::b', 'note:this', ':12', ':a b', '::smile'])('%j is none', (text) => {
  expect(parseEmojiQuery(text, text.length)).toBeUndefined()
})

test('a code that is closed is known with its place', () => {
  expect(closedCode('so :smile:', 10)).toEqual({ from: 3, to: 10, typed: 'smile' })
  expect(closedCode('8:30:', 5)).toBeUndefined()
  expect(closedCode('a:b:', 4)).toBeUndefined()
})

test('what is offered for the beginning of a code begins so, the shortest code first', () => {
  const offered = completeEmoji(en, 'smi')
  expect(offered[0]?.emoji).toBe('😄')
  expect(offered.every(({ codes }) => codes.some((code) => code.startsWith('smi')))).toBe(true)
  expect(completeEmoji(en, '+1')[0]?.emoji).toBe('👍')
  expect(completeEmoji(de, 'läch').length).toBeGreaterThan(2)
  expect(completeEmoji(en, 'qqqq')).toEqual([])
})
