import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { type OutsideWeb, startOutsideWeb } from '../rigs/outside-web.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('the preview of a link', () => {
  let server: TestServer
  let web: OutsideWeb
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  let cyn: RawPerson
  let room: never
  beforeAll(async () => {
    web = await startOutsideWeb('page.example', {
      'inside.example': [['192.168.0.1']],
      'moved.example': [['2606:2800:220:1:248:1893:25c8:1946']],
      'rebound.example': [['93.184.216.34'], ['127.0.0.1']],
    })
    const { pages } = web
    server = await startTestServer({}, web)
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    cyn = await createRawPerson(server, 'cyn')
    room = (await ana.ask('POST', apiPaths.rooms, { name: 'Tea', members: [ben.id, cyn.id] })).json().room.id as never
    const picture = await sharp({ create: { width: 1_600, height: 800, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    pages.set('page.example/pic.png', ['image/png', picture])
    const head =
      '<title>no</title><meta property="og:title" content="A &amp; B \u202e"><meta name="description" content="About">'
    pages.set('page.example/', [
      'text/html; charset=utf-8',
      Buffer.from(`<html><head>${head}<meta property="og:image" content="/pic.png"></head><svg><title>x</title></svg>`),
    ])
    pages.set('page.example/sealed', [
      'text/html',
      Buffer.from('<title>Sealed</title><meta property="og:image" content="http://moved.example/pic.png">'),
    ])
    pages.set('moved.example/', 'https://page.example/sealed')
    pages.set('moved.example/pic.png', 'https://page.example/pic.png')
    pages.set('page.example/away', 'http://rebound.example/')
    pages.set('rebound.example/', ['text/html', Buffer.from('<title>Once</title>')])
    pages.set('elsewhere.example/', ['text/html', Buffer.from('<title>Not who it says</title>')])
    pages.set('page.example/inner', [
      'text/html',
      Buffer.from('<title>Plain</title><meta property="og:image" content="http://inside.example/pic.png">'),
    ])
    pages.set('page.example/text', ['text/plain', Buffer.from('<title>x</title>')])
  })
  afterAll(async () => {
    web?.stop()
    await server?.stop()
  })
  const preview = (by: RawPerson, url: string) => by.ask('POST', apiPaths.linkPreviews, { room, url })

  it('has title, words and a picture that is a file of the room', async () => {
    const answer = await preview(ana, 'http://page.example')
    expect(answer.statusCode, answer.body).toBe(200)
    const made = answer.json().preview
    expect(made).toEqual({ url: 'http://page.example', title: 'A & B', text: 'About', image: expect.any(String) })
    const info = (await ana.ask('GET', apiPaths.fileInfo(made.image))).json()
    expect(info).toMatchObject({ room, mediaType: 'image/webp', width: 800, height: 400 })
    expect((await ben.ask('GET', apiPaths.file(made.image))).statusCode, 'in no message yet').toBe(404)

    const live = await ana.connect()
    const said = { kind: 'message.posted', text: 'see http://page.example !', format: 'plain', preview: made }
    const { id } = await live.publish(room, said)
    expect((await ben.ask('GET', apiPaths.file(made.image))).statusCode).toBe(200)
    const last = async () => (await ben.ask('GET', apiPaths.messages(room))).json().messages.at(-1)
    expect((await last()).preview).toEqual(made)
    await live.publish(room, { kind: 'message.edited', message: id, text: 'never mind' })
    expect(await last()).toMatchObject({ text: 'never mind' })
    expect((await last()).preview, 'it goes with the address').toBeUndefined()
    expect((await ben.ask('GET', apiPaths.file(made.image))).statusCode).toBe(404)
    await live.publish(room, { ...said, text: 'without the address' })
    expect((await last()).preview).toBeUndefined()
    await live.live.close()
  })

  it('has no picture where that leads inside', async () => {
    const answer = await preview(ana, 'http://page.example/inner')
    expect(answer.json().preview).toEqual({ url: 'http://page.example/inner', title: 'Plain' })
  })

  it('is read over TLS too, by redirects to further addresses outside, its picture likewise', async () => {
    const before = web.asked.length
    const answer = await preview(cyn, 'http://moved.example/')
    expect(answer.json().preview, answer.body).toEqual({
      ...{ url: 'http://moved.example/', title: 'Sealed', image: expect.any(String) },
    })
    expect(web.asked.slice(before)).toEqual([
      'http://moved.example/',
      'https://page.example/sealed',
      'http://moved.example/pic.png',
      'https://page.example/pic.png',
    ])
  })

  it('is refused over TLS where the other end is not who it should be', async () => {
    const before = web.asked.length
    expect((await preview(cyn, 'https://elsewhere.example/')).statusCode).toBe(422)
    expect(web.asked.slice(before)).toEqual([])
    expect((await preview(cyn, 'http://elsewhere.example/')).json().preview.title).toBe('Not who it says')
  })

  it('is refused where a name that led outside leads inside the next time', async () => {
    expect((await preview(cyn, 'http://page.example/away')).json().preview).toMatchObject({ title: 'Once' })
    const before = web.asked.length
    expect((await preview(cyn, 'http://page.example/away')).statusCode).toBe(422)
    expect(web.asked.slice(before)).toEqual(['http://page.example/away'])
  })

  it('is refused in one way, whatever it was', async () => {
    const strip = ({ request: _, ...problem }: { request: string }) => problem
    const urls = [
      'http://inside.example/',
      'http://page.example/none',
      'http://page.example/text',
      'no',
      'http://[::1]/',
    ]
    const answers = await Promise.all(urls.map((url) => preview(ben, url)))
    for (const answer of answers) {
      expect([answer.statusCode, strip(answer.json())]).toEqual([422, strip((answers[0] ?? answer).json())])
    }
  })

  it('is for who may write in the room, ten a minute', async () => {
    expect((await preview(eve, 'http://page.example')).json().code).toBe('room-unknown')
    const codes = []
    for (let n = 0; n < 8; n++) codes.push((await preview(ana, 'http://page.example/none')).statusCode)
    codes.push((await preview(ana, 'http://page.example/none')).statusCode)
    expect(codes).toEqual([...Array.from({ length: 8 }, () => 422), 429])
  })
})
