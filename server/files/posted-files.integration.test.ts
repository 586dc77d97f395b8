import { existsSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type File, fileHeader } from '../../common/http-contract/file-contract.ts'
import type { FileId, RoomId } from '../../common/ids.ts'
import { roomHeadSchema } from '../../common/wire-event.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'
import { beginUpload, buildAttachment, tus, uploadFile } from '../rigs/upload-test-client.ts'

describe.skipIf(natsServerBinary === undefined)('a file in a message', () => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  let room: RoomId
  let live: RawConnection
  let picture: Buffer
  beforeAll(async () => {
    server = await startTestServer()
    // The first account administers the server.
    await createRawPerson(server, 'first')
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    room = await makeRoom(ana, { members: [ben.id] })
    live = await ana.connect()
    picture = await sharp({ create: { width: 1_200, height: 600, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
  })
  afterAll(() => server?.stop())

  const makeRoom = async (by: RawPerson, about: object): Promise<RoomId> =>
    (await by.ask('POST', apiPaths.rooms, { name: 'Tea', members: [], ...about })).json().room.id
  const upload = async (by: RawPerson, into: RoomId, bytes = Buffer.from(`words of ${by.handle} ${Math.random()}`)) =>
    uploadFile(server.call, by.accessToken, into, { name: 'a.txt' }, bytes)
  const infoOf = async (by: RawPerson, file: FileId) => (await by.ask('GET', apiPaths.fileInfo(file))).json() as File
  const post = async (by: RawPerson, connection: RawConnection, into: RoomId, files: readonly FileId[], more = {}) => {
    const attachments = await Promise.all(files.map(async (file) => buildAttachment(await infoOf(by, file))))
    return connection.publish(into, { kind: 'message.posted', text: '', format: 'plain', attachments, ...more })
  }
  const see = async (by: RawPerson, file: FileId) => {
    const answer = await by.ask('GET', apiPaths.file(file))
    if (answer.statusCode === 200) return 200
    const { request: _, ...problem } = answer.json()
    return [answer.statusCode, problem, answer.headers['cache-control']]
  }
  const nothing = async (by: RawPerson) => see(by, 'a'.repeat(16) as FileId)
  const kept = (file: FileId, kind = 'files') =>
    existsSync(join(server.nats.dataDir, 'files', kind, file.slice(0, 2), file))
  const historyOf = async (by: RawPerson, of: RoomId) => (await by.ask('GET', apiPaths.messages(of))).json().messages

  it("is its maker's alone until it is posted, then everybody's in the room, and nobody else's", async () => {
    const file = await upload(ana, room)
    expect(await see(ana, file)).toBe(200)
    expect(await see(ben, file)).toEqual(await nothing(ben))
    await post(ana, live, room, [file])
    expect(await see(ben, file), 'as soon as it is heard').toBe(200)
    expect(await see(eve, file)).toEqual(await nothing(eve))
    expect((await eve.ask('GET', apiPaths.file(file))).json()).toMatchObject({ code: 'file-unknown', status: 404 })
    for (const path of [apiPaths.filePreview(file), apiPaths.fileInfo(file)]) {
      expect((await eve.ask('GET', path)).json().code).toBe('file-unknown')
    }
    expect((await historyOf(ben, room)).at(-1)).toMatchObject({ text: '', attachments: [{ file, name: 'a.txt' }] })
  })

  it('is gone at once where its maker gives its upload up before it is posted, and stays after that', async () => {
    const begin = async () => {
      const words = Buffer.from(`words ${Math.random()}`)
      const answer = await beginUpload(
        server.call,
        ana.accessToken,
        room,
        { name: 'a.txt', bytes: words.length },
        words,
      )
      return { file: String(answer.headers[fileHeader]) as FileId, place: String(answer.headers.location) }
    }
    const giveUp = (by: RawPerson, path: string) =>
      server.call({ method: 'DELETE', path, token: by.accessToken, headers: tus })
    const [unposted, posted] = [await begin(), await begin()]
    await post(ana, live, room, [posted.file])
    expect((await giveUp(ben, unposted.place)).statusCode, 'not by others').toBe(404)
    expect(await see(ana, unposted.file)).toBe(200)
    for (const { place } of [unposted, posted]) expect((await giveUp(ana, place)).statusCode).toBe(204)
    expect(await see(ana, unposted.file)).toEqual(await nothing(ana))
    await until(() => !kept(unposted.file))
    expect(await see(ben, posted.file)).toBe(200)
    expect(kept(posted.file)).toBe(true)
  })

  it('is not there any more for whoever was taken out of the room', async () => {
    const file = await upload(ana, room)
    const other = await makeRoom(ana, { members: [ben.id] })
    const connection = await ana.connect()
    const [there] = [await upload(ana, other)]
    await post(ana, connection, other, [there])
    expect(await see(ben, there)).toBe(200)
    await ana.ask('DELETE', apiPaths.member(other, ben.id))
    expect(await see(ben, there)).toEqual(await nothing(ben))
    await connection.live.close()
    expect(await see(ana, file)).toBe(200)
  })

  it('is not there for who joined later, where newcomers see only what comes', async () => {
    const hidden = await makeRoom(ana, { history: 'joined' })
    const connection = await ana.connect()
    const before = await upload(ana, hidden)
    await post(ana, connection, hidden, [before])
    await ana.ask('PUT', apiPaths.member(hidden, ben.id))
    const after = await upload(ana, hidden)
    await post(ana, connection, hidden, [after])
    expect(await see(ben, after)).toBe(200)
    expect(await see(ben, before)).toEqual(await nothing(ben))
    expect((await ben.ask('GET', apiPaths.room(hidden))).json().counts.files).toBe(1)
    expect((await ana.ask('GET', apiPaths.room(hidden))).json().counts.files).toBe(2)
    await connection.live.close()
  })

  it('of another person or another room makes the message refused, by the head and in history', async () => {
    const heads: number[] = []
    const listening = await ben.connect()
    listening.live.subscribe(`room.${room}.system.head`, {
      callback: (_, { data }) => {
        heads.push(...roomHeadSchema.parse(JSON.parse(new TextDecoder().decode(data))).refused)
      },
    })
    await listening.live.flush()
    const [bens, elsewhere] = [await upload(ben, room), await upload(ana, await makeRoom(ana, {}))]
    const forged = { file: 'b'.repeat(16), name: 'x', mediaType: 'text/plain', sizeBytes: 1 }
    const attach = async (by: RawPerson, file: FileId) => [buildAttachment(await infoOf(by, file))]
    const seqs: number[] = []
    for (const attachments of [await attach(ben, bens), await attach(ana, elsewhere), [forged]]) {
      const { seq } = await live.publish(room, { kind: 'message.posted', text: 'mine', format: 'plain', attachments })
      seqs.push(seq)
    }
    const preview = { url: 'https://a.example/', title: 'A', image: bens }
    const text = 'see https://a.example/'
    seqs.push((await live.publish(room, { kind: 'message.posted', text, format: 'plain', preview })).seq)
    const shown = (await historyOf(ana, room)).map(({ seq }: { seq: number }) => seq)
    for (const seq of seqs) expect(shown).not.toContain(seq)
    await until(() => seqs.every((seq) => heads.includes(seq)))
    expect(await see(ana, bens)).toEqual(await nothing(ana))
    await listening.live.close()
  })

  it('goes with its message within two seconds, bytes and preview too', async () => {
    const file = await uploadFile(server.call, ana.accessToken, room, { name: 'a.png' }, picture)
    const { id } = await post(ana, live, room, [file])
    expect(await see(ben, file)).toBe(200)
    expect((await ben.ask('GET', apiPaths.filePreview(file))).headers['content-type']).toBe('image/webp')
    expect([kept(file), kept(file, 'previews')]).toEqual([true, true])
    const removedAt = performance.now()
    await live.publish(room, { kind: 'message.removed', message: id })
    await until(async () => (await see(ana, file)) !== 200)
    await until(() => !kept(file) && !kept(file, 'previews'))
    // Two, and what a machine adds that does much else.
    expect(performance.now() - removedAt).toBeLessThan(5_000)
    expect(await see(ana, file)).toEqual(await nothing(ana))
    expect((await historyOf(ana, room)).at(-1)).toMatchObject({ id, attachments: [] })
  })

  it('stands in two messages until both are removed', async () => {
    const file = await upload(ana, room)
    const [one, other] = [await post(ana, live, room, [file]), await post(ana, live, room, [file])]
    await live.publish(room, { kind: 'message.removed', message: one.id })
    expect((await historyOf(ana, room)).length).toBeGreaterThan(0)
    expect(await see(ben, file)).toBe(200)
    await live.publish(room, { kind: 'message.removed', message: other.id })
    await until(() => !kept(file))
    expect(await see(ben, file)).toEqual(await nothing(ben))
  })

  it('may have words beside it, which may be edited away; a message of nothing is none', async () => {
    const file = await upload(ana, room)
    const { id } = await post(ana, live, room, [file], { text: 'look' })
    await live.publish(room, { kind: 'message.edited', message: id, text: '' })
    expect((await historyOf(ana, room)).at(-1)).toMatchObject({ id, text: '', attachments: [{ file }] })
    const { id: bare } = await live.say(room, 'words')
    await live.publish(room, { kind: 'message.edited', message: bare, text: '' })
    expect((await historyOf(ana, room)).at(-1)).toMatchObject({ id: bare, text: 'words' })
  })

  it('is counted in its room, and links are', async () => {
    const counted = await makeRoom(ana, {})
    const connection = await ana.connect()
    const files = [await upload(ana, counted), await upload(ana, counted)]
    await post(ana, connection, counted, files, { text: 'https://a.example and https://b.example' })
    const { id } = await connection.say(counted, 'http://c.example')
    await connection.say(counted, 'no link')
    const countsOf = async () => {
      await historyOf(ana, counted)
      return (await ana.ask('GET', apiPaths.room(counted))).json().counts
    }
    expect(await countsOf()).toEqual({ files: 2, links: 3, pins: 0 })
    await connection.publish(counted, { kind: 'message.removed', message: id })
    expect(await countsOf()).toEqual({ files: 2, links: 2, pins: 0 })
    await connection.live.close()
  })

  it('goes with its room', async () => {
    const closed = await makeRoom(ana, {})
    const connection = await ana.connect()
    const [posted, waiting] = [await upload(ana, closed), await upload(ana, closed)]
    await post(ana, connection, closed, [posted])
    await historyOf(ana, closed)
    expect((await ana.ask('DELETE', apiPaths.room(closed))).statusCode).toBe(204)
    await until(() => !kept(posted) && !kept(waiting))
    expect(await see(ana, posted)).toEqual(await nothing(ana))
    await connection.live.close()
  })

  it('goes with its author, where they take their words along; one in no message in any case', async () => {
    const [leaves, stays] = [await createRawPerson(server, 'leaves'), await createRawPerson(server, 'stays')]
    const shared = await makeRoom(ana, { members: [leaves.id, stays.id] })
    const made = await Promise.all(
      [leaves, stays].map(async (person) => {
        const connection = await person.connect()
        const [posted, waiting] = [await upload(person, shared), await upload(person, shared)]
        await post(person, connection, shared, [posted])
        await connection.live.close()
        return { posted, waiting }
      }),
    )
    await historyOf(ana, shared)
    await leaves.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' })
    await stays.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' })
    const [gone, left] = made
    if (gone === undefined || left === undefined) throw new Error('two were made')
    await until(() => !kept(gone.posted) && !kept(gone.waiting) && !kept(left.waiting))
    expect(await see(ana, gone.posted)).toEqual(await nothing(ana))
    expect([kept(left.posted), await see(ana, left.posted)]).toEqual([true, 200])
  })
})
