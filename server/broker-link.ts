import { type AppError, appError } from '../common/app-error.ts'
import type { RoomId } from '../common/ids.ts'
import type { PresenceChange } from '../common/presence-event.ts'
import type { Result } from '../common/result.ts'
import { err, ok } from '../common/result.ts'
import type { BrokerTls } from './broker-address.ts'
import { buildClaimsPusher, type ClaimsPusher } from './credentials/claims-pusher.ts'
import { buildAskPresence } from './nats/ask-presence.ts'
import { connectBackbone, connectSystem } from './nats/broker-connection.ts'
import { buildClaimsUpdate } from './nats/claims-update.ts'
import { buildTellUser, buildUserHints, type SendUserHint, type TellUser } from './nats/user-hints.ts'
import type { NatsKeys } from './secrets/nats-keys.ts'
import type { Store } from './store/store-port.ts'
import { buildAuthorPurge, type PurgeAuthor } from './streams/author-purge.ts'
import { countServedShards, ensureStreams } from './streams/ensure-streams.ts'
import type { StreamOptions } from './streams/event-streams.ts'
import { buildMemberPublisher, type PublishMemberEvent } from './streams/member-publisher.ts'
import { buildStreamReader, type StreamReader } from './streams/stream-reader.ts'
import { buildSystemPublisher, type PublishSystemEvent } from './streams/system-publisher.ts'

type Backbone = Extract<Awaited<ReturnType<typeof connectBackbone>>, { ok: true }>['value']

/** What the domains need of the broker. While it is away every call says `nats-unavailable`; hints are lost. */
export type BrokerPorts = StreamReader &
  Pick<ClaimsPusher, 'pushClaims' | 'confirmCuts' | 'missingServers'> & {
    readonly publishSystemEvent: PublishSystemEvent
    readonly publishMemberEvent: PublishMemberEvent
    readonly purgeAuthor: PurgeAuthor
    readonly hint: SendUserHint
    readonly tell: TellUser
    /** Who is there in these rooms, as the presence role has it; nobody where none runs. */
    readonly askPresence: (rooms: readonly RoomId[]) => Promise<readonly PresenceChange[]>
    /** How often the connection broke: the broker that comes back may have another past. */
    readonly countBreaks: () => number
    /** The shards that are asked for, and those that stand from when more were. */
    readonly countShards: () => number
  }

export type BrokerLink = {
  readonly ports: BrokerPorts
  /** Resolves with the connection once it stands and the streams are there; undefined when stopped before. */
  readonly up: Promise<Backbone | undefined>
  /** `nats`: not connected; `streams`: connected, streams not usable. */
  readonly check: () => Promise<Result<void, { readonly part: 'nats' | 'streams'; readonly error: AppError }>>
  readonly stop: () => Promise<void>
}

type Parts = Omit<BrokerPorts, 'countBreaks' | 'countShards'> & {
  readonly backbone: Backbone
  readonly isConnected: () => boolean
  readonly close: () => Promise<void>
}

export type BrokerLinkOptions = {
  readonly servers: readonly string[]
  readonly tls: BrokerTls
  readonly keys: NatsKeys
  readonly store: Pick<Store, 'credentials' | 'leases' | 'cuts'>
  readonly streams: StreamOptions
  /** Names this process among the copies of the server. */
  readonly holder: string
  readonly log: { readonly info: (text: string) => void; readonly warn: (fields: object, text: string) => void }
}

const tryWaitMs = 1_000
const pauseMs = 500
const checkWithinMs = 1_500

/**
 * Keeps at the broker until it is there: the server starts without it, says so in `/readyz`, and needs no restart when
 * it comes. From then on the client library reconnects by itself, and we see to the streams again: those in memory are
 * gone with the broker (tried), and with them every receipt said until somebody makes them anew.
 */
