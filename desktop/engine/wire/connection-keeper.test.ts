import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { WebSocket as ServerSocket } from 'ws'
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws'
import { appError } from '../../../common/app-error.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { ConnectionView } from '../../engine-contract.ts'
import { buildSystemClock } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { until } from '../engine-test-server.ts'
import { buildConnectionKeeper } from './connection-keeper.ts'
import { buildCredentialKeeper } from './credential-keeper.ts'
import { createSeed, openDeviceKey } from './device-keys.own.ts'

/** What the broker does with one connection: a real one does each of these while it starts or its accounts change. */
type Conduct = 'accepts' | 'refuses' | 'answers and refuses at once'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const me = 'a'.repeat(16) as UserId
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Speaks as much of the broker's protocol as it takes to let somebody in or not. */
async function startBroker(conducts: readonly Conduct[]) {
  const offered: string[] = []
  const sockets: ServerSocket[] = []
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => {
    const conduct = conducts[sockets.push(socket) - 1] ?? 'accepts'
    const say = (text: string) => socket.send(Buffer.from(text))
    say('INFO {"server_id":"x","version":"2.15.1","proto":1,"headers":true,"max_payload":1048576,"nonce":"abc"}\r\n')
    socket.on('message', (data) => {
      const text = String(data)
      const jwt = /"jwt":"([^"]+)"/.exec(text)?.[1]
      if (jwt !== undefined) offered.push(jwt)
      if (!text.includes('PING')) return
      if (conduct !== 'refuses') say(`PONG\r\n${conduct === 'accepts' ? '' : "-ERR 'Authorization Violation'\r\n"}`)
      else say("-ERR 'Authorization Violation'\r\n")
      if (conduct !== 'accepts') socket.close()
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  stops.push(async () => {
    for (const socket of sockets) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}`, offered, cut: () => sockets.at(-1)?.terminate() }
}

async function startKeeper(conducts: readonly Conduct[], isControlPlaneUp = () => true) {
  const broker = await startBroker(conducts)
  const views: ConnectionView[] = []
  const faults: unknown[] = []
  let fetched = 0
  const credential = async (): Promise<
    Result<{ jwt: string; servers: string[]; version: string; expiresAt: number }>
  > => {
    if (!isControlPlaneUp()) return err(appError('network-unreachable'))
    fetched++
    const jwt = `${base64({ alg: 'x' })}.${base64({ iat: 0, exp: 3_600, jti: fetched })}.x`
    return ok({ jwt, servers: [broker.url], version: String(fetched), expiresAt: 0 })
  }
  // How long the pauses between two tries are is not tried here. What limits a try stays as long as it is.
  const { now, after } = buildSystemClock()
  const clock = { now, after: (ms: number, run: () => void) => after(ms > 2_000 ? ms : ms / 10, run) }
  const key = openDeviceKey(createSeed())
  const store = {
    loadCredential: async () => undefined,
    putCredential: async () => {},
    removeCredential: async () => {},
  }
  const deps = {
    clock,
    chance: () => 0,
    openSocket: (url: string) => new NodeWebSocket(url) as unknown as WebSocket,
  } as Partial<EngineDeps> as EngineDeps
  const keeper = buildConnectionKeeper({
    deps,
    me,
    key,
    credentials: buildCredentialKeeper({ clock, client: { credential }, key, store }),
    events: { onView: (view) => views.push(view), onSignal: () => {}, onUp: () => {}, onDown: () => {} },
  })
  const onFault = (cause: unknown) => faults.push(cause)
  process.on('unhandledRejection', onFault)
  stops.push(async () => {
    await keeper.stop()
    process.off('unhandledRejection', onFault)
  })
  keeper.start()
  return { keeper, broker, faults, views, fetched: () => fetched, isOnline: () => views.at(-1)?.kind === 'online' }
}

test('a broker that refuses while it starts is asked again, each time with a fresh credential', async () => {
  const { broker, isOnline, fetched } = await startKeeper(['refuses', 'refuses', 'refuses'])
  await until('online in the end', isOnline)
  expect(broker.offered).toHaveLength(4)
  expect(new Set(broker.offered).size).toBe(4)
  expect(fetched()).toBe(4)
})

test('a broker that lets in and refuses in one breath is asked again at once, and ends no engine', async () => {
  const { isOnline, faults } = await startKeeper(['answers and refuses at once', 'answers and refuses at once'])
  await until('online in the end', isOnline)
  expect(faults).toEqual([])
})

test('a broker that refuses after a restart is offered the same credential again while no fresh one is to be had', async () => {
  let isUp = true
  const { broker, keeper, isOnline } = await startKeeper(['accepts', 'refuses', 'refuses', 'accepts'], () => isUp)
  await until('online', isOnline)
  isUp = false
  broker.cut()
  await until('cut off', () => keeper.link() === undefined)
  await until('online again', () => keeper.link() !== undefined)
  expect(broker.offered).toHaveLength(4)
  expect(new Set(broker.offered).size).toBe(1)
})

test('hints that come in a flood fetch one credential more than the one under way, not one each', async () => {
  const { keeper, isOnline, fetched } = await startKeeper([])
  await until('online', isOnline)
  const checks = await Promise.all(Array.from({ length: 20 }, () => keeper.checkCredential()))
  expect(checks.every((isFresh) => isFresh)).toBe(true)
  expect(fetched()).toBe(3)
})

test('a check that could not be done says so, and is done later by itself', async () => {
  let isUp = true
  const { keeper, broker, isOnline } = await startKeeper([], () => isUp)
  await until('online', isOnline)
  isUp = false
  expect(await keeper.checkCredential()).toBe(false)
  isUp = true
  await until('connected under a new credential', () => broker.offered.length === 2)
})

test('once a connection stood, a window that had said "offline" slows down no later try', async () => {
  const { keeper, broker, isOnline, views } = await startKeeper([])
  await until('online', isOnline)
  keeper.onNetwork(false)
  await until('cut off', () => keeper.link() === undefined)
  await until('online again', () => {
    keeper.retryNow()
    return keeper.link() !== undefined
  })
  views.length = 0
  broker.cut()
  await until('the next try is named', () => views.some((view) => view.kind === 'offline'))
  const [offline] = views.filter((view) => view.kind === 'offline')
  expect((offline?.nextTryAt ?? Number.POSITIVE_INFINITY) - Date.now()).toBeLessThan(5_000)
})
