import { createHash, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { openTls, type TlsWay } from './stand-in-tls.ts'

/** What the relay shows Chromium, which is told to take this one certificate and no other (`relayFlag`). */
export type RelayCertificate = { readonly cert: string; readonly key: string }

/**
 * Stands between Chromium and the world for pages and workers of a session. Chromium cannot be told what main says of
 * certificates, as Electron is; so each connection over TLS ends here and another one goes on, if main takes the certificate
 * that Node has seen there, and by the proxy that the system names.
 */
export async function startRelay(
  { cert, key }: RelayCertificate,
  way: () => TlsWay,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const server = createServer((_asked, reply) => reply.writeHead(501).end())
  server.on('connect', async ({ url = '' }, socket: Socket) => {
    keep(socket)
    try {
      const far = await openTls(new URL(`https://${url}`), way())
      keep(far)
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      const near = new TLSSocket(socket, { isServer: true, cert, key })
      keep(near)
      near.pipe(far).pipe(near)
      for (const [one, other] of [[near, far] as const, [far, near] as const]) one.on('close', () => other.destroy())
    } catch {
      socket.end('HTTP/1.1 502 Refused\r\n\r\n')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** For the start of Chromium. */
export function relayFlag({ cert }: RelayCertificate): string {
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
  return `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`
}
