import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { readZip } from '../../test-kit/read-zip.ts'
import { buildTestMongoUrl, testStores } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson, signInRawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'
import { uploadFile } from '../rigs/upload-test-client.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('exports of a room on %s', (kind) => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  beforeAll(async () => {
    server = await startTestServer(kind === 'mongo' ? { MONGODB_URL: buildTestMongoUrl() } : {})
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
  })
  afterAll(() => server?.stop())

  const exported = async (who: RawPerson, room: RoomId, query: string) => {
    const answer = await who.ask('GET', apiPaths.roomExport(room, query))
    expect([answer.statusCode, answer.headers['content-type']], answer.body.slice(0, 300)).toEqual([
      200,
      'application/zip',
    ])
    return readZip(answer.rawPayload)
  }
  const linesOf = async (who: RawPerson, room: RoomId, query = '') => {
    const files = await exported(who, room, `format=json${query}`)
    const lines = textOf(files, 'messages.ndjson').trim().split('\n')
    const said = lines.filter((line) => line !== '').map((line) => JSON.parse(line))
    return {
      files,
      about: JSON.parse(textOf(files, 'room.json')),
      said,
      messages: said.filter(({ kind }) => kind === 'message'),
    }
  }

  it('hold what was said, by whom, with what became of it, in all three forms', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const [mine, his] = [await ana.connect(), await ben.connect()]
    const first = await mine.say(room, 'the first word')
    await mine.publish(room, { kind: 'message.edited', message: first.id, text: 'the mended word' })
    await his.publish(room, { kind: 'reaction.added', message: first.id, emoji: '👍' })
    await mine.publish(room, { kind: 'message.pinned', message: first.id })
    await his.publish(room, { kind: 'message.posted', text: '**yes**', format: 'markdown', replyTo: first.id })
    const answer = await his.publish(room, {
      kind: 'message.posted',
      text: 'in a thread',
      format: 'plain',
      thread: first.id,
    })
    const gone = await his.say(room, 'a secret that goes')
    expect((await ana.ask('DELETE', apiPaths.message(room, gone.id))).statusCode).toBe(204)
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const picture = await uploadFile(server.call, ana.accessToken, room, { name: 'harbour.png' }, png)
    const page = await uploadFile(
      server.call,
      ana.accessToken,
      room,
      { name: 'a.html' },
      Buffer.from('<script>alert(1)</script>'),
    )
    const attachments = [
      { file: picture, name: 'harbour.png', mediaType: 'image/png', sizeBytes: png.length, caption: 'the harbour' },
      { file: page, name: 'a.html', mediaType: 'text/html', sizeBytes: 25 },
    ]
    const last = await mine.publish(room, { kind: 'message.posted', text: '', format: 'plain', attachments })
    // At once: what was sent before is counted.
    expect((await ben.ask('GET', apiPaths.roomExportSize(room))).json().files).toBe(2)
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().head >= last.seq)

    const { files, about, said, messages } = await linesOf(ben, room)
    expect(about).toMatchObject({
      ...{ format: 'natter-room', version: 1, completeTo: last.seq, caughtUp: true, gaps: [], withFiles: true },
      ...{ counts: { messages: 5, files: 2 }, missingFiles: [], exportedBy: { id: ben.id, name: 'BEN' } },
    })
    expect(messages.map(({ text }) => text)).toEqual(['the mended word', '**yes**', 'in a thread', '', ''])
    expect(messages[0]).toMatchObject({
      author: { id: ana.id, name: 'ANA' },
      reactions: [{ emoji: '👍', by: [{ id: ben.id, name: 'BEN' }] }],
      editedAt: { time: expect.stringMatching(/Z$/) },
      pinnedAt: { at: expect.any(Number) },
    })
    expect(messages[1]).toMatchObject({ replyTo: first.id })
    expect(messages[2]).toMatchObject({ id: answer.id, thread: first.id })
    expect(messages[3]).toMatchObject({ removedBy: { id: ana.id }, text: '' })
    expect(said.filter(({ kind }) => kind === 'notice')[0]).toMatchObject({ sentence: 'ANA made this room' })
    const paths = messages[4].attachments.map(({ path }: { path: string }) => path)
    expect(paths).toEqual([`files/${picture}-harbour.png`, `files/${page}-a.html.txt`])
    expect(files.get(paths[0])?.length).toBeGreaterThan(50)
    expect(textOf(files, paths[1])).toBe('<script>alert(1)</script>')
    expect(Buffer.concat([...files.values()]).includes('a secret')).toBe(false)
    expect((await ben.ask('GET', apiPaths.roomExportSize(room))).json()).toEqual({
      files: 2,
      bytes: [...files].filter(([name]) => name.startsWith('files/')).reduce((sum, [, bytes]) => sum + bytes.length, 0),
    })

    const html = await exported(ben, room, 'format=html')
    const shown = textOf(html, 'pages/0001.html')
    for (const part of [
      'the mended word',
      '<strong>yes</strong>',
      'removed by <bdi>ANA</bdi>',
      `<img src="../${paths[0]}"`,
    ]) {
      expect(shown).toContain(part)
    }
    expect(shown).toContain(`href="#m-${first.id}"`)
    expect(shown.indexOf('in a thread'), 'right under what it hangs on').toBeLessThan(shown.indexOf('<strong>yes'))
    expect(shown).not.toContain('<script')
    expect(textOf(html, 'index.html')).toContain('href="pages/0001.html"')
    const markdown = await exported(ben, room, 'format=markdown&files=0&lang=de')
    const [name = ''] = [...markdown.keys()]
    expect([markdown.size, name.split('.')]).toEqual([1, ['messages', 'md']])
    expect(textOf(markdown, name)).toContain('ANA hat diesen Raum angelegt')
    expect(textOf(markdown, name)).toContain('nicht exportiert')
    await Promise.all([mine.live.close(), his.live.close()])
  })

  it('show nobody more than the room does, and no other time than was asked for', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const mine = await ana.connect()
    await mine.say(room, 'for all')
    await ana.ask('PATCH', apiPaths.room(room), { history: 'joined' })
    const hidden = await mine.say(room, 'before Eve')
    const early = await uploadFile(server.call, ana.accessToken, room, { name: 'early.txt' }, Buffer.from('early'))
    const attachments = [{ file: early, name: 'early.txt', mediaType: 'text/plain', sizeBytes: 5 }]
    await mine.publish(room, { kind: 'message.posted', text: 'with a file', format: 'plain', attachments })
    const path = apiPaths.roomExport(room, 'format=json')
    const refused = [await eve.ask('GET', path), await eve.ask('GET', apiPaths.roomExportSize(room))]
    const nowhere = await eve.ask('GET', apiPaths.roomExport('0.aaaaaaaaaaaaaa' as RoomId, 'format=json'))
    for (const answer of [...refused, nowhere])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'room-unknown'])
    await ana.ask('PUT', apiPaths.member(room, eve.id))
    const after = await mine.publish(room, {
      kind: 'message.posted',
      text: 'for Eve',
      format: 'plain',
      replyTo: hidden.id,
    })
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().head >= after.seq)
    const hers = await linesOf(eve, room)
    expect(hers.messages.map(({ text }) => text)).toEqual(['for all', 'for Eve'])
    expect([...hers.files.keys()].filter((name) => name.startsWith('files/'))).toEqual([])
    expect((await eve.ask('GET', apiPaths.roomExportSize(room))).json()).toEqual({ files: 0, bytes: 0 })
    const page = textOf(await exported(eve, room, 'format=html'), 'pages/0001.html')
    expect([page.includes('before Eve'), page.includes('not in this export')]).toEqual([false, true])

    const all = (await linesOf(ana, room)).messages
    expect(all.map(({ text }) => text)).toEqual(['for all', 'before Eve', 'with a file', 'for Eve'])
    const [second, third] = [all[1].at, all[2].at]
    const some = await linesOf(ana, room, `&after=${second}&before=${third + 1}`)
    expect(some.messages.map(({ text }) => text)).toEqual(
      all.filter(({ at }) => at >= second && at <= third).map(({ text }) => text),
    )
    expect(some.about).toMatchObject({ after: { at: second }, before: { at: third + 1 } })
    expect((await linesOf(ana, room, '&before=1000')).said).toEqual([])
    expect((await linesOf(ana, room, `&after=${Date.now() + 1e9}`)).said).toEqual([])
    expect((await ana.ask('GET', apiPaths.roomExportSize(room, `before=${second}`))).json()).toEqual({
      files: 0,
      bytes: 0,
    })

    await ana.ask('DELETE', apiPaths.member(room, eve.id))
    expect((await eve.ask('GET', path)).statusCode).toBe(404)
    await mine.say(room, 'while Eve was away')
    await ana.ask('PUT', apiPaths.member(room, eve.id))
    const back = await mine.say(room, 'Eve is back')
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().head >= back.seq)
    const again = (await linesOf(eve, room)).messages
    expect(again.map(({ text }) => text)).toEqual(['for all', 'for Eve', 'Eve is back'])
    await mine.live.close()
  })

  it('name people as the room does: those who are gone for good, and those one has blocked', async () => {
    const cara = await createRawPerson(server, 'cara')
    const room = (await createRoom(server.call, ana.accessToken, [ben.id, cara.id])).id
    const [mine, hers] = [await ana.connect(), await cara.connect()]
    await hers.say(room, 'I go')
    const last = await mine.say(room, 'I stay')
    await until(async () => (await ana.ask('GET', apiPaths.messages(room))).json().head >= last.seq)
    const goes = await cara.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' })
    expect(goes.statusCode).toBeLessThan(300)
    expect((await ben.ask('PUT', apiPaths.block(ana.id))).statusCode).toBe(204)
    const { messages, about } = await linesOf(ben, room)
    expect(messages.map(({ author, blocked }) => [author.name, blocked])).toEqual([
      ['Deleted user', undefined],
      ['ANA', true],
    ])
    expect(JSON.stringify(about)).not.toContain('CARA')
    expect(textOf(await exported(ben, room, 'format=html'), 'pages/0001.html')).toContain('<details><summary>Blocked:')
    expect((await ben.ask('DELETE', apiPaths.block(ana.id))).statusCode).toBe(204)
    await Promise.all([mine.live.close(), hers.live.close()])
  })

  it('mark what a blocked person’s bot says as they mark what that person says', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const made = await ana.ask('POST', apiPaths.webhooks(room), { name: 'Builds' })
    expect(made.statusCode, made.body).toBe(201)
    const { pathname } = new URL(made.json().url, 'https://chat.example')
    const posted = await server.call({ method: 'POST', path: pathname, body: { text: 'built by a program' } })
    expect(posted.statusCode, posted.body).toBe(204)
    await until(async () => (await ben.ask('GET', apiPaths.messages(room))).json().messages.length === 1)
    const marks = async () => (await linesOf(ben, room)).messages.map(({ author, blocked }) => [author.name, blocked])
    expect(await marks()).toEqual([['Builds', undefined]])
    expect((await ben.ask('PUT', apiPaths.block(ana.id))).statusCode).toBe(204)
    expect(await marks()).toEqual([['Builds', true]])
    const page = textOf(await exported(ben, room, 'format=html'), 'pages/0001.html')
    expect(page).toMatch(/<details><summary>Blocked: .*Builds.*<\/summary>.*built by a program/s)
    const lines = textOf(await exported(ben, room, 'format=markdown'), 'messages.md')
    expect(lines).toMatch(/\*Blocked: .*Builds.*\*/)
    expect((await ben.ask('DELETE', apiPaths.block(ana.id))).statusCode).toBe(204)
  })

  it('end for whoever is taken out meanwhile or goes away, and are one at a time', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const mine = await ana.connect()
    // Of noise, so that nothing packs it: far more than what lies between the two ends of a connection.
    for (let count = 0; count < 4; count++) {
      const bytes = randomBytes(8_000_000)
      const file = await uploadFile(server.call, ana.accessToken, room, { name: `${count}.bin` }, bytes)
      const attachments = [
        { file, name: `${count}.bin`, mediaType: 'application/octet-stream', sizeBytes: bytes.length },
      ]
      await mine.publish(room, { kind: 'message.posted', text: '', format: 'plain', attachments })
    }
    const origin = await listen(server)
    const begin = async (who: RawPerson, signal?: AbortSignal) => {
      const headers = { authorization: `Bearer ${who.accessToken}` }
      const answer = await fetch(origin.url + apiPaths.roomExport(room, 'format=json'), {
        headers,
        ...(signal && { signal }),
      })
      expect(answer.status).toBe(200)
      const reader = answer.body?.getReader()
      if (reader === undefined) throw new Error('no body')
      await reader.read()
      return reader
    }
    const reader = await begin(ben)
    const another = await ben.ask('GET', apiPaths.roomExport(room, 'format=json'))
    expect([another.statusCode, another.json().code]).toEqual([503, 'busy'])
    expect((await ana.ask('DELETE', apiPaths.member(room, ben.id))).statusCode).toBeLessThan(300)
    const other = apiPaths.roomExport((await createRoom(server.call, ben.accessToken)).id, 'format=json')
    await until(async () => (await ben.ask('GET', other)).statusCode === 200)
    // Nobody has read it meanwhile: what the server still had for him stays there.
    const readOn = async (of: typeof reader) => {
      while (!(await of.read()).done);
    }
    await expect(readOn(reader)).rejects.toThrow()

    const second = await signInRawPerson(server, 'ana')
    const hers = await begin(second)
    expect((await ana.ask('DELETE', apiPaths.devices)).statusCode).toBeLessThan(300)
    await until(async () => (await ana.ask('GET', apiPaths.roomExport(room, 'format=json&files=0'))).statusCode === 200)
    await expect(readOn(hers), 'who was signed out').rejects.toThrow()

    const aborter = new AbortController()
    await begin(ana, aborter.signal)
    expect((await ana.ask('GET', apiPaths.roomExport(room, 'format=json'))).json().code).toBe('busy')
    aborter.abort()
    await until(async () => (await ana.ask('GET', apiPaths.roomExport(room, 'format=json&files=0'))).statusCode === 200)
    await origin.close()
    await mine.live.close()
  })
})

describe.skipIf(natsServerBinary === undefined)('exports of a room by somebody who asks again and again', () => {
  it('are so many in an hour, and no more; nobody else is kept from theirs', async () => {
    const server = await startTestServer({ NATTER_REQUESTS_PER_MINUTE: '60' })
    try {
      const [ana, ben] = [await createRawPerson(server, 'ana'), await createRawPerson(server, 'ben')]
      const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
      const ask = (who: RawPerson) => who.ask('GET', apiPaths.roomExport(room, 'format=json'))
      expect([(await ask(ana)).statusCode, (await ask(ana)).statusCode]).toEqual([200, 200])
      const refused = await ask(ana)
      expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate-limited'])
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60)
      expect((await ask(ben)).statusCode).toBe(200)
    } finally {
      await server.stop()
    }
  })
})

function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  const file = files.get(name)
  if (file === undefined) throw new Error(`no ${name} in ${[...files.keys()].join(', ')}`)
  return file.toString()
}

/** The same server on a port: what is under way is only seen over a connection. */
async function listen({ run }: TestServer): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const front = createServer((request, answer) => run.app.routing(request, answer))
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  const { port } = front.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        front.closeAllConnections()
        front.close(() => done())
      }),
  }
}
