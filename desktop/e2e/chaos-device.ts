import { type Browser, type BrowserContext, type CDPSession, expect, type Page } from '@playwright/test'
import type { RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { EngineState } from '../engine-contract.ts'
import { type EngineTab, layEngineTab } from './chaos-tab.ts'
import { type SeverableProxy, startProxy } from './severable-proxy.ts'

/**
 * For the chaos test: a browser with a disk and a network of its own. Commands go to its engine as from a tab, faster than
 * anybody types; a real tab may stand beside it and look on. All of it can be cut off, killed, closed and opened again.
 */
export type ChaosDevice = {
  readonly proxy: SeverableProxy
  /** Goes on over whatever happens to worker and tabs; undefined where nobody will ever know what became of it. */
  ask(command: EngineCommand): Promise<EngineAnswer | undefined>
  state(): Promise<EngineState>
  /** All that somebody finds who scrolls from the end to the beginning. */
  readWhole(room: RoomId): Promise<readonly Message[]>
  isOpen(): boolean
  /** What nobody has answered yet. */
  waiting(): readonly EngineCommand[]
  /** For whoever has to find out why it is not what it should be. */
  report(): Promise<unknown>
  open(): Promise<void>
  close(): Promise<void>
  /** The app itself, at a room. */
  look(room: RoomId): Promise<void>
  lookAway(): Promise<void>
  killWorker(): Promise<void>
  jumpClock(ms: number): Promise<void>
  end(): Promise<void>
}
export type EngineAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: object }

export async function startChaosDevice(browser: Browser, origin: string): Promise<ChaosDevice> {
  const proxy = await startProxy()
  const context = await browser.newContext({ proxy: { server: proxy.url }, locale: 'en-GB' })
  const worker = await findWorker(browser, context, origin)
  /** What nobody has answered yet, in the order of asking: said again by the next tab. */
  const unanswered = new Map<number, { readonly command: EngineCommand; readonly answer: Answer }>()
  let last = 0
  let tab: Page | undefined
  let onlooker: Page | undefined

  const lay = (page: Page) =>
    page.exposeFunction('onAnswer', (call: number, result: EngineAnswer | undefined) => {
      unanswered.get(call)?.answer(result)
      unanswered.delete(call)
    })
  const inTab = <Args, T>(job: (tab: EngineTab, args: Args) => T | Promise<T>, args: Args): Promise<T> => {
    if (tab === undefined) throw new Error('the device is closed')
    return tab.evaluate(`(${job})(globalThis.engineTab, ${JSON.stringify(args) ?? 'undefined'})`) as Promise<T>
  }

  async function open() {
    // A page that is no part of the app needs the network; starting without one is tried in offline-start.e2e.ts.
    await proxy.mend()
    const page = await context.newPage()
    await lay(page)
    await page.goto(`${origin}/healthz`)
    await page.evaluate(`(${layEngineTab})(${JSON.stringify(worker.url)})`)
    tab = page
    for (const [call, { command }] of unanswered) await inTab(post, { call, command })
  }

  await open()
  return {
    proxy,
    ask(command) {
      const call = ++last
      const asked = new Promise<EngineAnswer | undefined>((answer) => unanswered.set(call, { command, answer }))
      if (tab !== undefined) inTab(post, { call, command }).catch(() => {})
      return asked
    },
    state: () => inTab((engine) => engine.state(), undefined),
    readWhole: (room) => inTab((engine, of) => engine.readWhole(of), room) as Promise<readonly Message[]>,
    isOpen: () => tab !== undefined,
    report: () => withinSeconds(inTab((engine) => engine.report(), undefined)),
    waiting: () => [...unanswered.values()].map(({ command }) => command),
    open,
    async close() {
      await Promise.all([tab?.close(), onlooker?.close()])
      tab = undefined
      onlooker = undefined
    },
    async look(room) {
      onlooker ??= await context.newPage()
      await onlooker.goto(`${origin}/#/room/${room}`).catch(() => {})
    },
    async lookAway() {
      await onlooker?.close()
      onlooker = undefined
    },
    async killWorker() {
      await worker.run('self.close()')
    },
    async jumpClock(ms) {
      await worker.run(`(() => {
        const real = (globalThis.realNow ??= Date.now.bind(Date))
        globalThis.clockOffset = (globalThis.clockOffset ?? 0) + ${ms}
        Date.now = () => real() + globalThis.clockOffset
      })()`)
    },
    async end() {
      await context.close()
      await proxy.mend()
      await proxy.cut()
    },
  }
}

const withinSeconds = (job: Promise<unknown>) =>
  Promise.race([job.catch(String), new Promise((done) => setTimeout(() => done('no answer'), 5_000))])

type Answer = (result: EngineAnswer | undefined) => void
const post = (engine: EngineTab, { call, command }: { readonly call: number; readonly command: EngineCommand }) =>
  engine.post(call, command)

/** The engine of one context: where its code is, and a way to run something in it, as it runs now. */
async function findWorker(browser: Browser, context: BrowserContext, origin: string) {
  const page = await context.newPage()
  await page.goto(origin)
  const own = await context.newCDPSession(page)
  const { browserContextId } = (await own.send('Target.getTargetInfo')).targetInfo
  const session = await browser.newBrowserCDPSession()
  const find = async () => {
    const { targetInfos } = await session.send('Target.getTargets')
    return targetInfos.find((one) => one.type === 'shared_worker' && one.browserContextId === browserContextId)
  }
  await expect.poll(find).toBeDefined()
  const url = (await find())?.url ?? ''
  await page.close()
  return {
    url,
    async run(expression: string) {
      const target = await find()
      if (target !== undefined) await runIn(session, target.targetId, expression).catch(() => {})
    },
  }
}

async function runIn(session: CDPSession, targetId: string, expression: string): Promise<void> {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId })
  const done = new Promise((heard) => session.once('Target.receivedMessageFromTarget', heard))
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } })
  await session.send('Target.sendMessageToTarget', { sessionId, message })
  await Promise.race([done, new Promise((late) => setTimeout(late, 1_000))])
  // A worker that somebody looks into is not let go of.
  await session.send('Target.detachFromTarget', { sessionId })
}
