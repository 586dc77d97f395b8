import { Worker } from 'bullmq'
import Database from 'libsql'
import { createClient } from 'redis'
import { peerConfig } from './peer-config.ts'

/**
 * Part 2 of 3: a worker that takes messages from the queue, keeps each in its room and announces it. `bullmq`: with the
 * queue library people take, one at a time for the order's sake, each committed to a database with a sync before it is
 * announced, which is our own promise. `lean`: a list by hand, kept in Redis's memory, gone with a crash.
 */
type Taken = { readonly room: string; readonly text: string }
const out = await createClient({ url: peerConfig.redisUrl }).connect()
await (peerConfig.kind === 'bullmq' ? workWithBullmq() : workByHand())

async function workWithBullmq(): Promise<void> {
  const database = new Database(peerConfig.databaseFile)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE message (room TEXT, text TEXT)')
  const insert = database.prepare('INSERT INTO message VALUES (?, ?)')
  const connection = { host: '127.0.0.1', port: peerConfig.redisPort }
  const worker = new Worker<Taken>(
    'messages',
    async ({ data }) => {
      insert.run(data.room, data.text)
      await out.publish('broadcast', JSON.stringify(data))
    },
    { connection, concurrency: 1 },
  )
  await worker.waitUntilReady()
}

async function workByHand(): Promise<void> {
  const queue = await createClient({ url: peerConfig.redisUrl }).connect()
  for (;;) {
    const taken = await queue.brPop('queue', 0)
    if (taken === null) continue
    const { room }: Taken = JSON.parse(taken.element)
    await out.rPush(`room:${room}`, taken.element)
    await out.publish('broadcast', taken.element)
  }
}
