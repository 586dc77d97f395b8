import { describe, expect, it } from 'vitest'
import { buildContentPolicy, readBrokers } from '../serving/content-policy.ts'
import { checkServer, parseServerAddress } from './server-check.ts'
import { parseShellConfig } from './shell-config.ts'

const appVersion = '0.1.0'
const code = 'abcdef-GHIJ_2345678901'

describe('the address of a server', () => {
  it.each([
    ['chat.example.org', { url: 'https://chat.example.org' }],
    ['  Chat.Example.org/ ', { url: 'https://chat.example.org' }],
    ['https://chat.example.org:8443/rooms?x=1', { url: 'https://chat.example.org:8443' }],
    ['localhost:8480', { url: 'http://localhost:8480' }],
    ['127.0.0.1', { url: 'http://127.0.0.1' }],
    ['http://[::1]:8480', { url: 'http://[::1]:8480' }],
    ['https://chat.example.org/invite/abc-DEF_123', { url: 'https://chat.example.org', invite: 'abc-DEF_123' }],
    [`natter://invite/chat.example.org/${code}`, { url: 'https://chat.example.org', invite: code }],
    ['http://chat.example.org', 'needs-https'],
    ['http://127.0.0.1.example.org', 'needs-https'],
    ['', 'address-invalid'],
    ['chat example', 'address-invalid'],
    ['ftp://chat.example.org', 'address-invalid'],
    ['javascript:alert(1)', 'address-invalid'],
    ['https://eva:secret@chat.example.org', 'address-invalid'],
    ['https://', 'address-invalid'],
    [`https://${'a'.repeat(400)}`, 'address-invalid'],
  ])('%s', (typed, parsed) => {
    expect(parseServerAddress(typed)).toEqual(parsed)
  })
})

const info = { name: 'Harbour Studio', registration: 'open' }
const policy = "default-src 'none'; connect-src 'self' wss://broker.example.org ws://evil.example ws://127.0.0.1:8222"
const answering = (body: unknown, init: ResponseInit = {}) => ({
  appVersion,
  now: () => 5,
  fetch: async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), init),
})
const failing = (message: string) => ({
  appVersion,
  now: () => 5,
  fetch: async (): Promise<Response> => {
    throw new Error(message)
  },
})

describe('an invitation in the address', () => {
  const by = { id: '1'.repeat(16), handle: 'ben', displayName: 'Ben Okafor' }
  const leading = (invitation: Response | Error) => ({
    appVersion,
    now: () => 5,
    fetch: async (url: string) => {
      if (!url.includes('/invites/')) return new Response(JSON.stringify(info))
      expect(url).toBe(`https://chat.example.org/api/v1/invites/${code}`)
      if (invitation instanceof Error) throw invitation
      return invitation
    },
  })
  const check = (invitation: Response | Error) =>
    checkServer(`https://chat.example.org/invite/${code}`, leading(invitation))

  it('is asked about, so that one sees where it leads', async () => {
    const room = { name: 'Harbour rebuild', topic: '', members: 3, history: 'all' }
    expect(await check(new Response(JSON.stringify({ by, room, expiresAt: 1 })))).toMatchObject({
      invite: code,
      invitation: { kind: 'room', room: 'Harbour rebuild', by: 'Ben Okafor' },
    })
    expect(await check(new Response(JSON.stringify({ by, expiresAt: 1 })))).toMatchObject({
      invitation: { kind: 'account', by: 'Ben Okafor' },
    })
  })

  it('that is dead is said to be, and one that cannot be asked about is left open', async () => {
    expect(await check(new Response('{}', { status: 410 }))).toMatchObject({ invitation: { kind: 'dead' } })
    expect(await checkServer('https://chat.example.org/invite/short', leading(new Error()))).toMatchObject({
      invitation: { kind: 'dead' },
    })
    for (const answer of [
      new Response('{}', { status: 503 }),
      new Response('<!doctype html>'),
      new Response('x'.repeat(100_000)),
      new Error('net::ERR_CONNECTION_RESET'),
    ]) {
      const found = await check(answer)
      expect(found).toMatchObject({ name: 'Harbour Studio', invite: code })
      expect(found).not.toHaveProperty('invitation')
    }
  })
})

