import { request } from 'node:http'
import { connect, type Socket } from 'node:net'

/** As Chromium writes what it found in the system's settings: `DIRECT`, or `PROXY host:port`. */
export type SystemProxy = (url: string) => string

/** The proxy wants a name and a password first. */
export class ProxyAsks extends Error {}

/** A connection to where an address points, by the proxy that the system names for it. */
export function openWay(url: URL, proxy: SystemProxy): Promise<Socket> {
  const named = /^PROXY (.+):(\d+)$/.exec(proxy(url.href))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || 443)
  return named === null ? openDirect(host, port) : openTunnel(`${host}:${port}`, named[1] ?? '', Number(named[2]))
}

function openDirect(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => resolve(socket))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      const isUnknown = code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      reject(new Error(`net::${isUnknown ? 'ERR_NAME_NOT_RESOLVED' : 'ERR_CONNECTION_REFUSED'}`))
    })
  })
}

function openTunnel(to: string, host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, method: 'CONNECT', path: to, headers: { host: to } })
    asked.once('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(statusCode === 407 ? new ProxyAsks() : new Error('net::ERR_TUNNEL_CONNECTION_FAILED'))
    })
    asked.once('error', () => reject(new Error('net::ERR_PROXY_CONNECTION_FAILED')))
    asked.end()
  })
}
