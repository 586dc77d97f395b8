import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from 'nats'
import { Registry } from 'prom-client'
import type { Role } from '../../common/credential-scope.ts'
import { buildEventId, buildRoomId, buildUserId, type EventId, type RoomId, type UserId } from '../../common/ids.ts'
import type { Author } from '../../common/subjects.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import type { WireEvent } from '../../common/wire-event.ts'
import { buildArchiverMetrics } from '../archiver/archiver-metrics.ts'
import type { ArchiverLog, Broker, ShardPorts } from '../archiver/archiver-ports.ts'
import { buildEventMeter } from '../archiver/event-meter.ts'
import { buildFaultWatch } from '../archiver/fault-watch.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { ensureStreams } from '../streams/ensure-streams.ts'
import { defaultStreamOptions, type StreamOptions } from '../streams/event-streams.ts'
import { fencedWindows } from '../streams/stream-fence.ts'
import { startTestNats, type TestNats } from './nats-test-server.ts'
import { noFiles } from './no-files.ts'

/** For tests and the bench: a real broker with its streams, a real store, and the words to say something in a room. */
export type ArchiverRig = {
  readonly nats: TestNats
  /** Of the store. */
  readonly dataDir: string
  readonly backbone: NatsConnection
  readonly broker: Broker
  readonly store: Store
  readonly registry: Registry
  /** Publishes as the broker would have it from a client; returns the sequence. */
  readonly say: (room: RoomId, author: Author, event: SaidEvent) => Promise<number>
  /** Any bytes, any headers, as they are. */
  readonly sayRaw: (subject: string, data: Uint8Array, named?: Readonly<Record<string, string>>) => Promise<number>
  readonly createRoom: (members: readonly { user: UserId; role: Role }[], shard?: number) => Promise<RoomId>
  /** Of a run of shard 0 that leads as long as `isLeading` says. */
  readonly buildPorts: (more?: Partial<ShardPorts>) => ShardPorts
  readonly close: () => Promise<void>
}

type Loose<Event> = Event extends WireEvent ? Omit<Event, 'v' | 'at' | 'id'> & { readonly id?: EventId } : never
export type SaidEvent = Loose<Exclude<WireEvent, { kind: 'unknown' }>>

export type StoreKind = 'sqlite' | 'mongo'
/** Both where there is a MongoDB to test with. */
export const testStores: readonly StoreKind[] =
  process.env.NATTER_TEST_MONGODB_URL === undefined ? ['sqlite'] : ['sqlite', 'mongo']

export const quietLog: ArchiverLog = { info: () => {}, warn: () => {}, error: () => {} }

export function createEventId(): EventId {
  return buildEventId(Date.now(), randomBytes(10))
}

export function createUserId(): UserId {
  return buildUserId(randomBytes(32))
}

export async function openTestStore(kind: StoreKind, dataDir: string): Promise<Store> {
  return await openStore(kind === 'mongo' ? { dataDir, mongodbUrl: buildTestMongoUrl() } : { dataDir })
}

/** A database of its own for each test file, so that they don't meet. */
export function buildTestMongoUrl(): string {
  const url = new URL(process.env.NATTER_TEST_MONGODB_URL ?? '')
  url.pathname = `/natter_${randomBytes(6).toString('hex')}`
  return url.href
}

export async function connectTestBackbone(nats: TestNats): Promise<NatsConnection> {
  const connected = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
  if (!connected.ok) throw connected.error.cause
  return connected.value
}

export async function openArchiverRig(
  kind: StoreKind = 'sqlite',
  streamOptions: StreamOptions = defaultStreamOptions,
  givenNats?: TestNats,
): Promise<ArchiverRig> {
  const dataDir = mkdtempSync(join(tmpdir(), 'natter-archiver-'))
  const nats = givenNats ?? (await startTestNats())
  const backbone = await connectTestBackbone(nats)
  // A cluster that has just started makes no streams yet.
  const ensured = () => ensureStreams(backbone, streamOptions)
  await until(ensured, ({ ok }) => ok, 30_000)
  const store = await openTestStore(kind, dataDir)
  const jets = jetstream(backbone)
  const broker: Broker = { backbone, jetstream: jets, manager: await jetstreamManager(backbone, { checkAPI: false }) }
  const registry = new Registry()
  const metrics = buildArchiverMetrics(registry)

  const sayRaw: ArchiverRig['sayRaw'] = async (subject, data, named = {}) => {
    const head = headers()
    for (const [name, value] of Object.entries(named)) head.append(name, value)
    return (await jets.publish(subject, data, { headers: head })).seq
  }
  const say: ArchiverRig['say'] = (room, author, event) => {
    const whole = { v: 1, at: Date.now(), ...event, id: event.id ?? createEventId() }
    return sayRaw(subjects.sendEvent(room, author), encodeBody(whole), { 'Nats-Msg-Id': whole.id })
  }
  return {
    nats,
    dataDir,
    backbone,
    broker,
    store,
    registry,
    say,
    sayRaw,
    createRoom: async (members, shard = 0) => {
      const room = buildRoomId(shard, randomBytes(32))
      const by = members[0]?.user ?? createUserId()
      await say(room, 'system', { kind: 'room.created', by, roomKind: 'group', name: 'Kitchen', members: [...members] })
      return room
    },
    buildPorts: (more) => ({
      shard: 0,
      broker,
      store,
      metrics,
      log: quietLog,
      isLeading: () => true,
      applySystemEvent: async () => {},
      faults: buildFaultWatch(),
      tellAuthors: () => {},
      tellConcerned: () => {},
      onTooMuch: () => {},
      meter: buildEventMeter(600),
      onAdvanced: () => {},
      noteErased: async () => {},
      files: noFiles,
      isProvenForward: () => true,
      ...more,
    }),
    close: async () => {
      await backbone.close()
      await store.close()
      await nats.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A stream that forgets ids soon, as every stream has by the time an outbox comes back after days. */
export async function forgetIdsSoon({ manager }: Pick<Broker, 'manager'>, shard: number): Promise<void> {
  for (const duplicate_window of fencedWindows) {
    await manager.streams.update(streams.events(shard), { duplicate_window })
  }
}

/** Waits for what must come true; fails with what it last was. */
export async function until<T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; ) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`it did not come true in ${withinMs} ms: ${JSON.stringify(value)}`)
    await new Promise((next) => setTimeout(next, 10))
  }
}
