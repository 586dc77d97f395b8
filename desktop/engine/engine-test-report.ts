import { wrap } from 'idb'
import type { RoomId } from '../../common/ids.ts'
import type { TestClient, TestProfile } from './engine-test-client.ts'
import { accountStores } from './local-store/database-migrations.ts'
import type { LocalDatabase } from './local-store/local-database.ts'
import { accountName } from './local-store/local-database.ts'

/** For tests: all that a client shows and keeps of a room, for whoever has to find out why it is not what it should be. */
export async function reportRoom(client: TestClient, profile: TestProfile, room: RoomId) {
  const { timelines, rooms, connection } = client.state()
  const { rows = [], ...view } = timelines[room] ?? {}
  const shown = rows.map((row) => (row.kind === 'message' ? row.message.seq : row.seq))
  const disk = await readDisk(profile, accountName(client.me()), room).catch(String)
  const { calls, logged } = client
  return { view, shown, listed: rooms[room], connection, disk, calls: calls.slice(-20), logged: logged.slice(-10) }
}

async function readDisk({ indexedDB }: TestProfile, name: string, room: RoomId) {
  const database = (await wrap(indexedDB.open(name))) as LocalDatabase
  const ofRoom = async (table: string) => {
    const records: { readonly room?: RoomId; readonly seq?: number }[] = await database.getAll(table)
    return records.filter((record) => record.room === room)
  }
  const seqsOf = async (table: string) => (await ofRoom(table)).map(({ seq }) => seq)
  const { checkpoints, rooms, spans, messages, events, outbox } = accountStores
  try {
    return {
      checkpoint: await database.get(checkpoints, room),
      row: await database.get(rooms, room),
      spans: await ofRoom(spans),
      messages: await seqsOf(messages),
      events: await seqsOf(events),
      outbox: await ofRoom(outbox),
    }
  } finally {
    database.close()
  }
}
