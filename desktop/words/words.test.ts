import { expect, test } from 'vitest'
import { findLanguage, findLocale } from './languages.ts'
import { loadWords } from './load-words.ts'
import { buildWords } from './words.ts'

test('a count is written as the language counts', async () => {
  const english = await loadWords('en')
  const german = await loadWords('de')
  expect(english('error-once.rate-limited', { seconds: 1 })).toContain('Wait 1 second and')
  expect(english('error-once.rate-limited', { seconds: 1200 })).toContain('Wait 1,200 seconds and')
  expect(german('error-once.rate-limited', { seconds: 1200 })).toContain('Warte 1.200 Sekunden und')
})

test('what is no text stands where the message says', async () => {
  const button = (children: unknown[]) => ({ button: children })
  const english = await loadWords('en')
  expect(english.parts('sign-in.new-here', { button })).toEqual(['New here? ', { button: ['Make an account'] }])
  expect(english.parts('sign-in.to-server', { server: { name: 'Pier' } })).toEqual(['to ', { name: 'Pier' }])
})

test('a name that turns the direction round turns round only itself', async () => {
  const english = await loadWords('en')
  expect(english('sign-in.to-server', { server: 'Pier' })).toBe('to Pier')
  expect(english('sign-in.to-server', { server: '\u202eevil\u2069' })).toBe('to \u2068evil\u2069')
  expect(english('sign-in.to-server', { server: 'مرفأ' })).toBe('to \u2068مرفأ\u2069')
})

test('lists and numbers are written as the language writes them', async () => {
  expect((await loadWords('en')).list(['Ana', 'Ben', 'Eva'])).toBe('Ana, Ben, and Eva')
  expect((await loadWords('en', 'en-GB')).list(['Ana', 'Ben', 'Eva'])).toBe('Ana, Ben and Eva')
  expect((await loadWords('de')).list(['Ana', 'Ben', 'Eva'])).toBe('Ana, Ben und Eva')
  expect((await loadWords('de')).number(12_345.5)).toBe('12.345,5')
})

test('a message without syntax is said as it stands, and one that is parsed is parsed once', () => {
  let parsed = 0
  const messages = new Proxy({} as Parameters<typeof buildWords>[1], {
    get: (_, key) => {
      parsed += 1
      return key === 'sign-in.name' ? 'Name' : 'to {server}'
    },
  })
  const say = buildWords('en', messages)
  expect(say('sign-in.name')).toBe('Name')
  expect([say('sign-in.to-server', { server: 'a' }), say('sign-in.to-server', { server: 'b' })]).toEqual([
    'to a',
    'to b',
  ])
  expect(parsed).toBeLessThan(6)
})

test.each([
  [['de-AT', 'en'], 'de', 'de-AT'],
  [['fr', 'de', 'en'], 'de', 'de'],
  [['en-GB', 'de'], 'en', 'en-GB'],
  [['pt-BR', 'fr'], 'en', 'en'],
  [['DE-ch'], 'de', 'DE-ch'],
  [['de_bad tag', 'x'], 'en', 'en'],
  [['constructor'], 'en', 'en'],
  [[], 'en', 'en'],
])('who reads %j gets %s, written as in %s', (read, language, locale) => {
  expect(findLanguage(read)).toBe(language)
  expect(findLocale(findLanguage(read), read)).toBe(locale)
})
