import { subjects } from '../common/subjects.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../server/rigs/nats-test-client.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { residentBytes } from './bench-process.ts'
import { buildTable, sayCount } from './figures.ts'

const connectionsWanted = 1_000
const roomsEach = 10

/** What an idle client costs the broker: resident memory of nats-server over 1,000 connections with 10 rooms each. */
export async function runConnectionBench(): Promise<void> {
  const broker = await startTestNats()
  try {
    const pid = broker.pid()
    const before = pid === undefined ? undefined : residentBytes(pid)
    if (pid === undefined || before === undefined) {
      console.log('\nIdle connections: skipped, this system has no /proc')
      return
    }
    const rooms = Array.from({ length: 100 }, (_, at) => createTestRoom(at % 8))
    const connections = []
    for (let at = 0; at < connectionsWanted; at++) {
      const person = createTestIdentity()
      const mine = Array.from(
        { length: roomsEach },
        (_, place) => rooms[(at + place * 7) % rooms.length] ?? createTestRoom(),
      )
      const jwt = buildTestJwt(
        broker,
        person,
        mine.map((room) => ({ room, role: 'member' as const })),
      )
      const connection = await connectTestClient(broker, person, jwt)
      for (const room of mine) connection.subscribe(subjects.roomAll(room), { callback: () => {} })
      connection.subscribe(subjects.userAll(person.user), { callback: () => {} })
      await connection.flush()
      connections.push(connection)
    }
    const after = residentBytes(pid) ?? before
    console.log(`\nIdle connections, ${roomsEach} rooms each:`)
    console.log(
      buildTable([
        ['', 'connections', 'kB a connection'],
        ['nats-server', sayCount(connectionsWanted), ((after - before) / connectionsWanted / 1_024).toFixed(1)],
      ]),
    )
    await Promise.all(connections.map((connection) => connection.close()))
  } finally {
    await broker.stop()
  }
}
