import { describe, expect, it } from 'vitest'
import { buildOutside, parseOutsideLink } from './outside-links.ts'

describe('what may be opened outside', () => {
  it.each([
    ['https://example.org', 'https://example.org/', false],
    ['HTTPS://EXAMPLE.org/a b', 'https://example.org/a%20b', false],
    ['mailto:eva@example.org', 'mailto:eva@example.org', false],
    ['http://example.org/', 'http://example.org/', true],
  ])('%s, written anew', (text, url, ask) => {
    expect(parseOutsideLink(text)).toEqual({ url, ask })
  })

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'vscode://file/x',
    'data:text/html,x',
    'blob:https://example.org/x',
    'ftp://example.org/',
    'app://natter/',
    'natter://room/x',
    'https://bank.example@evil.example/',
    'https://eva:secret@example.org/',
    'not a url',
    `https://example.org/${'a'.repeat(5_000)}`,
    '',
    5,
    null,
  ])('not %s', (text) => {
    expect(parseOutsideLink(text)).toBeUndefined()
  })

  it('over http only once the person has said so', async () => {
    const opened: string[] = []
    const asked: string[] = []
    let says = false
    const open = buildOutside({
      shell: { openExternal: async (url) => void opened.push(url) },
      ask: async (url) => {
        asked.push(url)
        return says
      },
      log: () => undefined,
    })
    open('http://example.org/')
    await expect.poll(() => asked).toEqual(['http://example.org/'])
    says = true
    open('http://example.org/')
    open('https://example.org/')
    open('file:///etc/passwd')
    await expect.poll(() => opened.sort()).toEqual(['http://example.org/', 'https://example.org/'])
  })
})
