import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { isOutside } from './outside-address.ts'

/**
 * Fetches what anybody may name, and nothing that lies inside. Each address is checked and that one is connected to, so a name that
 * answers otherwise the second time changes nothing; each redirect is an address like the first. Two ports, no cookies, no proxy.
 */
export type GuardedFetch = (url: string, options: FetchOptions) => Promise<Fetched>
export type FetchOptions = { readonly accept: string; readonly mostBytes: number; readonly signal: AbortSignal }
/** `isCut`: there was more. */
export type Fetched = { readonly url: URL; readonly type: string; readonly bytes: Buffer; readonly isCut: boolean }

/**
 * What answers for the network; a test stands in for it with a machine of its own. Handed in where a server is started, in code
 * alone: nothing that is set, sent or stored chooses it, so nobody leads the product anywhere but out.
 */
export type Network = {
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Where an address that was checked is reached. */
  readonly reach: (address: string, port: number) => Reached
}
/** `ca`: whose word is taken over TLS in place of the authorities that the system knows. */
export type Reached = { readonly host: string; readonly port: number; readonly ca?: string }

export const realNetwork: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  reach: (host, port) => ({ host, port }),
}

/** Whoever asked is told one thing for all of these. */
export class NotFetchedError extends Error {
  override readonly name = 'NotFetchedError'
}

const mostRedirects = 3
const portOf: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

export function buildGuardedFetch(network: Network): GuardedFetch {
  return async (given, options) => {
    let url = parseUrl(given)
    for (let redirects = 0; ; redirects++) {
      const answer = await ask(url, await findAddress(url, options.signal), options)
      const { statusCode = 0, headers } = answer
      if (statusCode >= 200 && statusCode < 300) return { url, ...(await readBody(answer, options.mostBytes)) }
      answer.destroy()
      const isMoved = [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined
      if (!isMoved || redirects >= mostRedirects) throw new NotFetchedError(`answered ${statusCode}`)
      url = parseUrl(headers.location ?? '', url)
    }
  }

  async function findAddress({ hostname }: URL, signal: AbortSignal): Promise<string> {
    const host = hostname.replace(/^\[|\]$/g, '')
    const addresses = isIP(host) === 0 ? await inTime(network.resolve(host), signal) : [host]
    const [first] = addresses
    // One that leads inside is enough: its owner means us to go there sooner or later.
    if (first === undefined || !addresses.every(isOutside)) throw new NotFetchedError('leads inside')
    return first
  }

  function ask(url: URL, address: string, { accept, signal }: FetchOptions): Promise<IncomingMessage> {
    const { host, port, ...trust } = network.reach(address, portOf[url.protocol] ?? 0)
    const options = {
      ...{ host, port, signal, path: `${url.pathname}${url.search}`, method: 'GET' },
      // Of this call alone: nothing that others left open, and nothing of the environment.
      agent: false as const,
      setHost: false,
      headers: { host: url.host, accept, 'accept-encoding': 'identity', 'user-agent': 'Natter (link preview)' },
      maxHeaderSize: 16_384,
    }
    return new Promise((answered, failed) => {
      const asked =
        url.protocol === 'https:'
          ? requestHttps({ ...options, ...trust, servername: servernameOf(url) })
          : requestHttp(options)
      asked.on('response', answered)
      asked.on('error', failed)
      asked.end()
    })
  }
}

/** Names are asked for by the system, which cannot be told to stop. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    signal.addEventListener('abort', () => failed(new NotFetchedError('too late')), { once: true })
    work.then(done, failed)
  })
}

/** No name is sent for a number. */
function servernameOf({ hostname }: URL): string {
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : ''
}

function parseUrl(given: string, base?: URL): URL {
  if (!URL.canParse(given, base?.href)) throw new NotFetchedError('no address')
  const url = new URL(given, base)
  const isPlain = url.protocol in portOf && url.port === '' && url.username === '' && url.password === ''
  if (!isPlain) throw new NotFetchedError('another port, protocol or person')
  return url
}

async function readBody(answer: IncomingMessage, mostBytes: number): Promise<Omit<Fetched, 'url'>> {
  const { 'content-encoding': coding = 'identity', 'content-type': type = '' } = answer.headers
  // Asked not to: what is packed may be without end.
  if (coding !== 'identity') throw new NotFetchedError('packed')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) break
  }
  return { type, bytes: Buffer.concat(chunks).subarray(0, mostBytes), isCut: length > mostBytes }
}
