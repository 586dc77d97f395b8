import { existsSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import type { EventId, FileId, RoomId } from '../../common/ids.ts'
import { buildEventId } from '../../common/ids.ts'
import { roomHeadSchema } from '../../common/wire-event.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'
import { buildAttachment, uploadFile } from '../rigs/upload-test-client.ts'

const newId = (): EventId => buildEventId(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

describe.skipIf(natsServerBinary === undefined)('a message that is passed on', () => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  /** Ana's and Ben's; and Ben's with Eve, where it is passed on to. */
  let source: RoomId
  let target: RoomId
  let anas: RawConnection
  let bens: RawConnection
  beforeAll(async () => {
    server = await startTestServer({ NATTER_FILES_PER_USER_BYTES: String(3 * 2 ** 20) })
    await createRawPerson(server, 'first')
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    source = await makeRoom(ana, { members: [ben.id] })
    target = await makeRoom(ben, { members: [eve.id] })
    anas = await ana.connect()
    bens = await ben.connect()
  })
  afterAll(async () => {
    await Promise.all([anas, bens].map((one) => one?.live.close()))
    await server?.stop()
  })

  const makeRoom = async (by: RawPerson, about: object): Promise<RoomId> =>
    (await by.ask('POST', apiPaths.rooms, { name: 'Tea', members: [], ...about })).json().room.id
  const historyOf = async (by: RawPerson, of: RoomId) => (await by.ask('GET', apiPaths.messages(of))).json().messages
  const infoOf = async (by: RawPerson, file: FileId) => (await by.ask('GET', apiPaths.fileInfo(file))).json() as File
  const see = async (by: RawPerson, file: FileId) => (await by.ask('GET', apiPaths.file(file))).statusCode
  const kept = (file: FileId, kind = 'files') =>
    existsSync(join(server.nats.dataDir, 'files', kind, file.slice(0, 2), file))

  type Words = { text: string; format?: string; attachments?: readonly object[]; preview?: object }
  const askSeal = async (by: RawPerson, into: RoomId, id: EventId, from: object, words: Words) =>
    by.ask('POST', apiPaths.forwards(into), { id, from, format: 'plain', ...words })
  const sealFor = async (by: RawPerson, into: RoomId, id: EventId, from: object, words: Words) => {
    const answer = await askSeal(by, into, id, from, words)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return answer.json().forwarded
  }
  const post = (
    connection: RawConnection,
    into: RoomId,
    fields: { readonly id?: EventId; readonly [name: string]: unknown },
  ) => connection.publish(into, { kind: 'message.posted', format: 'plain', ...fields }, fields.id)
  const copy = (by: RawPerson, into: RoomId, body: object) => by.ask('POST', apiPaths.fileCopies(into), body)

  it('says whose words it has, in history too, and nobody edits it', async () => {
    const first = await anas.say(source, 'The kettle is on.')
    const id = newId()
    const words = { text: 'The kettle is on.' }
    const forwarded = await sealFor(ben, target, id, { room: source, message: first.id }, words)
    expect(forwarded).toEqual({ room: source, message: first.id, author: ana.id, seal: expect.any(String) })
    await post(bens, target, { id, ...words, forwarded })
    await bens.publish(target, { kind: 'message.edited', message: id, text: 'The kettle is off.' })
    const { seal: _, ...told } = forwarded
    const [last] = (await historyOf(eve, target)).slice(-1)
    expect(last).toMatchObject({ id, author: ben.id, text: 'The kettle is on.', forwarded: told })
    expect(last.forwarded).toStrictEqual(told)
    expect(last.editedAt).toBeUndefined()
  })

  it('hands on whose words they are where it is passed on once more, by who never saw the first', async () => {
    const first = await anas.say(source, 'twice')
    const id = newId()
    const words = { text: 'twice' }
    await post(bens, target, {
      ...{ id, ...words },
      forwarded: await sealFor(ben, target, id, { room: source, message: first.id }, words),
    })
    const eves = await makeRoom(eve, {})
    const again = await sealFor(eve, eves, newId(), { room: target, message: id }, words)
    expect(again).toMatchObject({ room: source, message: first.id, author: ana.id })
  })

  it('is refused by the archive where anything was made up, and its author is told', async () => {
    // Two of them: with the third one is muted, and hears nothing any more.
    const mal = await createRawPerson(server, 'mal')
    await ana.ask('PUT', apiPaths.member(source, mal.id))
    await ben.ask('PUT', apiPaths.member(target, mal.id))
    const mals = await mal.connect()
    const text = 'as I said'
    const first = await anas.say(source, text)
    const refused: number[] = []
    const reasons: string[] = []
    const listen = (subject: string, hear: (body: never) => void) =>
      mals.live.subscribe(subject, {
        callback: (_, { data }) => {
          if (data.length > 0) hear(JSON.parse(new TextDecoder().decode(data)) as never)
        },
      })
    listen(`room.${target}.system.head`, (head) => refused.push(...roomHeadSchema.parse(head).refused))
    listen(`user.${mal.id}.notices`, ({ reason }: { reason?: string }) => reason !== undefined && reasons.push(reason))
    await mals.live.flush()
    const one = newId()
    const forwarded = await sealFor(mal, target, one, { room: source, message: first.id }, { text })
    const { seal: _, ...unsealed } = forwarded
    const seqs: number[] = []
    const forged = [
      { id: one, text: 'I never said that', forwarded },
      { id: newId(), text, forwarded: unsealed },
    ]
    for (const fields of forged) seqs.push((await post(mals, target, fields)).seq)
    await until(() => seqs.every((seq) => refused.includes(seq)))
    await until(() => reasons.length >= forged.length)
    expect(new Set(reasons)).toEqual(new Set(['forward-unproven']))
    await mals.live.close()
    const shown = (await historyOf(eve, target)).map(({ seq }: { seq: number }) => seq)
    for (const seq of seqs) expect(shown).not.toContain(seq)
  })

  it('is vouched for only as it stands, or stood before an edit, where one may see it and write', async () => {
    const first = await anas.say(source, 'before')
    await anas.publish(source, { kind: 'message.edited', message: first.id, text: 'after' })
    const from = { room: source, message: first.id }
    const codeOf = async (by: RawPerson, words: Words, into = target, of: object = from) => {
      const answer = await askSeal(by, into, newId(), of, words)
      return answer.statusCode === 200 ? 200 : answer.json().code
    }
    await until(async () => (await historyOf(ben, source)).at(-1)?.text === 'after')
    expect([await codeOf(ben, { text: 'before' }), await codeOf(ben, { text: 'after' })]).toEqual([200, 200])
    expect(await codeOf(ben, { text: 'never' })).toBe('forward-changed')
    expect(await codeOf(ben, { text: 'after', format: 'markdown' })).toBe('forward-changed')
    const madeUp = { file: 'f'.repeat(16), name: 'x', mediaType: 'text/plain', sizeBytes: 1 }
    expect(await codeOf(ben, { text: 'after', attachments: [madeUp] })).toBe('forward-changed')
    const preview = { url: 'https://a.example', title: 'I never said that' }
    expect(await codeOf(ben, { text: 'after', preview })).toBe('forward-changed')
    // Eve is not in the room it comes from, and Ana not in the one it would go to.
    expect(await codeOf(eve, { text: 'after' })).toBe('message-unknown')
    expect(await codeOf(ana, { text: 'after' })).toBe('room-unknown')
    expect(await codeOf(ben, { text: 'after' }, target, { room: source, message: newId() })).toBe('message-unknown')
    expect(await codeOf(ben, { text: 'after' }, target, { room: target, message: first.id })).toBe('message-unknown')
    const announced = await makeRoom(ana, { members: [ben.id] })
    await ana.ask('PATCH', apiPaths.room(announced), { posting: 'admins' })
    expect(await codeOf(ben, { text: 'after' }, announced)).toBe('not-allowed')
    await anas.publish(source, { kind: 'message.removed', message: first.id })
    await until(async () => (await historyOf(ben, source)).at(-1)?.removedAt !== undefined)
    expect(await codeOf(ben, { text: 'after' })).toBe('message-unknown')
  })

  it('cannot be taken from before one came, where newcomers see only what comes', async () => {
    const hidden = await makeRoom(ana, { history: 'joined' })
    const connection = await ana.connect()
    const before = await connection.say(hidden, 'hidden')
    const file = await uploadFile(server.call, ana.accessToken, hidden, { name: 'a.txt' }, Buffer.from('hidden'))
    await post(connection, hidden, { text: '', attachments: [buildAttachment(await infoOf(ana, file))] })
    await ana.ask('PUT', apiPaths.member(hidden, ben.id))
    const after = await connection.say(hidden, 'shown')
    const ask = (message: EventId, text: string) => askSeal(ben, target, newId(), { room: hidden, message }, { text })
    expect((await ask(before.id, 'hidden')).json().code).toBe('message-unknown')
    expect((await ask(after.id, 'shown')).statusCode).toBe(200)
    expect((await copy(ben, target, { file })).json().code).toBe('file-unknown')
    await connection.live.close()
  })

  it('has copies of the files, the same for the same message, which stay when the first go', async () => {
    // Some rights of the tests before were taken, and with them the connection.
    const bens = await ben.connect()
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const file = await uploadFile(server.call, ana.accessToken, source, { name: 'leaf.png' }, picture)
    const attachment = { ...buildAttachment(await infoOf(ana, file)), caption: 'a leaf' }
    expect((await copy(ben, target, { file })).statusCode, 'not posted yet').toBe(404)
    const first = await post(anas, source, { text: 'look', attachments: [attachment] })
    const id = newId()
    const made = await copy(ben, target, { file, message: id })
    expect([made.statusCode, made.json()]).toMatchObject([201, { name: 'leaf.png', room: target, width: 900 }])
    expect((await copy(ben, target, { file, message: id })).json()).toEqual(made.json())
    const mine = made.json() as File
    expect(mine.sha256).toBe((await infoOf(ana, file)).sha256)
    expect([await see(ben, mine.id), await see(eve, mine.id)], 'its maker’s alone').toEqual([200, 404])

    const other = await uploadFile(server.call, ben.accessToken, target, { name: 'leaf.png' }, Buffer.from('other'))
    const from = { room: source, message: first.id }
    const words = { text: 'look', attachments: [{ ...attachment, file: mine.id }] }
    for (const wrong of [{ file: other }, { file }, { caption: 'a stone' }, { name: 'stone.png' }]) {
      const attachments = [{ ...attachment, file: mine.id, ...wrong }]
      expect((await askSeal(ben, target, id, from, { ...words, attachments })).json().code).toBe('forward-changed')
    }
    await post(bens, target, { id, ...words, forwarded: await sealFor(ben, target, id, from, words) })
    expect(await see(eve, mine.id)).toBe(200)
    expect((await copy(eve, source, { file: mine.id })).json().code).toBe('room-unknown')

    await anas.publish(source, { kind: 'message.removed', message: first.id })
    await until(() => !kept(file) && !kept(file, 'previews'))
    expect([kept(mine.id), kept(mine.id, 'previews'), await see(eve, mine.id)]).toEqual([true, true, 200])
    expect((await eve.ask('GET', apiPaths.filePreview(mine.id))).statusCode).toBe(200)
    await bens.publish(target, { kind: 'message.removed', message: id })
    await until(() => !kept(mine.id) && !kept(mine.id, 'previews'))
    await bens.live.close()
  })

  it('counts to what its forwarder may have, twenty copies at once too', async () => {
    const bytes = Buffer.alloc(2 ** 20, 7)
    const file = await uploadFile(server.call, ana.accessToken, source, { name: 'a.bin' }, bytes)
    await post(anas, source, { text: 'bytes', attachments: [buildAttachment(await infoOf(ana, file))] })
    const carl = await createRawPerson(server, `carl${newId().slice(-6)}`)
    await ana.ask('PUT', apiPaths.member(source, carl.id))
    const own = await makeRoom(carl, {})
    const answers = await Promise.all(Array.from({ length: 20 }, () => copy(carl, own, { file })))
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(3)
    const rest = answers.filter(({ statusCode }) => statusCode !== 201).map((answer) => answer.json().code)
    expect(new Set(rest)).toEqual(new Set(['quota-exceeded']))
  })

  it('stays, with its copy, when whoever said it first goes with all their words', async () => {
    const bens = await ben.connect()
    const gone = await createRawPerson(server, 'gone')
    const shared = await makeRoom(gone, { members: [ben.id] })
    await gone.ask('POST', `${apiPaths.room(shared)}/owner`, { user: ben.id })
    const connection = await gone.connect()
    const file = await uploadFile(server.call, gone.accessToken, shared, { name: 'a.txt' }, Buffer.from('kept'))
    const attachment = buildAttachment(await infoOf(gone, file))
    const first = await post(connection, shared, { text: 'goodbye', attachments: [attachment] })
    await connection.live.close()
    const id = newId()
    const mine = (await copy(ben, target, { file, message: id })).json().id as FileId
    const words = { text: 'goodbye', attachments: [{ ...attachment, file: mine }] }
    const forwarded = await sealFor(ben, target, id, { room: shared, message: first.id }, words)
    await post(bens, target, { id, ...words, forwarded })
    await bens.live.close()
    expect((await gone.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' })).statusCode).toBe(204)
    await until(() => !kept(file))
    expect((await historyOf(eve, target)).at(-1)).toMatchObject({ id, text: 'goodbye', forwarded: { author: gone.id } })
    expect(await see(eve, mine)).toBe(200)
  })
})
