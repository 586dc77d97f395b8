import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext } from '@playwright/test'
import { ProxyAsks, type SystemProxy } from './stand-in-proxy.ts'
import { type RelayCertificate, startRelay } from './stand-in-relay.ts'
import { fetchOverTls, type TlsWay } from './stand-in-tls.ts'

type SchemeHandler = (request: Request) => Promise<Response>

const errorNames: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
}

export type SessionOptions = {
  readonly contextOptions: object
  /** What the system's settings say of an address. */
  readonly proxy?: SystemProxy | undefined
  /** With it the pages' own connections over TLS are main's to judge, too, as in Electron; without, Chromium's. */
  readonly relay?: RelayCertificate | undefined
}

/**
 * A session: its pages live in a browser context of their own, and `app://natter` is a host of this machine
 * (`http://natter.localhost:<port>`, which browsers take for secure) whose every request goes to main's scheme handler.
 */
export class StandInSession extends EventEmitter {
  readonly handlers = new Map<string, SchemeHandler>()
  readonly asked: Record<string, unknown> = {}
  readonly protocol = {
    handle: (scheme: string, handler: SchemeHandler) => {
      if (this.handlers.has(scheme)) throw new Error(`a second handler for ${scheme}`)
      this.handlers.set(scheme, handler)
    },
  }
  private readonly browser: Browser
  private readonly options: SessionOptions
  private relay: ReturnType<typeof startRelay> | undefined
  private context: Promise<BrowserContext> | undefined
  private server: Promise<Server> | undefined

  constructor(browser: Browser, options: SessionOptions) {
    super()
    this.browser = browser
    this.options = options
    const kept = [
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
      'setDisplayMediaRequestHandler',
      'setUSBProtectedClassesHandler',
      'setBluetoothPairingHandler',
      'setCertificateVerifyProc',
      'setSpellCheckerLanguages',
      'setSpellCheckerDictionaryDownloadURL',
      'setProxy',
    ]
    const keep = (name: string) => (value: unknown) => {
      this.asked[name] = value
    }
    for (const name of kept) Object.assign(this, { [name]: keep(name) })
  }

  readonly availableSpellCheckerLanguages = ['de', 'en-GB', 'en-US', 'fr']

  /** As Electron's: what failed is named as Chromium names it. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (url.startsWith('https:')) return this.fetchOverTls(new URL(url), init)
    if (this.way().proxy(url) !== 'DIRECT') throw new Error('the stand-in has no proxy for http')
    try {
      return await fetch(url, init)
    } catch (cause) {
      const code = ((cause as Error).cause as { readonly code?: string } | undefined)?.code ?? ''
      throw new Error(`net::${errorNames[code] ?? 'ERR_FAILED'}`)
    }
  }

  /** A proxy that asks for a password answers 407, and of that no more than the status is let through. */
  private async fetchOverTls(url: URL, init: RequestInit): Promise<Response> {
    try {
      return await fetchOverTls(url, init, this.way())
    } catch (cause) {
      if (cause instanceof ProxyAsks) return new Response(null, { status: 407 })
      throw cause
    }
  }
  private way(): TlsWay {
    const verify = this.asked.setCertificateVerifyProc as TlsWay['verify'] | undefined
    return { proxy: this.options.proxy ?? (() => 'DIRECT'), verify: verify ?? null }
  }

  async clearStorageData(): Promise<void> {
    const context = await this.context
    this.context = undefined
    await context?.close()
  }
  async closeAllConnections(): Promise<void> {}
  async clearCache(): Promise<void> {}
  async clearAuthCache(): Promise<void> {}

  open(): Promise<BrowserContext> {
    this.context ??= this.openContext()
    return this.context
  }
  private async openContext(): Promise<BrowserContext> {
    const { contextOptions, relay } = this.options
    if (relay !== undefined) this.relay ??= startRelay(relay, () => this.way())
    const running = await this.relay
    const proxy = running && { server: running.url, bypass: '.localhost' }
    return this.browser.newContext({ ...contextOptions, ...(proxy && { proxy }), serviceWorkers: 'block' })
  }

  async address(url: string): Promise<string> {
    return url
      .replace(/^app:\/\/([^/]+)/, (_all, host) => `http://${host}.localhost:${'PORT'}`)
      .replace('PORT', await this.port())
  }
  appUrl(url: string): string {
    return url.replace(/^http:\/\/([^./]+)\.localhost:\d+/, 'app://$1')
  }

  private async port(): Promise<string> {
    this.server ??= this.listen()
    return String(((await this.server).address() as AddressInfo).port)
  }
  private async listen(): Promise<Server> {
    const server = createServer(async (incoming, outgoing) => {
      try {
        const answer = await this.answer(incoming)
        // A network error: the page is to see its connection cut.
        if (answer.type === 'error') return void incoming.socket.destroy()
        outgoing.writeHead(answer.status, Object.fromEntries(withoutTransport(answer.headers)))
        outgoing.end(Buffer.from(await answer.arrayBuffer()))
      } catch (bug) {
        outgoing.writeHead(500).end(String(bug))
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  private async answer(incoming: IncomingMessage): Promise<Response> {
    const { method = 'GET', url = '/', headers } = incoming
    const host = (headers.host ?? '').replace(/\.localhost:\d+$/, '')
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const said = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] satisfies [string, string]] : [],
    )
    const request = new Request(`app://${host}${url}`, {
      method,
      headers: said,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
    })
    const initiator = this.initiatorOf(incoming)
    if (initiator !== undefined) Object.assign(request, { initiatorOrigin: initiator })
    const handler = this.handlers.get('app')
    if (handler === undefined) throw new Error('main handles no app://')
    return handler(request)
  }
  /** Chromium says whether a request comes from the same origin; a navigation by address has no initiator. */
  private initiatorOf({ headers }: IncomingMessage): string | undefined {
    const site = headers['sec-fetch-site']
    if (site === 'none' || site === undefined) return undefined
    return site === 'same-origin' ? 'app://natter' : (headers.origin ?? 'null')
  }

  /** The app ends; what lies on disk stays. */
  async endRun(): Promise<void> {
    const pages = (await this.context)?.pages() ?? []
    await Promise.all(pages.map((page) => page.close()))
    this.handlers.clear()
    this.removeAllListeners()
  }
  async stop(): Promise<void> {
    const server = await this.server
    server?.closeAllConnections()
    server?.close()
    await (await this.context)?.close()
    await (await this.relay)?.stop()
  }
}

function withoutTransport(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name))
}
