// The library below wants it, and takes it from the global scope.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { connect, createServer, type DetailedPeerCertificate } from 'node:tls'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { describe, expect, it } from 'vitest'
import { isSignedBy } from './own-authority.ts'

const host = 'chat.harbour.example'
const nowAt = Date.now()
const day = 86_400_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

type Made = {
  readonly name: string
  readonly cert: string
  readonly key: string
  readonly keys: webcrypto.CryptoKeyPair
}
type Wanted = {
  readonly name: string
  /** Without: by itself. */
  readonly by?: Made
  readonly isAuthority?: boolean
  readonly names?: readonly string[]
  readonly days?: readonly [from: number, to: number]
  readonly use?: ExtendedKeyUsage
}

async function make({ name, by, isAuthority = false, names, days = [-1, 30], use }: Wanted): Promise<Made> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
    subject: [{ CN: [name] }],
    issuer: [{ CN: [by?.name ?? name] }],
    notBefore: new Date(nowAt + days[0] * day),
    notAfter: new Date(nowAt + days[1] * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      ...(use === undefined ? [] : [new ExtendedKeyUsageExtension([use])]),
      ...(names === undefined
        ? []
        : [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))]),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
  return { name, cert: made.toString('pem'), key, keys }
}

/** What a server sends in a handshake, as a client sees it, and what Node says of it to whoever trusts the authority. */
async function shake(chain: readonly Made[], authority: Made) {
  const [leaf] = chain
  const server = createServer({ key: leaf?.key ?? '', cert: chain.map(({ cert }) => cert).join('\n') })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const options = { port, host: '127.0.0.1', servername: host, ca: authority.cert, rejectUnauthorized: false }
  return new Promise<{ readonly isTrusted: boolean; readonly sent: readonly string[] }>((resolve, reject) => {
    const socket = connect(options, () => {
      const sent: string[] = []
      let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
      while (next?.raw !== undefined && sent.length < 8) {
        const pem = `-----BEGIN CERTIFICATE-----\n${next.raw.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
        if (sent.includes(pem)) break
        sent.push(pem)
        next = next.issuerCertificate
      }
      resolve({ isTrusted: socket.authorized, sent })
      socket.destroy()
      server.close()
    })
    socket.on('error', reject)
  })
}

describe('what a server shows in a handshake', () => {
  const name = 'Harbour Authority'
  const names = [host]
  const cases: readonly [what: string, isGood: boolean, (authority: Made) => Promise<readonly Made[]>][] = [
    ['signed by the authority', true, async (by) => [await make({ name: host, by, names })]],
    [
      'signed by one that the authority signed',
      true,
      async (by) => {
        const between = await make({ name: 'Between', by, isAuthority: true })
        return [await make({ name: host, by: between, names }), between]
      },
    ],
    ['for any name below one', true, async (by) => [await make({ name: host, by, names: ['*.harbour.example'] })]],
    ['signed by itself', false, async () => [await make({ name: host, names })]],
    ['signed by itself, as an authority', false, async () => [await make({ name: host, names, isAuthority: true })]],
    [
      'signed by another authority of the same name',
      false,
      async () => {
        const other = await make({ name, isAuthority: true })
        return [await make({ name: host, by: other, names }), other]
      },
    ],
    [
      'signed by another authority, sent with the one that is trusted',
      false,
      async (authority) => {
        const other = await make({ name: 'Other', isAuthority: true })
        return [await make({ name: host, by: other, names }), authority]
      },
    ],
    ['for another name', false, async (by) => [await make({ name: host, by, names: ['evil.example'] })]],
    [
      'for a name that only begins alike',
      false,
      async (by) => [await make({ name: host, by, names: [`${host}.evil`] })],
    ],
    ['for a whole country', false, async (by) => [await make({ name: host, by, names: ['*.example', '*'] })]],
    ['out of time', false, async (by) => [await make({ name: host, by, names, days: [-30, -1] })]],
    ['of tomorrow', false, async (by) => [await make({ name: host, by, names, days: [1, 30] })]],
    [
      'signed by one between that is out of time',
      false,
      async (by) => {
        const between = await make({ name: 'Between', by, isAuthority: true, days: [-30, -1] })
        return [await make({ name: host, by: between, names }), between]
      },
    ],
    [
      'signed by a server that the authority signed',
      false,
      async (by) => {
        const server = await make({ name: 'server', by, names })
        return [await make({ name: host, by: server, names }), server]
      },
    ],
    [
      'for people and not for servers',
      false,
      async (by) => [await make({ name: host, by, names, use: ExtendedKeyUsage.clientAuth })],
    ],
    ['for servers', true, async (by) => [await make({ name: host, by, names, use: ExtendedKeyUsage.serverAuth })]],
  ]

  it.each(cases)('%s, is judged as Node itself judges it (%s)', async (_what, isGood, build) => {
    const authority = await make({ name, isAuthority: true })
    const { isTrusted, sent } = await shake(await build(authority), authority)
    expect(isTrusted, 'Node').toBe(isGood)
    expect(isSignedBy(authority.cert, { hostname: host, chain: sent }, nowAt), 'ours').toBe(isGood)
  })

  it('is not trusted by an authority that is itself out of time', async () => {
    const old = await make({ name, isAuthority: true, days: [-30, -1] })
    const { isTrusted, sent } = await shake([await make({ name: host, by: old, names })], old)
    expect([isTrusted, isSignedBy(old.cert, { hostname: host, chain: sent }, nowAt)]).toEqual([false, false])
  })
})
