import type { DeviceId, MessageId, PublicNkey, RoomId, UserId } from '../../common/ids.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'

/**
 * One of several processes that sqlite-processes.integration.test.ts sets on one file. `race`: takes part in every
 * compare-and-set and says what it won. `write`: archives one message after the other and says each position, until killed.
 */
const [job, path = '', holder = '', times = '0'] = process.argv.slice(2)
const store = await openSqliteStore(path)
process.stdout.write('open\n')
// All start at once, when the test has heard from everyone.
await new Promise((resolve) => process.stdin.once('data', resolve))

if (job === 'race') {
  const key = { publicKey: 'UKEY' as PublicNkey, device: 'device' as DeviceId, user: 'user' as UserId }
  await store.credentials.bindKey(key)
  let [advanced, rooms, leases] = [0, 0, 0]
  const issued: number[] = []
  for (let index = 0; index < Number(times); index++) {
    const lease = { name: `lease ${index}`, holder, lifeMs: 3_600_000 }
    if ((await store.leases.takeLease(lease)) !== undefined) leases += 1
    const position = await store.archive.loadPosition(0)
    if (await store.archive.advancePosition(0, position, position + 1)) advanced += 1
    const room = await store.rooms.loadRoom('0.room' as RoomId)
    const version = (room?.version ?? 0) + 1
    const state = { room: '0.room' as RoomId, roomKind: 'group', name: '', topic: '', members: new Map() } as const
    if (await store.rooms.putRoom({ ...state, createdAt: 1, createdBy: key.user, version }, version - 1)) rooms += 1
    await store.credentials.putRevocation(key.publicKey, 1)
    issued.push((await store.credentials.takeIssueTime(key.publicKey, 1, 1)).issuedAtSec)
  }
  process.stdout.write(`${JSON.stringify({ advanced, rooms, leases, issued })}\n`)
} else {
  for (let seq = 1; ; seq++) {
    const id = `m${String(seq).padStart(25, '0')}` as MessageId
    const message = { id, room: '0.room' as RoomId, seq, version: seq, author: 'user' as UserId, at: seq, text: 'text' }
    const posted = [{ ...message, format: 'plain', mentions: [], attachments: [], reactions: [] } as const]
    await store.archive.writeBatch({ posted, changed: [], rooms: [], setAside: [], notices: [] })
    await store.archive.advancePosition(0, seq - 1, seq)
    process.stdout.write(`${seq}\n`)
  }
}
process.stdin.destroy()
await store.close()
