import { describe, expect, test } from 'vitest'
import { errorTable } from '../../common/app-error.ts'
import { languages } from './languages.ts'
import { argumentsOf, tables } from './words-testbed.ts'

const en = tables.en ?? {}

test('each language that can be chosen has its table, and each table its language', () => {
  expect(Object.keys(tables).sort()).toEqual(Object.keys(languages).sort())
})

describe.each(Object.entries(tables))('the words in %s', (language, messages) => {
  test('have the same keys as the English ones, in their order', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(messages).sort())
    expect(Object.keys(messages)).toEqual(Object.keys(en))
  })

  test.each(Object.keys(messages))('%s can be read, takes what the English one takes, and says something', (key) => {
    const message = messages[key] ?? ''
    expect(argumentsOf(message, language)).toEqual(argumentsOf(en[key] ?? '', 'en'))
    expect(message).toMatch(/\S/)
    // Order belongs to the message: a space at its end waits for words glued to it.
    expect(message).toBe(message.trim())
  })

  test('have a sentence for every code of the table of errors', () => {
    for (const code of Object.keys(errorTable)) expect(messages[`error.${code}`], code).toMatch(/^\p{Lu}.*\.$/u)
  })
})

test('in English an error is told as the server tells it', () => {
  for (const [code, { sentence }] of Object.entries(errorTable)) expect(en[`error.${code}`]).toBe(sentence)
})

test('in German everybody is called du, and a handle has its German word', () => {
  const politely = /\bIhnen\b|\bIhre[mnrs]?\b|\bIhr (?!seid|könnt|teilt|habt)|(?<=[\p{L}\d},] )Sie\b|\bHandle\b/u
  const german = Object.entries(tables.de ?? {})
  expect(german.filter(([, words]) => politely.test(words)).map(([key]) => key)).toEqual([])
})
