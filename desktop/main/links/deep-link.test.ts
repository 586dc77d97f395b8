import { describe, expect, it } from 'vitest'
import { linkOfArguments, parseDeepLink } from './deep-link.ts'

const room = '0.abcdefghij0123'
const code = 'abcdef-GHIJ_2345678901'
const message = '0123456789abcdefghjkmnpqrs'

describe('a link of natter:', () => {
  it.each([
    [`natter://room/${room}`, { kind: 'room', room }],
    [`natter://room/${room}/`, { kind: 'room', room }],
    [`natter://room/${room}/m/${message}`, { kind: 'room', room, message }],
    [`natter://invite/${code}`, { kind: 'invite', code }],
    [`natter://invite/chat.example.org/${code}`, { kind: 'invite', code, server: 'https://chat.example.org' }],
    [`https://chat.example.org/invite/${code}`, { kind: 'invite', code, server: 'https://chat.example.org' }],
  ])('%s leads there', (link, place) => {
    expect(parseDeepLink(link)).toEqual(place)
  })

  it('is the last word of the command line', () => {
    expect(linkOfArguments(['natter', '--', `natter://room/${room}`])).toBe(`natter://room/${room}`)
    expect(linkOfArguments(['natter', `natter://room/${room}`, '--inspect=0.0.0.0'])).toBeUndefined()
    expect(linkOfArguments(['natter', '--renderer-cmd-prefix=sh'])).toBeUndefined()
    expect(linkOfArguments([])).toBeUndefined()
  })
})

const hostile: readonly unknown[] = [
  'natter:',
  'natter://',
  'natter:///',
  'natter://room',
  'natter://room/',
  `natter:room/${room}`,
  `natter:/room/${room}`,
  `natter:///room/${room}`,
  `natter:////room/${room}`,
  `NATTER://ROOM/${room}`,
  `natter://Room/${room}`,
  `natter://room//${room}`,
  `natter://room/${room}//`,
  `natter://room/${room}/m`,
  `natter://room/${room}/m/`,
  `natter://room/${room}/x/${message}`,
  `natter://room/${room}/m/${message}/m/${message}`,
  `natter://room/../room/${room}`,
  `natter://room/x/../${room}`,
  `natter://room/%2e%2e/${room}`,
  `natter://room/${room}%00`,
  `natter://room/${room}\u0000`,
  `natter://room/${room}\n--inspect`,
  `natter://room/${room}?token=abc`,
  `natter://room/${room}#/room/other`,
  `natter://eva:secret@room/${room}`,
  `natter://room@evil/${room}`,
  `natter://room:80/${room}`,
  'natter://room/0.short',
  'natter://room/<script>alert(1)</script>',
  'natter://room/javascript:alert(1)',
  `natter://room/${room}\u202egpj`,
  'natter://invite/',
  'natter://invite/short',
  'natter://invite/../../etc/passwd',
  `natter://invite/${code}/join`,
  `natter://invite/${code}%2fjoin`,
  `natter://invite/chat.example.org/${code}/join`,
  `natter://invite/eva@chat.example.org/${code}`,
  `natter://invite/chat.example.org/${code}?next=//evil`,
  `http://chat.example.org/invite/${code}`,
  `natter://invite/${'a'.repeat(129)}`,
  `natter://invite/${'a'.repeat(100_000)}`,
  'natter://login/abcdefgh',
  'natter://quit',
  `natter-evil://room/${room}`,
  `https://room/${room}`,
  `file:///room/${room}`,
  'javascript:alert(1)',
  '--inspect=0.0.0.0:9229',
  '',
  undefined,
  null,
  7,
  { href: `natter://room/${room}` },
  [`natter://room/${room}`],
]

describe('hostile links', () => {
  it.each(hostile.map((link) => [link]))('%s leads nowhere', (link) => {
    expect(parseDeepLink(link)).toBeUndefined()
  })
})