describe('a server that is checked', () => {
  it('is found with its name, and where its broker is', async () => {
    const found = await checkServer(
      'chat.example.org',
      answering(info, { headers: { 'content-security-policy': policy } }),
    )
    expect(found).toEqual({
      url: 'https://chat.example.org',
      name: 'Harbour Studio',
      registration: 'open',
      fit: 'fits',
      brokers: ['wss://broker.example.org', 'ws://127.0.0.1:8222'],
      answersInMs: 1,
    })
  })

  it.each([
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['net::ERR_NAME_NOT_RESOLVED', 'name-unknown'],
    ['net::ERR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'not-answering'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate-untrusted'],
    ['net::ERR_CERT_DATE_INVALID', 'certificate-expired'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificate-other-name'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'not-secure'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'proxy-asks'],
    ['The operation was aborted due to timeout', 'not-answering'],
  ])('and cannot be reached (%s) has a word of its own', async (message, fault) => {
    expect(await checkServer('chat.example.org', failing(message))).toEqual({ fault })
  })

  it('is not asked where the address is none', async () => {
    expect(await checkServer('http://chat.example.org', failing('asked'))).toEqual({ fault: 'needs-https' })
  })

  it.each([
    ['another page', answering('<!doctype html>'), 'no-natter'],
    ['other JSON', answering({ hello: 1 }), 'no-natter'],
    ['a page that is not there', answering(info, { status: 404 }), 'no-natter'],
    ['a gateway without a server', answering('bad gateway', { status: 502 }), 'server-broken'],
    ['the word of a proxy that wants a password', answering('who?', { status: 407 }), 'proxy-asks'],
    ['an endless answer', answering('x'.repeat(200_000)), 'no-natter'],
  ])('and answers with %s is told apart', async (_what, ports, fault) => {
    expect(await checkServer('chat.example.org', ports)).toEqual({ fault })
  })
})

describe('the content policy', () => {
  const serverUrl = new URL('https://chat.example.org')
  it('opens the way to the brokers that the server names, else to its own host', () => {
    expect(buildContentPolicy({ serverUrl, brokers: ['wss://broker.example.org'] })).toContain(
      "connect-src 'self' wss://broker.example.org;",
    )
    expect(buildContentPolicy({ serverUrl, brokers: [] })).toContain("connect-src 'self' wss://chat.example.org:*;")
    expect(buildContentPolicy({ serverUrl: new URL('http://127.0.0.1:8480'), brokers: [] })).toContain(
      "connect-src 'self' ws://127.0.0.1:*;",
    )
  })
  it('takes nothing for a broker that is none', () => {
    const hostile =
      "connect-src * wss://* https://a.example wss://a.example/path 'unsafe-eval' wss://a.example;x ws://b.example"
    expect(readBrokers(hostile)).toEqual(['wss://a.example'])
    expect(readBrokers(null)).toEqual([])
    expect(
      readBrokers(`connect-src ${Array.from({ length: 50 }, (_, i) => `wss://b${i}.example`).join(' ')}`),
    ).toHaveLength(8)
  })
})

describe('the server that the environment names', () => {
  it('is none by default: the first run asks', () => {
    expect(parseShellConfig({})).toEqual({})
  })
  it('is that of npm start', () => {
    expect(parseShellConfig({ NATTER_URL: 'http://127.0.0.1:8480/' })).toEqual({ serverUrl: 'http://127.0.0.1:8480' })
  })
  it('is never reached in the clear over a network', () => {
    expect(parseShellConfig({ NATTER_SERVER_URL: 'http://chat.example.org' })).toMatchObject({
      fault: expect.stringContaining('https'),
    })
  })
  it('is named when it makes no sense', () => {
    expect(parseShellConfig({ NATTER_SERVER_URL: 'no sense' })).toMatchObject({
      fault: expect.stringContaining('"no sense"'),
    })
  })
})
