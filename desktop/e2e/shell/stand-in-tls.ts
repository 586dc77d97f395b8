import { request } from 'node:http'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { openWay, type SystemProxy } from './stand-in-proxy.ts'

type Verify = Parameters<Electron.Session['setCertificateVerifyProc']>[0]
type Asked = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>

/** As Chromium calls what Node finds wrong with a certificate. */
const chromiumNames: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
}

/** How the connections of a session come about: by what the system says of proxies, and what main says of certificates. */
export type TlsWay = { readonly proxy: SystemProxy; readonly verify: Verify }

/** What the system does not trust is main's to judge, before anything is sent. */
export async function openTls(url: URL, { proxy, verify }: TlsWay): Promise<TLSSocket> {
  const socket = await connectTo(url, proxy)
  if (await isTrusted(socket, url.hostname, verify)) return socket
  socket.destroy()
  throw new Error(`net::${faultOf(socket)}`)
}

/** Asks over TLS as Electron does. */
export async function fetchOverTls(url: URL, init: Asked, way: TlsWay): Promise<Response> {
  const socket = await openTls(url, way)
  const body = init.body instanceof ArrayBuffer ? Buffer.from(init.body) : undefined
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        createConnection: () => socket,
        path: url.pathname + url.search,
        method: init.method ?? 'GET',
        headers: {
          ...Object.fromEntries(new Headers(init.headers)),
          host: url.host,
          ...(body !== undefined && { 'content-length': body.length }),
        },
      },
      (answer) => {
        const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] satisfies [string, string]] : [],
        )
        const status = answer.statusCode ?? 502
        const hasBody = ![101, 204, 205, 304].includes(status)
        const stream = hasBody ? (Readable.toWeb(answer) as unknown as ReadableStream) : null
        if (!hasBody) answer.resume()
        resolve(new Response(stream, { status, headers }))
      },
    )
    asked.on('error', () => reject(new Error('net::ERR_CONNECTION_RESET')))
    init.signal?.addEventListener('abort', () => asked.destroy())
    asked.end(body)
  })
}

async function connectTo(url: URL, proxy: SystemProxy): Promise<TLSSocket> {
  const way = await openWay(url, proxy)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const options = { socket: way, host, rejectUnauthorized: false }
    const socket = connect({ ...options, ...(isIP(host) === 0 && { servername: host }) }, () => resolve(socket))
    socket.once('error', () => reject(new Error('net::ERR_SSL_PROTOCOL_ERROR')))
  })
}

function faultOf({ authorizationError }: TLSSocket): string {
  return chromiumNames[String(authorizationError)] ?? 'ERR_CERT_AUTHORITY_INVALID'
}

function isTrusted(socket: TLSSocket, hostname: string, verify: Verify): Promise<boolean> | boolean {
  if (verify === null) return socket.authorized
  const verificationResult = socket.authorized ? 'net::OK' : `net::${faultOf(socket)}`
  const certificate = describe(socket.getPeerCertificate(true))
  return new Promise((resolve) => {
    const errorCode = socket.authorized ? 0 : -202
    const asked = { hostname, certificate, validatedCertificate: certificate, verificationResult, errorCode }
    // 0 trusts, -3 leaves it to what was found, anything else refuses.
    verify({ ...asked, isIssuedByKnownRoot: false }, (result) =>
      resolve(result === 0 || (result === -3 && socket.authorized)),
    )
  })
}

function describe({ raw, issuerCertificate }: DetailedPeerCertificate): Electron.Certificate {
  const data = `-----BEGIN CERTIFICATE-----\n${raw.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
  const isRoot = issuerCertificate === undefined || issuerCertificate.raw.equals(raw)
  return { data, ...(!isRoot && { issuerCert: describe(issuerCertificate) }) } as Electron.Certificate
}
