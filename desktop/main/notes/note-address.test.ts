import { describe, expect, it } from 'vitest'
import { buildNoteId, parseActivation, parseLaunchInfo, parseNoteId } from './note-address.ts'
import { buildToastXml } from './toast-xml.ts'

const account = 'abcdefabcdef0123'
const message = '01jd0000000000000000000001'
const places = [
  { kind: 'room', room: '0.abcdefghij0123' },
  { kind: 'room', room: '15.abcdefghij0123', message },
] as const
const place = places[1]
const id = buildNoteId({ account, place })

describe('the name of a notification', () => {
  it.each(places)('says where it leads, in what Windows takes as a tag: $room', (to) => {
    const name = buildNoteId({ account, place: to })
    expect(name).toMatch(/^[a-z0-9]{1,64}$/)
    expect(parseNoteId(name)).toEqual({ account, place: to })
  })

  it.each([
    undefined,
    7,
    '',
    id.slice(0, 20),
    id.slice(0, -1),
    `${id}x`,
    `${id}&x=1`,
    id.toUpperCase(),
    `../${id.slice(3)}`,
    `${id}\n`,
    'x'.repeat(100_000),
  ])('leads nowhere where it is none of ours: %j', (other) => {
    expect(parseNoteId(other)).toBeUndefined()
  })
})

describe('what was pressed in one that an earlier run has left', () => {
  it('is told by macOS with the name and what was written', () => {
    const of = (more: object) => parseLaunchInfo({ actionIdentifier: 'x', date: 0, userInfo: {}, ...more })
    expect(of({ identifier: id })).toEqual({ id, account, place, act: { kind: 'open' } })
    expect(of({ identifier: id, userText: 'on my way' })?.act).toEqual({ kind: 'reply', text: 'on my way' })
    expect(of({ identifier: id, userText: ' ' })?.act).toEqual({ kind: 'open' })
    for (const none of [{}, { identifier: 'x' }, { identifier: 7 }]) expect(of(none)).toBeUndefined()
    for (const none of [undefined, null, 'x']) expect(parseLaunchInfo(none)).toBeUndefined()
  })

  it('is told by Windows in the words that we gave it', () => {
    const note = { title: 'Ana', text: 'tea', tag: 't', id, hasSound: true, canAct: true }
    const words = { open: 'Open', reply: 'Reply', read: 'Read', quiet: 'Quiet' }
    const said = [...buildToastXml(note, words).matchAll(/(?:launch|arguments)="([^"]*)"/g)].map(([, each = '']) =>
      each.replaceAll('&amp;', '&'),
    )
    const acts = said.map((each) => parseActivation({ type: 'x', arguments: each, reply: '' }))
    expect(acts.map((each) => each?.act.kind)).toEqual(['open', 'open', 'read', 'quiet'])
    for (const each of acts) expect(each).toMatchObject({ id, account, place })
    expect(parseActivation({ arguments: said[1], reply: 'on my way' })?.act).toEqual({
      kind: 'reply',
      text: 'on my way',
    })
  })

  it.each([
    '',
    'type=click',
    'to=',
    `to=${id}x`,
    'type=action&action=99&to=../..',
    `type=click&to=${'x'.repeat(600)}`,
    `{"to":"${id}"}`,
  ])('is nothing where the words are none of ours: %j', (words) => {
    expect(parseActivation({ type: 'click', arguments: words })).toBeUndefined()
  })

  it.each([7, undefined, null])('is nothing where there are no words: %j', (words) => {
    expect(parseActivation({ arguments: words })).toBeUndefined()
    expect(parseActivation(words)).toBeUndefined()
  })
})

describe('what Windows shows', () => {
  it.each([
    '</text></binding></visual><actions><action activationType="protocol" arguments="calc:"/>',
    '" launch="ms-settings:" x="',
    "' & &amp; &#0; ]]> <!-- <?xml ?>",
    '\u0000\u0001\u000b\ufffe\uffff\ud800 lone',
    `${'<'.repeat(240)}`,
  ])('has the words as words: %j', (hostile) => {
    const [title, reply] = [hostile, hostile]
    const note = { title, text: hostile, tag: 't', id, hasSound: false, canAct: true }
    const xml = buildToastXml(note, { open: '', reply, read: '', quiet: '' })
    const tags = [...xml.matchAll(/<(\/?[a-z]+)/g)].map(([, tag]) => tag)
    const plain = buildToastXml({ ...note, title: 'a', text: 'b' }, { open: '', reply: '', read: '', quiet: '' })
    expect(tags).toEqual([...plain.matchAll(/<(\/?[a-z]+)/g)].map(([, tag]) => tag))
    expect([...xml.matchAll(/ ([a-zA-Z-]+)="/g)].length).toBe([...plain.matchAll(/ ([a-zA-Z-]+)="/g)].length)
    expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML has no place for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    expect(xml.isWellFormed()).toBe(true)
  })
})
