import { connect, createServer, type Socket } from 'node:net'
import { MongoClient } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { findFreePort } from '../../../test-kit/free-port.ts'
import { describeStore } from '../../rigs/conformance/store-conformance.ts'
import { newEvent } from '../../rigs/conformance/store-samples.ts'
import { nameTestDatabase } from '../../rigs/mongo-test-database.ts'
import { openStore } from '../open-store.ts'
import { StoreUnavailableError } from '../store-port.ts'
import { openMongoStore } from './mongo-store.ts'

const url = process.env.NATTER_TEST_MONGODB_URL
const name = url ? 'the MongoDB store' : 'the MongoDB store (skipped: NATTER_TEST_MONGODB_URL is not set)'

describe.skipIf(!url)(name, () => {
  const limits = { kept: 150, keptBytes: 4 * 2 ** 20 }
  const openNew = async () => {
    const { own, drop: dropDatabase } = nameTestDatabase(url ?? '')
    const [first, second] = await Promise.all([
      openMongoStore(own.href, { limits }),
      openMongoStore(own.href, { limits }),
    ])
    const drop = async () => {
      await first.close()
      await second.close()
      await dropDatabase()
    }
    return { first, second, drop, own }
  }

  // Few: a test server without real indexes scans.
  describeStore({ runs: 6, open: openNew, setAsideLimits: limits })

  it('builds its indexes once: a start on a store that has them only looks', async () => {
    const { own, drop } = nameTestDatabase(url ?? '')
    let commands: string[] = []
    const open = async () => {
      commands = []
      await (await openMongoStore(own.href, { onCommand: (command) => commands.push(command) })).close()
      return commands.filter((command) => command === 'createIndexes').length
    }
    expect(await open()).toBeGreaterThan(10)
    expect(await open()).toBe(0)
    expect(commands).toContain('listIndexes')
    const client = new MongoClient(own.href)
    await client.db().collection('messages').dropIndex('room_1_seq_1')
    expect(await open()).toBe(1)
    await client.db().collection('messages').dropIndex('room_1_id_1')
    await client.db().collection('messages').createIndex({ room: 1, id: 1 })
    await expect(open()).rejects.toThrow('the index of messages {"room":1,"id":1} is not unique: drop it')
    await client.close()
    await drop()
  })

  it('keeps what an older Natter left half-way, when only rooms could be', async () => {
    const { own, first, drop } = await openNew()
    const id = newEvent()
    const client = new MongoClient(own.href)
    const old = client
      .db()
      .collection<{ _id: string; room: string; event: object; startedAt: number }>('pending_changes')
    const change = { room: '0.aaaaaaaaaaaaaa', event: { v: 1, id } }
    await old.insertOne({ _id: id, ...change, startedAt: 7 })
    await (await openMongoStore(own.href)).close()
    expect(await first.changes.loadChanges('room')).toEqual([{ id, kind: 'room', detail: change, startedAt: 7 }])
    expect(await old.countDocuments()).toBe(0)
    await client.close()
    await drop()
  })

  it('throws StoreUnavailableError when the server goes away, and works again when it is back', async () => {
    const { own, drop } = await openNew()
    const sockets = new Set<Socket>()
    const gate = createServer((socket) => {
      const onward = connect(Number(own.port || 27_017), own.hostname)
      for (const one of [socket, onward]) sockets.add(one.on('error', () => one.destroy()))
      socket.pipe(onward).pipe(socket)
    })
    const listen = () => new Promise<void>((done) => gate.listen(port, '127.0.0.1', done))
    const port = await findFreePort()
    await listen()
    const mongodbUrl = `mongodb://127.0.0.1:${port}${own.pathname}`
    const store = await openStore({ mongodbUrl, dataDir: '' })
    expect(store.kind).toBe('mongo')
    await store.ping()

    const closed = new Promise((done) => gate.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
    await Promise.all(
      [store.archive.loadPosition(1), store.archive.advancePosition(1, 0, 5), store.ping()].map((answer) =>
        expect(answer).rejects.toBeInstanceOf(StoreUnavailableError),
      ),
    )

    await listen()
    expect(await store.archive.loadPosition(1)).toBe(0)
    await store.close()
    gate.close()
    await drop()
  })
})
