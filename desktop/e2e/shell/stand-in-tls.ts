import { request } from 'node:http'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'

type Verify = Parameters<Electron.Session['setCertificateVerifyProc']>[0]
type Asked = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>

/** As Chromium calls what Node finds wrong with a certificate. */
const chromiumNames: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
}

/** Asks over TLS as Electron does: what the system does not trust is main's to judge, before anything is sent. */
export async function fetchOverTls(url: URL, init: Asked, verify: Verify): Promise<Response> {
  const socket = await connectTo(url)
  if (!(await isTrusted(socket, url.hostname, verify))) {
    socket.destroy()
    throw new Error(`net::${faultOf(socket)}`)
  }
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

function connectTo({ hostname, port }: URL): Promise<TLSSocket> {
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const options = { host, port: Number(port || 443), rejectUnauthorized: false }
    const socket = connect({ ...options, ...(isIP(host) === 0 && { servername: host }) }, () => resolve(socket))
    socket.once('error', () => reject(new Error('net::ERR_CONNECTION_REFUSED')))
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
