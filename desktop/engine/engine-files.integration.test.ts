import { randomBytes, randomInt } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { EventId, FileId, RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import { startTestClient, type TestClient, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

const mebibyte = 2 ** 20
let testbed: EngineTestbed
let line: Awaited<ReturnType<typeof startCuttingLine>>
const started: TestClient[] = []

beforeAll(async () => {
  testbed = await startEngineTestbed({
    NATTER_FILE_MAX_BYTES: String(12 * mebibyte),
    NATTER_FILES_PER_USER_BYTES: String(20 * mebibyte),
  })
  line = await startCuttingLine(new URL(testbed.installation.origin))
})
afterAll(async () => {
  await Promise.all(started.map(({ engine }) => engine.stop()))
  await line?.stop()
  await testbed?.stop()
})

/** A way to the server that ends after so many bytes have gone to it, in the middle of whatever is said. */
async function startCuttingLine(server: URL) {
  const port = await findFreePort()
  const open = new Set<Socket>()
  let left = Number.POSITIVE_INFINITY
  let sent = 0
  const listener = createServer((near) => {
    const far = connect(Number(server.port), server.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    far.pipe(near)
    near.on('data', (bytes: Buffer) => {
      const through = bytes.subarray(0, left)
      left -= through.length
      sent += through.length
      far.write(through)
      // What was let through arrives; nothing comes back of it.
      if (left <= 0) near.unpipe().destroy()
    })
  })
  await new Promise<void>((done) => listener.listen(port, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${port}`,
    sent: () => sent,
    isCut: () => left <= 0,
    cutAfter(bytes: number) {
      left = bytes
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((done) => listener.close(done))
    },
  }
}

let count = 0
const newName = () => String(++count).padStart(16, 'f') as FileId
async function addFile(client: TestClient, room: RoomId, bytes: Uint8Array<ArrayBuffer> | string, name = 'a.bin') {
  const file = newName()
  await client.get({ kind: 'add-file', room, file, name, bytes: new Blob([bytes]) })
  return file
}
const post = (client: TestClient, room: RoomId, text: string, files: readonly FileId[] = []) =>
  client.get({ kind: 'send-message', room, text, format: 'plain', files: files.map((file) => ({ file })) })
const messagesIn = (client: TestClient, room: RoomId): readonly Message[] =>
  (client.state().timelines[room]?.rows ?? []).flatMap((row) => (row.kind === 'message' ? [row.message] : []))
const rowsOf = (client: TestClient, room: RoomId) =>
  (client.state().timelines[room]?.rows ?? []).flatMap((row) => (row.kind === 'message' ? [row] : []))
const stored = (client: TestClient, room: RoomId) => rowsOf(client, room).filter(({ state }) => state === 'stored')

/** As somebody else's device would, by another session of theirs. */
async function loadBytes(client: TestClient, file: FileId): Promise<Buffer> {
  const { origin } = testbed.installation
  const { session } = client.state()
  const handle = session.kind === 'signed-in' ? session.me.handle : ''
  const signedIn = await fetch(origin + apiPaths.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle, password: testPassword, deviceName: 'Another' }),
  })
  const { accessToken } = (await signedIn.json()) as { accessToken: string }
  const reply = await fetch(origin + apiPaths.file(file), { headers: { authorization: `Bearer ${accessToken}` } })
  expect(reply.status).toBe(200)
  return Buffer.from(await reply.arrayBuffer())
}

test('an upload that is cut five times, each time with a new start, goes on and comes out whole, and its message once', async () => {
  const { ana: first, ben, anaProfile, room } = await testbed.startPair()
  await first.engine.stop()
  const bytes = randomBytes(9 * mebibyte + 12_345)
  const start = async () => {
    const client = await startTestClient(line.origin, anaProfile)
    await client.get({ kind: 'open-room', room })
    return client
  }
  let ana = await start()
  const before = line.sent()
  // Set before the file is: the first call of it is what is cut.
  line.cutAfter(randomInt(20_000, mebibyte))
  const file = await addFile(ana, room, bytes, 'film.bin')
  await post(ana, room, 'here it is', [file])
  for (let cut = 0; cut < 5; cut++) {
    await until('the line is cut', line.isCut)
    const reached = ana.state().transfers[file]?.sentBytes ?? 0
    expect(reached).toBeLessThan(bytes.length)
    ana.kill()
    line.cutAfter(cut < 4 ? randomInt(30_000, 2 * mebibyte) : Number.POSITIVE_INFINITY)
    ana = await start()
    expect(rowsOf(ana, room).at(-1)?.message).toMatchObject({ text: 'here it is', attachments: [{ name: 'film.bin' }] })
  }
  started.push(ana)
  await until('it is stored', () => stored(ana, room).length === 1)
  await until('Ben has it', () => messagesIn(ben, room).length === 1)
  const [message] = messagesIn(ben, room)
  const [attachment] = message?.attachments ?? []
  expect(attachment).toMatchObject({ name: 'film.bin', sizeBytes: bytes.length, mediaType: 'application/octet-stream' })
  expect(attachment?.file).not.toBe(file)
  expect((await loadBytes(ben, attachment?.file as FileId)).equals(bytes)).toBe(true)
  const again = line.sent() - before - bytes.length
  expect(again, 'of what the server has nothing goes twice, but for what was cut on its way').toBeLessThan(3 * mebibyte)
}, 60_000)

test('what is written without a connection goes out in its order, with its files, also after a new start', async () => {
  const { ana: first, ben, anaProfile, room } = await testbed.startPair()
  first.setNetwork(false)
  await post(first, room, 'one')
  const [small, other] = [
    await addFile(first, room, 'small', 'small.txt'),
    await addFile(first, room, 'other', 'b.txt'),
  ]
  await first.get({
    kind: 'send-message',
    room,
    text: '',
    format: 'plain',
    files: [{ file: other, caption: ' Second first ' }, { file: small }],
  })
  await post(first, room, 'three')
  const draft = await addFile(first, room, 'for later', 'later.txt')
  await first.get({ kind: 'save-draft', room, draft: { text: '', files: [{ file: draft, caption: 'later' }] } })
  first.kill()
  const ana = await testbed.start(anaProfile, { offline: true })
  await ana.get({ kind: 'open-room', room })
  expect(ana.state().drafts[room]?.files).toEqual([{ file: draft, caption: 'later' }])
  const kept = await ana.get({ kind: 'load-file', file: draft })
  expect(await kept?.bytes.text()).toBe('for later')
  expect(messagesIn(ana, room).map(({ text, attachments }) => [text, attachments.map(({ name }) => name)])).toEqual([
    ['one', []],
    ['', ['b.txt', 'small.txt']],
    ['three', []],
  ])
  ana.setNetwork(true)
  await until('all is there', () => messagesIn(ben, room).length === 3)
  const [, middle] = messagesIn(ben, room)
  expect(messagesIn(ben, room).map(({ text }) => text)).toEqual(['one', '', 'three'])
  expect(middle?.attachments).toMatchObject([
    { name: 'b.txt', caption: 'Second first', mediaType: 'text/plain', sizeBytes: 5 },
    { name: 'small.txt' },
  ])
  await until('Ana knows', () => stored(ana, room).length === 3)
  await until('the draft’s file is up, and stays a draft', () => ana.state().transfers[draft]?.state === 'whole')
  expect(messagesIn(ben, room)).toHaveLength(3)
  await ana.get({ kind: 'edit-message', room, message: middle?.id as EventId, text: 'now with words' })
  await until('the edit is heard', () => messagesIn(ben, room)[1]?.text === 'now with words')
  expect(messagesIn(ben, room)[1]?.attachments, 'an edit takes no file away').toEqual(middle?.attachments)
  await ana.get({ kind: 'save-draft', room, draft: { text: '' } })
  await ana.get({ kind: 'remove-file', file: draft })
  expect(ana.state().transfers[draft]).toBeUndefined()
  expect(await ana.get({ kind: 'load-file', file: draft })).toBeNull()
})

test('what may not go is said in words: too large before a byte is read, no room left, and then it goes without', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await until('the limits are known', () => {
    const { session } = ana.state()
    return session.kind === 'signed-in' && session.server.limits !== undefined
  })
  const refused = await ana.ask({
    ...{ kind: 'add-file', room, file: newName(), name: 'large.bin' },
    bytes: new Blob([new Uint8Array(12 * mebibyte + 1)]),
  })
  expect(refused).toMatchObject({ error: { code: 'file-too-large', more: { limitBytes: 12 * mebibyte } } })
  const callsOfFiles = () => ana.calls.filter((call) => call.includes('/files'))
  expect(callsOfFiles()).toEqual([])

  const fits = await addFile(ana, room, new Uint8Array(11 * mebibyte), 'fits.bin')
  await ana.get({ kind: 'save-draft', room, draft: { text: '', files: [{ file: fits }] } })
  await until('it is up', () => ana.state().transfers[fits]?.state === 'whole')
  expect(callsOfFiles()).not.toEqual([])
  const tooMuch = await addFile(ana, room, new Uint8Array(10 * mebibyte), 'much.bin')
  const id = await post(ana, room, 'with two', [fits, tooMuch])
  await post(ana, room, 'after it')
  const row = () => rowsOf(ana, room).find(({ message }) => message.id === id)
  await until('it stands stuck', () => row()?.state === 'stuck')
  expect(row()?.error).toMatchObject({ code: 'quota-exceeded', more: { limitBytes: 20 * mebibyte } })
  expect(ana.state().transfers[tooMuch]).toMatchObject({ state: 'stuck', sentBytes: 0 })
  expect(messagesIn(ben, room), 'what comes after it waits').toEqual([])
  await ana.get({ kind: 'send-without', room, entry: id, file: tooMuch })
  await until('both are there', () => messagesIn(ben, room).length === 2)
  expect(messagesIn(ben, room).map(({ text, attachments }) => [text, attachments.length])).toEqual([
    ['with two', 1],
    ['after it', 0],
  ])
  expect(await ana.ask({ kind: 'send-without', room, entry: id, file: fits })).toMatchObject({ ok: false })
})
