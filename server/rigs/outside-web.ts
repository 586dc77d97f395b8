import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { Network } from '../files/guarded-fetch.ts'
import { createTestCertificates } from './test-certificates.ts'

/**
 * For tests: what lies outside, on this machine. Its names resolve to public addresses, and those are reached at a web server
 * of the test, in the clear and over TLS with the certificate of the one name it has. The guard is the product's own.
 */
export type OutsideWeb = {
  readonly network: Network
  /** By `host/path`; a text that begins with `http` or `/` is where it moved to. */
  readonly pages: Map<string, OutsidePage>
  /** What was asked, in order: by which scheme, of which host. */
  readonly asked: readonly string[]
  readonly stop: () => void
}
export type OutsidePage = readonly [type: string, body: Buffer] | string

/** @param names to which addresses a name resolves, the next time to the next of them; all others to one public address */
export async function startOutsideWeb(
  certified: string,
  names: Readonly<Record<string, readonly (readonly string[])[]>> = {},
): Promise<OutsideWeb> {
  const certificates = await createTestCertificates(certified)
  const { certFile, keyFile } = certificates.of(certified)
  const pages = new Map<string, OutsidePage>()
  const asked: string[] = []
  const answer =
    (scheme: string): RequestListener =>
    ({ headers, url }, reply) => {
      asked.push(`${scheme}://${headers.host}${url}`)
      const page = pages.get(`${headers.host}${url}`)
      if (page === undefined) reply.writeHead(404).end()
      else if (typeof page === 'string') reply.writeHead(302, { location: page }).end()
      else reply.writeHead(200, { 'content-type': page[0] }).end(page[1])
    }
  const clear = createServer(answer('http'))
  const sealed = createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, answer('https'))
  const [clearPort, sealedPort] = await Promise.all([listen(clear), listen(sealed)])
  const ca = readFileSync(certificates.caFile, 'utf8')
  const times = new Map<string, number>()
  return {
    pages,
    asked,
    network: {
      resolve: async (host) => {
        const turn = times.get(host) ?? 0
        times.set(host, turn + 1)
        const answers = names[host]
        return answers?.[Math.min(turn, answers.length - 1)] ?? ['93.184.216.34']
      },
      reach: (_, port) => ({ host: '127.0.0.1', port: port === 443 ? sealedPort : clearPort, ca }),
    },
    stop: () => {
      for (const server of [clear, sealed]) {
        server.closeAllConnections()
        server.close()
      }
      certificates.remove()
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return (server.address() as AddressInfo).port
}
