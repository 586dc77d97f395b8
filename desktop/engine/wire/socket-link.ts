import type { NatsConnection, Status, WsConnectionOptions } from 'nats.ws'
import { wsconnect } from 'nats.ws'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { subjects } from '../../../common/subjects.ts'
import type { EngineClock } from '../engine-clock.ts'
import { withinTime } from '../engine-clock.ts'
import type { DeviceKey } from './device-key.ts'
import { buildNonceSigning } from './nonce-signing.ts'
import type { LinkEnd } from './wire-fault.ts'
import { linkEndOf } from './wire-fault.ts'

/** One connection to the broker, under one credential, for its whole life: it never reconnects by itself. */
export type BrokerLink = {
  /** For this folder only; everyone else goes through publish-event.ts and room-listener.ts. */
  readonly connection: NatsConnection
  isOpen(): boolean
  /** All that was said before has reached the broker. False where the connection is gone or takes longer than `ms`. */
  flush(ms: number): Promise<boolean>
  /** Resolves once, when the connection ends without our having asked for it. */
  readonly ended: Promise<LinkEnd>
  /** Counts a publish as under way, so that draining waits for its answer. */
  track<T>(publish: Promise<T>): Promise<T>
  /** The network is gone: ends as if the broker had cut it. */
  cut(): void
  /** Lets go of it at once, whatever state the network is in; `ended` stays silent. */
  abandon(): void
  /** Hears out what is under way, then closes. */
  drain(): Promise<void>
}

export type LinkOptions = {
  readonly servers: readonly string[]
  readonly jwt: string
  readonly key: DeviceKey
  readonly user: UserId
  readonly clock: EngineClock
  readonly openSocket?: (url: string) => WebSocket
}

const connectTimeoutMs = 10_000
const drainTimeoutMs = 5_000
// A dead network is noticed after one unanswered ping, so within twice this.
const pingIntervalMs = 5_000

/**
 * Answers in time, whatever the network does: the library waits for the socket that it gives up to have closed, and on a
 * network that takes in everything and says nothing that takes half a minute more, in which nobody tries anew.
 */
export async function openBrokerLink(options: LinkOptions): Promise<Result<BrokerLink, LinkEnd>> {
  const { clock, openSocket = (url: string) => new WebSocket(url) } = options
  const signing = buildNonceSigning(options.jwt, options.key)
  let socket: WebSocket | undefined
  const connecting: WsConnectionOptions = {
    servers: [...options.servers],
    authenticator: signing.authenticator,
    inboxPrefix: subjects.inboxPrefix(options.user),
    name: 'natter',
    // Connecting anew may need a new credential, and means a sync: that is connection-keeper.ts's to decide.
    reconnect: false,
    ignoreClusterUpdates: true,
    timeout: connectTimeoutMs,
    pingInterval: pingIntervalMs,
    maxPingOut: 1,
    noAsyncTraces: true,
    wsFactory: async (url) => {
      socket = openSocket(url)
      return { socket: signing.hold(socket), encrypted: url.startsWith('wss:') }
    },
  }
  const connected = wsconnect(connecting).then(
    (connection) => ok(connection),
    (cause: unknown) => err(linkEndOf(cause)),
  )
  const opened = await withinTime(clock, connectTimeoutMs, connected, undefined)
  if (opened?.ok === true) return ok(buildLink(opened.value, clock))
  if (opened !== undefined) return opened
  socket?.close()
  void connected.then((late) => (late.ok ? late.value.close() : undefined)).catch(() => {})
  return err({ kind: 'network' })
}

function buildLink(connection: NatsConnection, clock: EngineClock): BrokerLink {
  let isOpen = true
  let end: (why: LinkEnd) => void
  const ended = new Promise<LinkEnd>((resolve) => {
    end = resolve
  })
  let lastError: unknown
  const underWay = new Set<Promise<unknown>>()

  function onEnd(cause: unknown) {
    if (!isOpen) return
    isOpen = false
    end(linkEndOf(cause ?? lastError))
    close()
  }
  function close() {
    // On a dead network the closing handshake never ends, and nobody waits for it.
    connection.close().catch(() => {})
  }
  async function watchStatus() {
    for await (const status of connection.status()) onStatus(status)
  }
  function onStatus(status: Status) {
    if (status.type === 'error') lastError = keepWorst(lastError, status.error)
    // After an unanswered ping: `closed` may take minutes more.
    else if (status.type === 'staleConnection' || status.type === 'disconnect') onEnd(lastError)
  }
  watchStatus().catch(() => {})
  connection.closed().then(
    (cause) => onEnd(cause ?? undefined),
    (cause) => onEnd(cause),
  )

  return {
    connection,
    isOpen: () => isOpen,
    ended,
    flush: (ms) =>
      withinTime(
        clock,
        ms,
        connection.flush().then(
          () => true,
          () => false,
        ),
        false,
      ),
    track(publish) {
      underWay.add(publish)
      publish.finally(() => underWay.delete(publish)).catch(() => {})
      return publish
    },
    cut: () => onEnd(undefined),
    abandon() {
      isOpen = false
      close()
    },
    async drain() {
      isOpen = false
      const answers = Promise.allSettled(underWay).then(() => connection.drain().catch(() => {}))
      await withinTime(clock, drainTimeoutMs, answers, undefined)
      close()
    },
  }
}

/** A refused publish is no reason to fetch a new credential; a refused credential stays the reason whatever follows. */
function keepWorst(before: unknown, now: Error): unknown {
  return linkEndOf(before).kind === 'credential' ? before : now
}
