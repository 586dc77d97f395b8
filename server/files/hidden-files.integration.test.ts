import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import type { EventId, FileId, RoomId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer } from '../rigs/test-server.ts'
import { buildAttachment, uploadFile } from '../rigs/upload-test-client.ts'

/** Who may not see a file, and the message it is in: each answer is the one to an id that never was, to the last byte. */
describe.skipIf(natsServerBinary === undefined)('a file that somebody may not see', () => {
  let server: TestServer
  let ana: RawPerson
  let live: RawConnection
  let room: RoomId
  let file: FileId
  let message: EventId
  let outsiders: Readonly<Record<string, RawPerson>>
  beforeAll(async () => {
    server = await startTestServer()
    // The first account administers the server: that opens no file either.
    const first = await createRawPerson(server, 'first')
    ana = await createRawPerson(server, 'ana')
    const [stranger, kicked, left, late] = await Promise.all(
      ['stranger', 'kicked', 'left', 'late'].map((handle) => createRawPerson(server, handle)),
    )
    if (!stranger || !kicked || !left || !late) throw new Error('four were made')
    outsiders = { administrator: first, stranger, kicked, left, late }
    const about = { name: 'Tea', members: [kicked.id, left.id], history: 'joined' }
    room = (await ana.ask('POST', apiPaths.rooms, about)).json().room.id
    live = await ana.connect()
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    file = await uploadFile(server.call, ana.accessToken, room, { name: 'lighthouse.png' }, picture)
    const info = (await ana.ask('GET', apiPaths.fileInfo(file))).json() as File
    const said = { kind: 'message.posted', text: 'the lighthouse https://light.example', format: 'plain' }
    message = (await live.publish(room, { ...said, attachments: [buildAttachment(info)] })).id
    await live.publish(room, { kind: 'message.edited', message, text: 'a lighthouse https://light.example' })
    await live.publish(room, { kind: 'message.pinned', message })
    await live.publish(room, { kind: 'message.posted', text: 'lighthouse answer', format: 'plain', thread: message })
    expect(await Promise.all([kicked, left].map((person) => see(person, file)))).toMatchObject([
      { status: 200 },
      { status: 200 },
    ])
    await ana.ask('DELETE', apiPaths.member(room, kicked.id))
    await left.ask('DELETE', apiPaths.member(room, left.id))
    expect((await ana.ask('PUT', apiPaths.member(room, late.id))).statusCode).toBe(204)
  })
  afterAll(async () => {
    await live?.live.close()
    await server?.stop()
  })

  const none = 'a'.repeat(16) as FileId
  /** A neighbour of one there is: half of an id is the seal of its maker and room. */
  const guessed = () => `${file.slice(0, 15)}${file.endsWith('a') ? 'b' : 'a'}` as FileId
  type Asked = { readonly method?: 'GET' | 'HEAD'; readonly path?: string; readonly headers?: Record<string, string> }
  const ask = async (by: RawPerson | undefined, { method = 'GET', path = '', headers = {} }: Asked) => {
    const answer = await server.call({ method, path, ...(by && { token: by.accessToken }), headers } as never)
    const { request: _, ...problem } = answer.body === '' || answer.statusCode < 300 ? {} : answer.json()
    const { date: _date, 'natter-request': _id, ...rest } = answer.headers
    // What is counted of the caller's own calls says nothing of the file.
    const told = Object.entries(rest).filter(([name]) => !/^(x-)?ratelimit|request-id/.test(name))
    return { status: answer.statusCode, problem, headers: Object.fromEntries(told.toSorted()) }
  }
  const see = (by: RawPerson, of: FileId) => ask(by, { path: apiPaths.file(of) })

  const ways: Readonly<Record<string, (of: FileId) => Asked>> = {
    'the bytes': (of) => ({ path: apiPaths.file(of) }),
    'the head of the bytes': (of) => ({ method: 'HEAD', path: apiPaths.file(of) }),
    'a range': (of) => ({ path: apiPaths.file(of), headers: { range: 'bytes=0-9' } }),
    'a range that there is not': (of) => ({ path: apiPaths.file(of), headers: { range: 'bytes=99999999-' } }),
    'what they have of before': (of) => ({ path: apiPaths.file(of), headers: { 'if-none-match': tag } }),
    'the preview': (of) => ({ path: apiPaths.filePreview(of) }),
    'the head of the preview': (of) => ({ method: 'HEAD', path: apiPaths.filePreview(of) }),
    'what is known of it': (of) => ({ path: apiPaths.fileInfo(of) }),
    'the upload it was': (of) => ({
      method: 'HEAD',
      path: `${apiPaths.roomFiles(room)}/${of}`,
      headers: { 'tus-resumable': '1.0.0' },
    }),
  }
  let tag = '"none"'

  it.each(Object.keys(ways))('by %s is the same 404 as one that never was', async (name) => {
    const way = ways[name]
    if (way === undefined) throw new Error(name)
    tag = String((await ask(ana, { path: apiPaths.file(file) })).headers.etag)
    const isOfUpload = name === 'the upload it was'
    if (!isOfUpload) expect((await ask(ana, way(file))).status, 'and there for who may').toBeLessThan(500)
    for (const [who, person] of Object.entries(outsiders)) {
      const nothing = await ask(person, way(none))
      expect(nothing.status, who).toBe(404)
      expect(await ask(person, way(file)), who).toEqual(nothing)
      expect(await ask(person, way(guessed())), `${who}, guessing`).toEqual(nothing)
    }
    expect((await ask(ana, way(guessed()))).status).toBe(404)
    // Without a sign-in nothing is said of any.
    expect(await ask(undefined, way(file))).toEqual(await ask(undefined, way(none)))
  })

  it('stands in no list, search, thread, pin or earlier words that they are given', async () => {
    const nowhere = '0.bbbbbbbbbbbbbb' as RoomId
    const nothing = '01jd0000000000000000000000' as EventId
    const lists: Readonly<Record<string, (of: RoomId, id: EventId) => string>> = {
      messages: (of) => apiPaths.messages(of),
      message: (of, id) => apiPaths.message(of, id),
      versions: (of, id) => apiPaths.versions(of, id),
      thread: (of, id) => apiPaths.thread(of, id),
      pins: (of) => apiPaths.pins(of),
      search: (of) => apiPaths.search(`q=lighthouse&room=${of}`),
      files: (of) => apiPaths.search(`q=&has=file&room=${of}`),
      room: (of) => apiPaths.room(of),
    }
    for (const [what, of] of Object.entries(lists)) {
      expect((await ana.ask('GET', of(room, message))).body, what).toMatch(/lighthouse|"pins":1/)
      for (const who of ['administrator', 'stranger', 'kicked', 'left']) {
        const person = outsiders[who] as RawPerson
        const unknown = await ask(person, { path: of(nowhere, nothing) })
        expect(unknown.status, `${what} for ${who}`).toBe(404)
        expect(await ask(person, { path: of(room, message) }), `${what} for ${who}`).toEqual(unknown)
      }
    }
    // Who joined later is in the room, and all of it begins with them.
    const late = outsiders.late as RawPerson
    for (const what of ['message', 'versions', 'thread']) {
      const of = lists[what] as (of: RoomId, id: EventId) => string
      const unknown = await ask(late, { path: of(room, nothing) })
      expect(unknown.status).toBe(404)
      expect(await ask(late, { path: of(room, message) }), what).toEqual(unknown)
    }
    for (const what of ['messages', 'pins', 'search', 'files'])
      expect((await late.ask('GET', (lists[what] as (of: RoomId) => string)(room))).body, what).not.toContain(
        'lighthouse',
      )
    expect((await late.ask('GET', apiPaths.room(room))).json().counts).toEqual({ files: 0, links: 0, pins: 0 })
    for (const person of Object.values(outsiders)) {
      expect((await person.ask('GET', apiPaths.search('q=lighthouse'))).json().hits).toEqual([])
      expect((await person.ask('GET', apiPaths.threads())).json().threads).toEqual([])
      expect((await person.ask('GET', apiPaths.sync)).body).not.toContain('lighthouse')
    }
  })
})
