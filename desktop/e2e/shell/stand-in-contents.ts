import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { StandInSession } from './stand-in-session.ts'

export type ContentsOptions = {
  readonly webPreferences: { readonly session: StandInSession; readonly preload: string }
}
type Invoke = (
  contents: StandInContents,
  frame: { url: string; parent: unknown },
  channel: string,
  values: unknown[],
) => unknown
type OpenHandler = (details: { readonly url: string }) => { readonly action: string }

/** A page: Playwright's, with Electron's preload in it and Electron's guards around it. */
export class StandInContents extends EventEmitter {
  readonly session: StandInSession
  readonly blocked: string[] = []
  readonly said: string[] = []
  zoomLevel = 0
  page: Page | undefined
  private readonly preload: string
  private readonly invoke: Invoke
  private onPage: (page: Page) => void = () => undefined
  private onOpen: OpenHandler = () => ({ action: 'allow' })
  private isLoaded = false
  private isGone = false
  /** Resolves with the page once it is loaded. */
  readonly loaded = new Promise<Page>((resolve) => {
    this.onPage = resolve
  })

  constructor({ webPreferences }: ContentsOptions, invoke: Invoke) {
    super()
    this.session = webPreferences.session
    this.preload = webPreferences.preload
    this.invoke = invoke
  }

  async loadURL(url: string): Promise<void> {
    const context = await this.session.open()
    const page = await context.newPage()
    this.page = page
    page.on('request', (request) => request.isNavigationRequest() && this.emit('did-start-loading'))
    page.on('console', (message) => this.said.push(message.text()))
    page.on('pageerror', (error) => this.said.push(String(error)))
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    await page.exposeBinding('__ipcInvoke', ({ frame }, channel: string, values: unknown[]) => {
      const parent = frame.parentFrame()
      return this.invoke(this, { url: this.session.appUrl(frame.url()), parent }, channel, structuredClone(values))
    })
    await page.addInitScript({ content: preloadScript(readFileSync(this.preload, 'utf8')) })
    await page.route('**/*', async (route) => {
      const request = route.request()
      const frame = request.isNavigationRequest() ? request.frame() : undefined
      if (frame === undefined || !this.isLoaded) return route.continue()
      const isMainFrame = frame === page.mainFrame()
      if (!this.isStopped(this.session.appUrl(request.url()), isMainFrame)) return route.continue()
      this.blocked.push(this.session.appUrl(request.url()))
      return route.abort('aborted')
    })
    const inspector = await context.newCDPSession(page)
    await inspector.send('Page.enable')
    let isDenied = false
    inspector.on('Page.windowOpen', ({ url: opened }) => {
      isDenied = this.onOpen({ url: this.session.appUrl(opened) }).action === 'deny'
    })
    page.on('popup', (popup) => void (isDenied && popup.close()))
    await page.goto(await this.session.address(url))
    this.isLoaded = true
    this.emit('did-finish-load')
    this.onPage(page)
  }
  /** As Electron tells of a navigation that the page began: whoever prevents it has stopped it. */
  private isStopped(url: string, isMainFrame: boolean): boolean {
    let stopped = false
    const preventDefault = () => {
      stopped = true
    }
    const event = { url, isMainFrame, preventDefault }
    if (isMainFrame) this.emit('will-navigate', event, url)
    this.emit('will-frame-navigate', event)
    return stopped
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.onOpen = handler
  }
  send(channel: string, ...values: unknown[]): void {
    const emit = ([name, all]: [string, unknown[]]) =>
      (globalThis as unknown as { __ipcEmit(name: string, all: unknown[]): void }).__ipcEmit(name, all)
    this.page?.evaluate(emit, [channel, structuredClone(values)] as [string, unknown[]]).catch(() => undefined)
  }
  getURL(): string {
    return this.session.appUrl(this.page?.url() ?? '')
  }
  focus(): void {}
  replaceMisspelling(): void {}
  isDestroyed(): boolean {
    return this.isGone
  }
  getZoomLevel(): number {
    return this.zoomLevel
  }
  setZoomLevel(level: number): void {
    this.zoomLevel = level
  }
  reload(): void {
    void this.page?.reload().catch(() => undefined)
  }
  close(): void {
    this.isGone = true
    void this.page?.close().catch(() => undefined)
    this.emit('destroyed')
  }
}

/** The preload as Electron runs it: CommonJS, with `electron` alone to ask for, and values that were cloned. */
function preloadScript(source: string): string {
  return `(() => {
    if (globalThis !== globalThis.top) return
    const listeners = new Map()
    const ofChannel = (channel) => listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel)
    const ipcRenderer = {
      invoke: (channel, ...values) => globalThis.__ipcInvoke(channel, values),
      on: (channel, listener) => void ofChannel(channel).add(listener),
      removeListener: (channel, listener) => void ofChannel(channel).delete(listener),
    }
    Object.defineProperty(globalThis, '__ipcEmit', {
      value: (channel, values) => { for (const listener of ofChannel(channel)) listener({}, ...values) },
    })
    const contextBridge = {
      exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: api, enumerable: true }),
    }
    const require = (name) => {
      if (name !== 'electron') throw new Error('a sandboxed preload asks for ' + name)
      return { ipcRenderer, contextBridge }
    }
    const module = { exports: {} }
    ;(function (require, module, exports, process) {
${source}
    })(require, module, module.exports, { platform: 'linux' })
  })()`
}