export function startBrokerLink(options: BrokerLinkOptions): BrokerLink {
  const { keys, servers, tls, log } = options
  let parts: Parts | undefined
  let trouble: { readonly part: 'nats' | 'streams'; readonly error: AppError } = {
    part: 'nats',
    error: appError('nats-unavailable', { detail: 'Not connected yet.' }),
  }
  let isStopped = false
  let breaks = 0
  let { shards } = options.streams

  async function insist<T>(part: 'nats' | 'streams', attempt: () => Promise<Result<T>>): Promise<T | undefined> {
    let said = ''
    while (!isStopped) {
      const outcome = await attempt()
      if (outcome.ok) return outcome.value
      trouble = { part, error: outcome.error }
      const words = outcome.error.detail ?? outcome.error.code
      if (words !== said) log.warn({ part, err: outcome.error.cause }, `the broker is not usable yet: ${words}`)
      said = words
      await new Promise((next) => setTimeout(next, pauseMs))
    }
    return undefined
  }

  async function ensureAll(backbone: Backbone): Promise<Result<void>> {
    const served = await countServedShards(backbone, options.streams.shards)
    if (!served.ok) return served
    shards = served.value
    return await ensureStreams(backbone, { ...options.streams, shards })
  }

  async function connectAll(): Promise<Backbone | undefined> {
    const connection = { servers, tls, keys, waitMs: tryWaitMs }
    const backbone = await insist('nats', () => connectBackbone({ ...connection, name: 'natter-backbone' }))
    if (backbone === undefined) return undefined
    const system = await insist('nats', () => connectSystem({ ...connection, name: 'natter-system' }))
    const isReady = system !== undefined && (await insist('streams', async () => mark(await ensureAll(backbone))))
    if (system === undefined || isReady !== true || isStopped) {
      await Promise.all([backbone.close(), system?.close()])
      return undefined
    }
    const reader = buildStreamReader(backbone)
    const claims = buildClaimsPusher({
      store: options.store.credentials,
      leases: options.store.leases,
      cuts: options.store.cuts,
      update: buildClaimsUpdate(system, options.store.cuts),
      keys,
      holder: options.holder,
      onFault: (error) => log.warn({ code: error.code, err: error.cause }, 'claims could not be brought to the broker'),
    })
    const endWatch = claims.watchClaims()
    // A broker that comes back may have older claims than were pushed: whoever is revoked must not wait for a look.
    void onReconnect(system, claims.ensureClaims)
    parts = {
      ...reader,
      pushClaims: claims.pushClaims,
      confirmCuts: claims.confirmCuts,
      missingServers: claims.missingServers,
      purgeAuthor: buildAuthorPurge(backbone),
      publishMemberEvent: buildMemberPublisher(backbone),
      publishSystemEvent: buildSystemPublisher(backbone, reader.loadSystemEventsAfter),
      hint: buildUserHints(backbone),
      tell: buildTellUser(backbone),
      askPresence: buildAskPresence(backbone),
      backbone,
      isConnected: watchConnection(backbone, {
        onBreak: () => {
          breaks++
        },
        ensureAgain: () => insist('streams', async () => mark(await ensureAll(backbone))),
      }),
      close: async () => {
        // Closed first: what the watch asks of a broker that may be away is answered by that.
        await Promise.all([system.close(), endWatch()])
        await backbone.close()
      },
    }
    log.info('connected to the broker, streams are in order')
    return backbone
  }

  // While it is away nothing is said to it: the library would keep a change that was refused and publish it later.
  const usable = () => (parts?.isConnected() ? parts : undefined)
  const away = async () => err(parts === undefined ? trouble.error : appError('nats-unavailable'))
  const up = connectAll()
  return {
    ports: {
      loadSystemEventsAfter: (...query) => usable()?.loadSystemEventsAfter(...query) ?? away(),
      loadStreamLastSeq: (shard) => usable()?.loadStreamLastSeq(shard) ?? away(),
      loadStreamTrust: (...query) => usable()?.loadStreamTrust(...query) ?? away(),
      loadStreamFill: (shard) => usable()?.loadStreamFill(shard) ?? away(),
      loadStreamUse: (shard) => usable()?.loadStreamUse(shard) ?? away(),
      countBreaks: () => breaks,
      countShards: () => shards,
      loadTrimmedTo: (shard) => usable()?.loadTrimmedTo(shard) ?? away(),
      purgeAuthor: (...want) => usable()?.purgeAuthor(...want) ?? away(),
      publishMemberEvent: (...want) => usable()?.publishMemberEvent(...want) ?? away(),
      publishSystemEvent: (want) => usable()?.publishSystemEvent(want) ?? away(),
      pushClaims: () => usable()?.pushClaims() ?? away(),
      confirmCuts: async (cuts) => (await usable()?.confirmCuts(cuts)) ?? false,
      missingServers: () => usable()?.missingServers() ?? [],
      hint: (...hint) => usable()?.hint(...hint),
      tell: async (user, notice) => usable()?.tell(user, notice),
      askPresence: async (rooms) => (await usable()?.askPresence(rooms)) ?? [],
    },
    up,
    check: async () => {
      if (parts === undefined) return err(trouble)
      if (!(await isAnswering(parts.backbone))) {
        const error = appError('nats-unavailable', { detail: 'The broker does not answer.' })
        return err({ part: 'nats', error })
      }
      if (!parts.isConnected()) {
        const error = appError('nats-unavailable', { detail: 'Connected again; seeing to the streams.' })
        return err({ part: 'streams', error })
      }
      const asked = await parts.loadStreamLastSeq(0)
      return asked.ok ? ok(undefined) : err({ part: 'streams', error: asked.error })
    },
    stop: async () => {
      isStopped = true
      await up
      await parts?.close()
    },
  }
}

type ConnectionEvents = { readonly onBreak: () => void; readonly ensureAgain: () => Promise<true | undefined> }

/** True while connected with the streams in order. */
function watchConnection(backbone: Backbone, { onBreak, ensureAgain }: ConnectionEvents): () => boolean {
  let isConnected = true
  let connection = 0
  void (async () => {
    for await (const { type } of backbone.status()) {
      if (type === 'disconnect' || type === 'close') {
        isConnected = false
        onBreak()
      }
      if (type === 'reconnect') {
        const mine = ++connection
        void ensureAgain().then((done) => {
          if (mine === connection && done === true && !backbone.isClosed()) isConnected = true
        })
      }
    }
    isConnected = false
  })()
  return () => isConnected
}

async function onReconnect(connection: Backbone, act: () => Promise<unknown>): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') await act()
}

function mark(result: Result<void>): Result<true> {
  return result.ok ? ok(true) : result
}

async function isAnswering(backbone: Backbone): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkWithinMs)
  })
  const flushed = backbone.flush().then(
    () => true,
    () => false,
  )
  return Promise.race([flushed, late]).finally(() => clearTimeout(timer))
}
