import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import { IDBFactory } from 'fake-indexeddb'
import { WebSocket as NodeWebSocket } from 'ws'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { subjects } from '../../common/subjects.ts'
import type { CommandAnswer, EngineCommand } from '../engine-command.ts'
import type { EngineState, NoticeView } from '../engine-contract.ts'
import type { SliceChange } from '../line-contract.ts'
import type { Engine } from './engine.ts'
import { startEngine } from './engine.ts'
import { buildSystemClock } from './engine-clock.ts'
import type { EngineDeps } from './engine-deps.ts'
import { buildStateBoard } from './state-board.ts'

/** For tests: what a browser keeps between two starts of the engine. */
export type TestProfile = { readonly indexedDB: IDBFactory; readonly cookies: Map<string, string> }

export function buildTestProfile(): TestProfile {
  return { indexedDB: new IDBFactory(), cookies: new Map() }
}

/** `call`: method and path. */
export type TestAnswer = (call: string) => { readonly status: number; readonly body: object } | undefined

/** What this device would do in `fromMs` or later it does so many times sooner. */
export type TestHurry = { readonly fromMs: number; readonly times: number }
/** `answer`: as by `answerCalls`, from the first call on. */
export type TestStart = { readonly offline?: boolean; readonly answer?: TestAnswer; readonly hurry?: TestHurry }

/** For tests: the real engine in Node, with an IndexedDB in memory, a cookie jar, and a network that can be pulled. */
export type TestClient = {
  readonly engine: Engine
  state(): EngineState
  ask<Command extends EngineCommand>(command: Command): Promise<Result<CommandAnswer<Command['kind']>>>
  /** As `ask`, and throws where the answer is an error. */
  get<Command extends EngineCommand>(command: Command): Promise<CommandAnswer<Command['kind']>>
  texts(room: RoomId): readonly string[]
  me(): UserId
  /** Off: every socket dies, no request gets through. */
  setNetwork(on: boolean): void
  /** Frames that hold this text are lost on the way, in silence, as when a route in a cluster is cut. */
  loseFrames(holding: string | undefined): void
  lostFrames(): number
  /** A connection has asked for the room: its credential is from after this one came into it. */
  listensTo(room: RoomId): boolean
  /** How many connections were begun. */
  openedSockets(): number
  /** Frames come so much later, in their order; 0: at once. */
  delayFrames(ms: number): void
  /** Messages come twice, as while two connections are heard. */
  doubleFrames(on: boolean): void
  /** Somebody sets the clock of this device. */
  jumpClock(ms: number): void
  /** Calls to this path do not get through any more; undefined: all do. */
  refuseCalls(path: string | undefined): void
  /** Calls to this path are on their way until they are given up, or until it is called again without a path. */
  holdCalls(path: string | undefined): void
  /** What a call gets in the place of the server's answer; undefined: it goes to the server. */
  answerCalls(answer: TestAnswer | undefined): void
  /** Like a crash: nothing is drained or written any more. */
  kill(): void
  readonly changes: SliceChange[]
  /** What the system was told. */
  readonly notices: NoticeView[]
  /** A window has the focus and shows the room. */
  read(room: RoomId | undefined): void
  /** Method and path of every call to the control plane; `refused` first where it was not let through. */
  readonly calls: string[]
  /** Status, method and path of what came back. */
  readonly answers: string[]
  readonly logged: string[]
}

