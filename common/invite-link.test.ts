import { describe, expect, it } from 'vitest'
import { buildShellInvite, parseInviteCode, parseInviteLink } from './invite-link.ts'

const code = 'abcdefGHIJ_-0123456789'

describe('the link of an invitation', () => {
  it.each([
    [`natter://invite/${code}`, { code }],
    [`natter://invite/${code}/`, { code }],
    [`natter://invite/chat.example.org/${code}`, { code, server: 'https://chat.example.org' }],
    [`natter://invite/Chat.Example.org:8443/${code}`, { code, server: 'https://chat.example.org:8443' }],
    [`natter://invite/127.0.0.1:8480/${code}`, { code, server: 'http://127.0.0.1:8480' }],
    [`natter://invite/[::1]:8480/${code}`, { code, server: 'http://[::1]:8480' }],
    [`https://chat.example.org/invite/${code}`, { code, server: 'https://chat.example.org' }],
    [`HTTPS://chat.example.org/invite/${code}/`, { code, server: 'https://chat.example.org' }],
    [`http://localhost:8480/invite/${code}`, { code, server: 'http://localhost:8480' }],
  ])('%s names its place', (link, place) => {
    expect(parseInviteLink(link)).toEqual(place)
  })

  it('is made so that it is read again', () => {
    for (const server of ['https://chat.example.org', 'https://chat.example.org:8443', 'http://127.0.0.1:8480']) {
      expect(parseInviteLink(buildShellInvite(server, code))).toEqual({ server, code })
      expect(parseInviteLink(buildShellInvite(`${server}/`, code))).toEqual({ server, code })
    }
  })

  it.each([
    `http://chat.example.org/invite/${code}`,
    `https://127.0.0.1/invite/${code}`,
    `https://chat.example.org/invite/${code}/join`,
    `https://chat.example.org/invite/${code}?next=evil`,
    `https://chat.example.org/invite/${code}#x`,
    `https://eva:secret@chat.example.org/invite/${code}`,
    `https://chat.example.org@evil.example/invite/${code}`,
    `https://chat.example.org/x/invite/${code}`,
    `https://chat.example.org\\evil.example/invite/${code}`,
    `https:///invite/${code}`,
    `ftp://chat.example.org/invite/${code}`,
    `natter://invite/chat.example.org@evil/${code}`,
    `natter://invite/chat.example.org:99999/${code}`,
    `natter://invite/chat.example.org:0/${code}`,
    `natter://invite/../${code}`,
    `natter://invite/-/${code}`,
    `natter://invite/a_b/${code}`,
    `natter://invite/${'a'.repeat(64)}.example/${code}`,
    `natter://invite/chat.example.org/x/${code}`,
    `natter://invite//${code}`,
    `natter://invite/chat.example.org/${code}?x`,
    `natter://invite/chat.example.org/${code}%00`,
    `natter://invite/chat.example.org/${code}\n`,
    `natter://invite/chät.example/${code}`,
    'natter://invite/short',
    `natter://invite/${'a'.repeat(65)}`,
    `natter://invite/${'a.'.repeat(50_000)}/${code}`,
    `NATTER://INVITE/${code}`,
    '',
    undefined,
    7,
    { code },
  ])('%s names none', (link) => {
    expect(parseInviteLink(link)).toBeUndefined()
  })

  it('has a code of the right length, and nothing else in it', () => {
    expect(parseInviteCode(code)).toBe(code)
    for (const text of [undefined, '', 'a'.repeat(21), 'a'.repeat(65), `${code}/`, ` ${code}`]) {
      expect(parseInviteCode(text)).toBeUndefined()
    }
  })
})
