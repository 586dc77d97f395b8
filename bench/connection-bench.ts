import { type NatsConnection, wsconnect } from 'nats.ws'
import { WebSocket as NodeWebSocket } from 'ws'
import type { RoomId } from '../common/ids.ts'
import { subjects } from '../common/subjects.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../server/rigs/nats-test-client.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { residentBytes } from './bench-process.ts'
import { buildTable, sayCount, sayRatio } from './figures.ts'
import { startPlainNats } from './plain-nats.ts'

const connectionsWanted = 1_000
const roomsEach = 10

type Broker = { readonly pid: number; readonly stop: () => Promise<void> }
type Connect = (rooms: readonly RoomId[]) => Promise<NatsConnection>

/**
 * What an idle client costs the broker: resident memory of nats-server over 1,000 connections that listen to ten rooms
 * each. Beside ours the same server with the same subscriptions and no permissions, and ours without any room.
 *
 * What is between them is what the broker keeps of a credential. Its heap profile (nats-server 2.15.1, 1,000 connections, after
 * a collection) says so: without rooms ours is as light as the bare one (51.5 kB and 50.5 kB), with ten it holds 69 kB where
 * the bare one holds 14, and 53 kB of these are `setPermissions`: each room is three entries, each a path through a tree that
 * is made a connection, 1.6 kB (0.55 kB Go maps, 0.38 nodes, 0.29 the entry, 0.23 levels, 0.15 the leaf's). The ten subscriptions
 * and their shadows in the other account are 6 kB. So 1.4 times the bare one would leave one entry for each room. The one way
 * there is a pattern with a wildcard in front (`*.<room>.<user>.>`) and a list of what is denied, which allows more than is
 * meant wherever the list forgets something: not taken. `GOGC=50` takes a tenth off the whole, and time.
 */
export async function runConnectionBench(): Promise<void> {
  const rooms = Array.from({ length: 100 }, (_, at) => createTestRoom(at % 8))
  const pick = (at: number, count: number) =>
    Array.from({ length: count }, (_, place) => rooms[(at + place * 7) % rooms.length] ?? createTestRoom())
  const plain = await measure(openPlain, (at) => pick(at, roomsEach))
  const bare = await measure(openOurs, () => [])
  const ours = await measure(openOurs, (at) => pick(at, roomsEach))
  if (plain === undefined || bare === undefined || ours === undefined) {
    console.log('\nIdle connections: skipped, this system has no /proc')
    return
  }
  const row = (what: string, bytes: number) => [
    what,
    sayCount(connectionsWanted),
    (bytes / 1_024).toFixed(1),
    sayRatio(bytes / plain),
  ]
  console.log(`\nIdle connections, subscribed to ${roomsEach} rooms each:`)
  console.log(
    buildTable([
      ['', 'connections', 'kB a connection', ': bare'],
      row('nats-server, no permissions', plain),
      row('ours, no room', bare),
      row(`ours, ${roomsEach} rooms in the credential`, ours),
    ]),
  )
}

/** Bytes a connection; undefined where the system does not say how much a process has. */
async function measure(
  open: () => Promise<{ readonly broker: Broker; readonly connect: Connect }>,
  roomsOf: (at: number) => readonly RoomId[],
): Promise<number | undefined> {
  const { broker, connect } = await open()
  try {
    const before = residentBytes(broker.pid)
    const connections: NatsConnection[] = []
    for (let at = 0; at < connectionsWanted; at++) {
      const rooms = roomsOf(at)
      const connection = await connect(rooms)
      for (const room of rooms) connection.subscribe(subjects.roomAll(room), { callback: () => {} })
      await connection.flush()
      connections.push(connection)
    }
    const after = residentBytes(broker.pid)
    await Promise.all(connections.map((connection) => connection.close()))
    return before === undefined || after === undefined ? undefined : (after - before) / connectionsWanted
  } finally {
    await broker.stop()
  }
}

async function openPlain() {
  const broker = await startPlainNats('2m')
  const connect: Connect = () =>
    wsconnect({
      servers: broker.wsUrl,
      reconnect: false,
      // Node 20 has no WebSocket of its own; that of `ws` has the browser's interface, which its types do not say.
      wsFactory: async (url) => ({ socket: new NodeWebSocket(url) as unknown as WebSocket, encrypted: false }),
    })
  return { broker, connect }
}

async function openOurs() {
  const nats = await startTestNats()
  const broker = { pid: nats.pid() ?? 0, stop: nats.stop }
  const connect: Connect = (rooms) => {
    const person = createTestIdentity()
    const scope = rooms.map((room) => ({ room, role: 'member' as const }))
    return connectTestClient(nats, person, buildTestJwt(nats, person, scope))
  }
  return { broker, connect }
}