export async function startTestClient(
  origin: string,
  profile: TestProfile = buildTestProfile(),
  options: TestStart = {},
): Promise<TestClient> {
  let isOn = options.offline !== true
  let isDead = false
  const sockets = new Set<LossySocket>()
  let lost: string | undefined
  let lostCount = 0
  let delayMs = 0
  let isDoubling = false
  let clockOffset = 0
  let refused: string | undefined
  const { hurry = { fromMs: Number.POSITIVE_INFINITY, times: 1 } } = options
  let opened = 0
  let answerOf: TestAnswer = options.answer ?? (() => undefined)
  let held: { readonly path: string; readonly isOver: Promise<void>; readonly release: () => void } | undefined
  class LossySocket extends NodeWebSocket {
    override emit(event: string | symbol, ...values: unknown[]): boolean {
      if (event === 'message' && lost !== undefined && Buffer.from(values[0] as ArrayBuffer).includes(lost)) {
        lostCount++
        return true
      }
      // An end does not overtake what was said before it.
      if (event !== 'message' && (event !== 'close' || this.#late === 0)) return super.emit(event, ...values)
      const times = event === 'message' && isDoubling && isWholeMessage(values[0]) ? 2 : 1
      const deliver = () => {
        for (let time = 0; time < times; time++) super.emit(event, ...values)
      }
      // What is late already is not overtaken.
      if (delayMs === 0 && this.#late === 0) deliver()
      else {
        this.#late++
        const dueAt = Date.now() + delayMs
        const isDue = () => new Promise((done) => setTimeout(done, Math.max(0, dueAt - Date.now())))
        this.#last = this.#last.then(isDue).then(() => {
          this.#late--
          // What is dead hears nothing, but its line ends, or whoever stops it would wait for that for ever.
          if (!isDead || event === 'close') deliver()
        })
      }
      return true
    }
    override send(...values: unknown[]): void {
      for (const [, subject = ''] of Buffer.from(values[0] as Uint8Array)
        .toString('latin1')
        .matchAll(/SUB (\S+) /g))
        this.subjects.add(subject)
      Reflect.apply(super.send, this, values)
    }
    readonly subjects = new Set<string>()
    #late = 0
    #last: Promise<void> = Promise.resolve()
  }
  const clock = buildSystemClock()
  const changes: SliceChange[] = []
  const notices: NoticeView[] = []
  let reading: RoomId | undefined
  const logged: string[] = []
  const calls: string[] = []
  const answers: string[] = []
  const deps: EngineDeps = {
    origin,
    indexedDB: profile.indexedDB,
    crypto: globalThis.crypto as EngineDeps['crypto'],
    clock: {
      now: () => clock.now() + clockOffset,
      after: (ms, run) => clock.after(ms < hurry.fromMs ? ms : ms / hurry.times, () => !isDead && run()),
    },
    chance: () => Math.random(),
    deviceName: 'Test',
    log: (line) => logged.push(line),
    async fetch(url, init) {
      const { body, method, signal } = init
      const path = new URL(url).pathname
      if (path === refused) calls.push(`refused ${method} ${path}`)
      if (!isOn || isDead || path === refused) throw new TypeError('no network')
      calls.push(`${method} ${path}`)
      const instead = answerOf(`${method} ${path}`)
      if (instead !== undefined) {
        answers.push(`${instead.status} ${method} ${path}`)
        return Response.json(instead.body, { status: instead.status })
      }
      if (path === held?.path) await Promise.race([held.isOver, givenUp(signal)])
      const headers = { ...(init.headers as Record<string, string>), cookie: writeCookies(profile.cookies) }
      const reply = await fetch(url, { body: body as string, method, headers, signal } as RequestInit)
      if (!isOn || isDead) throw new TypeError('no network')
      answers.push(`${reply.status} ${method} ${path}`)
      for (const cookie of reply.headers.getSetCookie()) readCookie(profile.cookies, cookie)
      return reply
    },
    openSocket(url) {
      const socket = new LossySocket(isOn && !isDead ? url : 'ws://127.0.0.1:1')
      sockets.add(socket)
      opened++
      socket.once('close', () => sockets.delete(socket))
      // Its interface is the browser's, which its types do not say.
      return socket as unknown as WebSocket
    },
  }
  const board = buildStateBoard(clock, (more) => changes.push(...more))
  const engine = await startEngine(deps, board, {
    isBeingRead: (room) => reading === room,
    onNotice: (notice) => notices.push(notice),
    isIdle: () => false,
  })
  // The engine answers each kind with the value that CommandAnswers states for it, as renderer/state/engine-link.ts says.
  const ask = ((command: EngineCommand) => engine.run(command)) as TestClient['ask']
  async function get(command: EngineCommand): Promise<unknown> {
    const answer = await engine.run(command)
    if (!answer.ok) throw new Error(`${command.kind}: ${JSON.stringify(answer.error)}`)
    return answer.value
  }

  return {
    engine,
    changes,
    notices,
    read(room) {
      reading = room
    },
    calls,
    answers,
    logged,
    state: () => board.state(),
    ask,
    get: get as TestClient['get'],
    texts(room) {
      const rows = board.state().timelines[room]?.rows ?? []
      return rows.flatMap((row) => (row.kind === 'message' ? [row.message.text] : []))
    },
    me() {
      const { session } = board.state()
      if (session.kind !== 'signed-in') throw new Error('not signed in')
      return session.me.id
    },
    setNetwork(on) {
      isOn = on
      if (!on) for (const socket of sockets) socket.terminate()
      engine.onNetwork(on)
    },
    loseFrames(holding) {
      lost = holding
    },
    lostFrames: () => lostCount,
    listensTo: (room) => [...sockets].some(({ subjects: asked }) => asked.has(subjects.roomAll(room))),
    openedSockets: () => opened,
    delayFrames(ms) {
      delayMs = ms
    },
    doubleFrames(on) {
      isDoubling = on
    },
    jumpClock(ms) {
      clockOffset += ms
    },
    refuseCalls(path) {
      refused = path
    },
    holdCalls(path) {
      held?.release()
      let release = () => {}
      const isOver = new Promise<void>((resolve) => {
        release = resolve
      })
      held = path === undefined ? undefined : { path, isOver, release }
    },
    answerCalls(answer) {
      answerOf = answer ?? (() => undefined)
    },
    kill() {
      isDead = true
      for (const socket of sockets) socket.terminate()
    },
  }
}

/** A frame that can be heard twice: nothing but messages, to their ends. */
function isWholeMessage(frame: unknown): boolean {
  const text = Buffer.from(frame as ArrayBuffer).toString('latin1')
  return /^H?MSG /.test(text) && text.endsWith('\r\n')
}

function givenUp(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new TypeError('given up'))))
}

export function newHandle(): string {
  return `u${randomBytes(6).toString('hex')}`
}

export const testPassword = 'correct horse battery'

export async function signUp(client: TestClient, handle = newHandle()): Promise<string> {
  await client.get({ kind: 'register', handle, displayName: handle.toUpperCase(), password: testPassword })
  return handle
}

function writeCookies(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function readCookie(cookies: Map<string, string>, header: string): void {
  const [pair = ''] = header.split(';')
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  if (value === '') cookies.delete(name)
  else cookies.set(name, value)
}
