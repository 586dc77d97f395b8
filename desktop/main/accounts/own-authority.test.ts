import { describe, expect, it } from 'vitest'
import { openAccountBook } from './account-book.ts'
import { prepareAccountSession } from './account-session.ts'
import { certificates } from './authority-samples.ts'
import { isSignedBy, parseAuthority, trustAuthority } from './own-authority.ts'

const { authority, otherAuthority, intermediate, ofAuthority, ofIntermediate, ofOther, ofLeaf } = certificates
const in2027 = Date.parse('2027-01-01')
const bytes = (text: string) => new TextEncoder().encode(text)
const hostname = 'chat.harbour.example'

describe('an authority of the team’s own', () => {
  it('is read from its file, as PEM', () => {
    expect(parseAuthority(bytes(authority))).toMatchObject({ subject: 'O=Harbour Studio, CN=Harbour Authority' })
    expect(parseAuthority(bytes(authority))?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  it.each([
    ['a server’s certificate', ofAuthority],
    ['words', 'hello'],
    ['nothing', ''],
    ['half of one', authority.slice(0, 200)],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['far too much', authority.repeat(200)],
  ])('is not %s', (_what, text) => {
    expect(parseAuthority(bytes(text))).toBeUndefined()
  })

  it.each([
    ['signed by it', [ofAuthority], hostname],
    ['signed by it, sent with the authority', [ofAuthority, authority], hostname],
    ['signed by one that it signed', [ofIntermediate, intermediate], hostname],
    ['by address', [ofAuthority], '127.0.0.1'],
  ])('vouches for what is %s', (_what, chain, host) => {
    expect(isSignedBy(authority, { hostname: host, chain }, in2027)).toBe(true)
  })

  it.each([
    ['signed by another', [ofOther, otherAuthority], hostname, in2027],
    ['signed by another, sent with this one', [ofOther, authority], hostname, in2027],
    ['for another name', [ofAuthority], 'evil.example', in2027],
    ['for another address', [ofAuthority], '127.0.0.2', in2027],
    ['not valid yet', [ofAuthority], hostname, Date.parse('2020-01-01')],
    ['not valid any more', [ofAuthority], hostname, Date.parse('2200-01-01')],
    ['signed by what may not sign', [ofLeaf, ofAuthority, authority], hostname, in2027],
    ['signed by what was not sent', [ofIntermediate], hostname, in2027],
    ['no certificate', ['hello'], hostname, in2027],
    ['nothing', [], hostname, in2027],
  ])('does not vouch for what is %s', (_what, chain, host, nowAt) => {
    expect(isSignedBy(authority, { hostname: host, chain }, nowAt)).toBe(false)
  })

  it('is asked only where the system knows no authority, and for its own account', () => {
    const answers: number[] = []
    let verify: (request: object, answer: (result: number) => void) => void = () => undefined
    let known: string | undefined = authority
    const session = {
      setCertificateVerifyProc: (proc: unknown) => {
        verify = proc as typeof verify
      },
    }
    trustAuthority(
      session as never,
      () => known,
      () => in2027,
    )
    const asked = (verificationResult: string, data = ofAuthority) =>
      verify({ hostname, certificate: { data }, verificationResult }, (result) => answers.push(result))
    asked('net::ERR_CERT_AUTHORITY_INVALID')
    asked('net::ERR_CERT_REVOKED')
    asked('net::ERR_CERT_DATE_INVALID')
    asked('net::OK')
    asked('net::ERR_CERT_AUTHORITY_INVALID', ofOther)
    known = undefined
    asked('net::ERR_CERT_AUTHORITY_INVALID')
    expect(answers).toEqual([0, -3, -3, -3, -3, -3])
  })

  it('vouches for the server of its account and the brokers of that, and for nobody else', async () => {
    const file = { load: async () => undefined, put: async () => {}, setAside: async () => {} }
    const book = await openAccountBook(file, () => {})
    const [server, brokers] = ['https://127.0.0.1:8480', ['wss://chat.harbour.example:8481', 'no address']]
    const { id } = await book.add({ server, serverName: 'x', brokers, authority })
    let verify: (request: object, answer: (result: number) => void) => void = () => undefined
    const session = new Proxy(
      {
        setCertificateVerifyProc(proc: typeof verify) {
          verify = proc
        },
        protocol: { handle: () => {} },
      },
      { get: (own, name) => Reflect.get(own, name) ?? (() => {}) },
    )
    const none = async () => new Response()
    const rest = { readFile: async () => undefined, callServer: none, callShell: none, now: () => in2027 }
    prepareAccountSession(session as never, book, id, { ...rest, gate: { mayTake: () => false } as never })
    const asked = (at: string) =>
      new Promise((resolve) =>
        verify(
          { hostname: at, certificate: { data: ofAuthority }, verificationResult: 'net::ERR_CERT_AUTHORITY_INVALID' },
          resolve,
        ),
      )
    // The certificate is for all three names.
    expect(await Promise.all(['127.0.0.1', 'Chat.Harbour.Example', 'localhost'].map(asked))).toEqual([0, 0, -3])
    await book.remove(id)
    expect(await asked('127.0.0.1')).toBe(-3)
  })
})
