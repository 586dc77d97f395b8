import { describe, expect, test } from 'vitest'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import {
  buildEdit,
  buildOutgoing,
  findMentionable,
  hereCallOf,
  insertMention,
  isHereAsked,
  isLoud,
  parseMentionQuery,
} from './mention-query.ts'

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

const told = (text: string, mayAddressRoom = false) => buildOutgoing(text, { people, mayAddressRoom }).mentions

test('a text addresses the members it names, once each, and nobody else', () => {
  expect(told('@ana and @Ana, @ben.o, @stranger')).toEqual([ana.id, ben.id])
  expect(told('write to ana@ana or `@ana`')).toEqual([])
})

test('the room is addressed only by those who may, whoever is called so', () => {
  expect(told('@room look', true)).toEqual(['room'])
  expect(told('@room look')).toEqual([])
  const others = [person('room', 'Room')]
  expect(buildOutgoing('@room look', { people: others, mayAddressRoom: true }).mentions).toEqual(['room'])
  expect(buildOutgoing('@room look', { people: others, mayAddressRoom: false }).mentions).toEqual([])
})

test('somebody is found by their handle in capitals, whatever the language of the system', () => {
  expect(parseMentionQuery('@IRI', 4)?.typed).toBe('iri')
})

describe('an edit', () => {
  const gone = person('gone', 'Who left')
  const known = { [gone.id]: gone, [ana.id]: ana }
  const speaker = { people, mayAddressRoom: false, known }
  const before = {
    text: '@ana @gone @room teh **plan**',
    format: 'markdown',
    mentions: [ana.id, gone.id, 'room'],
  } as const

  test('of a typo keeps whom the message tells and its marks', () => {
    expect(buildEdit('@ana @gone @room the **plan**', before, speaker)).toEqual({
      ...before,
      text: '@ana @gone @room the **plan**',
    })
  })

  test('adds the marks and the people it needs, and lets go of those it names no more', () => {
    const plain = { text: '@ana look', format: 'plain', mentions: [ana.id] } as const
    expect(buildEdit('@ben.o **look**', plain, speaker)).toEqual({
      text: '@ben.o **look**',
      format: 'markdown',
      mentions: [ben.id],
    })
    expect(buildEdit('@room look', plain, speaker).mentions).toEqual([])
  })

  test('leaves text plain that was sent so although it looks like marks', () => {
    const raw = { text: '2 **is** 3', format: 'plain', mentions: [] } as const
    expect(buildEdit('2 **is not** 3', raw, speaker).format).toBe('plain')
  })
})

describe('@here', () => {
  const here = [ben.id, ana.id]
  const speaker = { people, mayAddressRoom: true, here, known: { [ana.id]: ana, [ben.id]: ben } }
  const callOf = (text: string, more: Partial<typeof speaker> | { here: undefined } = {}) => {
    const by = { ...speaker, ...more }
    return hereCallOf(buildOutgoing(text, by), undefined, by)
  }

  test('names those who are online, and says how many before it is sent', () => {
    expect(buildOutgoing('@here lunch?', speaker).mentions).toEqual(here)
    expect(callOf('@here lunch?')).toEqual({ kind: 'reaches', count: 2, of: 2 })
    expect(callOf('@here lunch?', { here: [] })).toEqual({ kind: 'reaches', count: 0, of: 0 })
    expect(callOf('`@here` lunch?')).toBeUndefined()
    expect(callOf('@room and @here')).toBeUndefined()
  })

  test('from whoever may not call the room is a word, and says so', () => {
    const member = { ...speaker, mayAddressRoom: false }
    expect(buildOutgoing('@here lunch?', member).mentions).toEqual([])
    expect(callOf('@here lunch?', member)).toEqual({ kind: 'not-yours' })
  })

  test('names nobody while nobody knows who is online, and that is asked about', () => {
    expect(buildOutgoing('@here lunch?', { ...speaker, here: undefined }).mentions).toEqual([])
    const unknown = callOf('@here lunch?', { here: undefined })
    expect(unknown).toEqual({ kind: 'unknown' })
    expect(isHereAsked(unknown)).toBe(true)
  })

  test('is asked about where it calls many, or fewer than there are', () => {
    const online = (length: number) => Array.from({ length }, (_, at) => `p${at}` as UserId)
    expect(isHereAsked(callOf('@here', { here: online(4) }))).toBe(false)
    expect(isHereAsked(callOf('@here', { here: online(5) }))).toBe(true)
    const call = callOf('@lin @here', { here: online(120) })
    expect(call).toEqual({ kind: 'reaches', count: 99, of: 120 })
    expect(isHereAsked(callOf('@lin @here', { here: online(3) }))).toBe(false)
  })

  test('of an edit calls nobody anew: it stays for those whom it called', () => {
    const before = { text: '@here lunhc?', format: 'plain', mentions: [ana.id] } as const
    const next = buildEdit('@here lunch?', before, speaker)
    expect(next.mentions).toEqual([ana.id])
    expect(hereCallOf(next, before, speaker)).toBeUndefined()
    // Whoever may call nobody any more takes nothing from those who were called.
    expect(buildEdit('@here lunch?', before, { ...speaker, mayAddressRoom: false }).mentions).toEqual([ana.id])
    expect(buildEdit('lunch?', before, speaker).mentions).toEqual([])
  })

  test('that an edit adds calls as a new message does', () => {
    const before = { text: '@ana lunch?', format: 'plain', mentions: [ana.id] } as const
    const next = buildEdit('@ana @here lunch?', before, speaker)
    expect(next.mentions).toEqual([ana.id, ben.id])
    expect(hereCallOf(next, before, speaker)).toEqual({ kind: 'reaches', count: 2, of: 2 })
  })
})

test('everyone is offered last, and only to those who may call them', () => {
  const handles = (typed: string, may: boolean) => findMentionable(people, typed, may).map((each) => each.handle)
  expect(handles('', true)).toEqual(['ana', 'ben.o', 'lin', 'here', 'room'])
  expect(handles('he', true)).toEqual(['here'])
  expect(handles('he', false)).toEqual([])
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
