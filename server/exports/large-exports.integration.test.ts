import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { buildEventId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'
import { uploadFile } from '../rigs/upload-test-client.ts'
import { openStore } from '../store/open-store.ts'

/**
 * However large a room is, the same is in memory. In full, with figures:
 * `NATTER_EXPORT_MESSAGES=100000 NATTER_EXPORT_FILES=40 npx vitest run --project integration server/exports/large` (files of 50 MB).
 */
const count = Number(process.env.NATTER_EXPORT_MESSAGES ?? 2_500)
const files = Number(process.env.NATTER_EXPORT_FILES ?? 2)
const isFull = process.env.NATTER_EXPORT_MESSAGES !== undefined
const fileBytes = isFull ? 50_000_000 : 1_000_000

describe.skipIf(natsServerBinary === undefined)('a large room that is exported', () => {
  let server: TestServer
  let ana: RawPerson
  let room: RoomId
  beforeAll(async () => {
    server = await startTestServer({ NATTER_FILES_PER_USER_BYTES: '100000000000' })
    ana = await createRawPerson(server, 'ana')
    room = (await createRoom(server.call, ana.accessToken)).id
    const mine = await ana.connect()
    const bytes = randomBytes(fileBytes)
    for (let index = 0; index < files; index++) {
      const file = await uploadFile(server.call, ana.accessToken, room, { name: `${index}.bin` }, bytes)
      const attachments = [
        { file, name: `${index}.bin`, mediaType: 'application/octet-stream', sizeBytes: bytes.length },
      ]
      await mine.publish(room, { kind: 'message.posted', text: '', format: 'plain', attachments })
    }
    const last = await mine.say(room, 'the last of the stream')
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().head >= last.seq)
    await mine.live.close()
    await fill(server.nats.dataDir, last.seq)
  }, 600_000)
  afterAll(() => server?.stop())

  /** Beside the server, into its archive: to say so much over the broker would take minutes. */
  async function fill(dataDir: string, fromSeq: number): Promise<void> {
    const store = await openStore({ dataDir })
    const [archived] = await store.archive.loadArchivedRooms([room])
    if (archived === undefined) throw new Error('not archived')
    for (let seq = fromSeq + 1; seq <= fromSeq + count; ) {
      const posted: Message[] = []
      for (; posted.length < 1_000 && seq <= fromSeq + count; seq++) posted.push(buildMessage(seq))
      const rooms = [{ ...archived, head: seq - 1 }]
      await store.archive.writeBatch({ posted, changed: [], rooms, setAside: [], notices: [] })
    }
    await store.close()
  }

  function buildMessage(seq: number): Message {
    const text = `Message **${seq}** with \`code\` and a [link](https://example.org/${seq}), as long as people write on most days.`
    const rest = { mentions: [], attachments: [], reactions: [{ user: ana.id, emoji: '👍', seq }] }
    const at = Date.UTC(2026, 8, 1) + seq * 1_000
    const id = buildEventId(at, randomBytes(10))
    return { id, room, seq, version: seq, author: ana.id, at, text, format: 'markdown', ...rest }
  }

  it.each(['json', 'markdown', 'html'])(
    'as %s comes whole, and holds a page at a time',
    async (format) => {
      globalThis.gc?.()
      const before = process.memoryUsage()
      let [bytes, heap, rss, slowest] = [0, 0, 0, 0]
      let lookedAt = performance.now()
      const watch = setInterval(() => {
        const now = process.memoryUsage()
        heap = Math.max(heap, now.heapUsed + now.arrayBuffers)
        rss = Math.max(rss, now.rss)
        slowest = Math.max(slowest, performance.now() - lookedAt - 20)
        lookedAt = performance.now()
      }, 20)
      const startedAt = performance.now()
      const caller = { user: ana.id, stillSignedIn: async () => true }
      const wish = { format: format as 'json', files: '1', lang: 'en' } as const
      const built = await server.run.services.roomExports.build(caller, room, wish)
      if (!built.ok) throw new Error(built.error.code)
      let tail = Buffer.alloc(0)
      const sink = new Writable({
        write: (chunk: Buffer, _, done) => {
          bytes += chunk.length
          tail = Buffer.concat([tail, chunk]).subarray(-22)
          done()
        },
      })
      await pipeline(built.value.archive, sink)
      clearInterval(watch)
      expect(tail.subarray(0, 4).toString('latin1'), 'the end of a zip').toBe('PK\u0005\u0006')
      expect(bytes).toBeGreaterThan(files * fileBytes)
      const mb = (size: number) => Math.round(size / 1e6)
      if (isFull) {
        // What is no garbage yet counts too: far above what a page needs, far below what the room is.
        expect(mb(heap - before.heapUsed - before.arrayBuffers)).toBeLessThan(300)
        console.log(
          `${format}: ${count} messages and ${files} files, ${mb(bytes)} MB in ${Math.round((performance.now() - startedAt) / 1_000)} s; ` +
            `memory of JavaScript ${mb(before.heapUsed + before.arrayBuffers)} to ${mb(heap)} MB, of the process ${mb(before.rss)} to ${mb(rss)} MB; ` +
            `longest time that nothing else came to its turn ${Math.round(slowest)} ms`,
        )
      }
    },
    isFull ? 1_800_000 : 60_000,
  )
})
