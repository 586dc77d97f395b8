import Database from 'libsql'
import { createClient } from 'redis'

/**
 * Part 2 of 3: a worker that takes messages from the queue, keeps each in its room and announces it. With
 * `PEER_DATABASE` it commits to that file, with a sync, before it announces; else it keeps in Redis's memory.
 */
const url = `redis://127.0.0.1:${process.env.PEER_REDIS_PORT}`
const [queue, out] = await Promise.all([createClient({ url }).connect(), createClient({ url }).connect()])
const keep = buildKeep(process.env.PEER_DATABASE)
for (;;) {
  const taken = await queue.brPop('queue', 0)
  if (taken === null) continue
  const { room, text }: { room: string; text: string } = JSON.parse(taken.element)
  await keep(room, text)
  await out.publish('broadcast', taken.element)
}

function buildKeep(file: string | undefined): (room: string, text: string) => Promise<unknown> {
  if (file === undefined) return (room, text) => out.rPush(`room:${room}`, text)
  const database = new Database(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE message (room TEXT, text TEXT)')
  const insert = database.prepare('INSERT INTO message VALUES (?, ?)')
  return async (room, text) => insert.run(room, text)
}
