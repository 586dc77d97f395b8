import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('pictures of people and rooms', () => {
  let server: TestServer
  let admin: Required<Session>
  let ana: Required<Session>
  let ben: Required<Session>
  let eve: Required<Session>
  let room: Room
  let red: Buffer
  let blue: Buffer
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'request', NATTER_PUBLIC_URL: 'https://chat.example' })
    admin = await signUp(server.call, 'first')
    ana = await signUp(server.call, 'ana')
    ben = await signUp(server.call, 'ben')
    eve = await signUp(server.call, 'eve')
    room = await createRoom(server.call, ana.accessToken)
    const paint = (background: string) =>
      sharp({ create: { width: 300, height: 200, channels: 3, background } })
        .png()
        .toBuffer()
    red = await paint('red')
    blue = await paint('blue')
  })
  afterAll(() => server?.stop())

  const put = (path: string, by: Required<Session>, bytes: Buffer, type = 'image/png') =>
    server.call({ method: 'PUT', path, token: by.accessToken, body: bytes, headers: { 'content-type': type } })
  const get = (path: string, by: Required<Session>, headers = {}) =>
    server.call({ path, token: by.accessToken, headers })
  const strip = ({ request: _, ...problem }: { request: string }) => problem
  const befriend = async (one: Required<Session>, other: Required<Session>) => {
    for (const [by, to] of [
      [one, other],
      [other, one],
    ] as const)
      await server.call({
        method: 'POST',
        path: apiPaths.contactRequests,
        token: by.accessToken,
        body: { handle: to.user.handle },
      })
  }

  it('of a person are told by a version wherever their name is, and seen by who knows them', async () => {
    await befriend(ana, ben)
    const answer = await put(apiPaths.ownAvatar, ana, red)
    expect(answer.statusCode, answer.body).toBe(200)
    const { avatar } = answer.json()
    expect((await get(apiPaths.me, ana)).json().avatar).toBe(avatar)
    for (const path of [apiPaths.contacts, apiPaths.rooms, apiPaths.sync]) {
      const { users } = (await get(path, ben)).json()
      expect([path, users.find(({ id }: { id: string }) => id === ana.user.id)?.avatar]).toEqual([path, avatar])
    }

    const shown = await get(apiPaths.userAvatar(ana.user.id, avatar), ben)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect(await sharp(shown.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
    const again = await get(apiPaths.userAvatar(ana.user.id), ben, { 'if-none-match': shown.headers.etag })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect((await get(apiPaths.userAvatar(ana.user.id), admin)).statusCode).toBe(200)
  })

  it('are to strangers as those of nobody, and as none', async () => {
    const none = await get(apiPaths.userAvatar('aaaaaaaaaaaaaaaa' as never), eve)
    for (const path of [apiPaths.userAvatar(ana.user.id), apiPaths.userAvatar(ben.user.id)]) {
      const hidden = await get(path, eve)
      expect([hidden.statusCode, strip(hidden.json())]).toEqual([404, strip(none.json())])
    }
    const bare = await get(apiPaths.userAvatar(ben.user.id), ana)
    expect([bare.statusCode, strip(bare.json())]).toEqual([404, strip(none.json())])
    expect((await server.call({ path: apiPaths.userAvatar(ana.user.id) })).statusCode).toBe(401)
  })

  it('change their version with the picture, and go', async () => {
    const first = (await put(apiPaths.ownAvatar, ana, red)).json().avatar
    const second = (await put(apiPaths.ownAvatar, ana, blue)).json().avatar
    expect(second).not.toBe(first)
    const gone = await server.call({ method: 'DELETE', path: apiPaths.ownAvatar, token: ana.accessToken })
    expect(gone.statusCode).toBe(204)
    expect((await get(apiPaths.me, ana)).json().avatar).toBeUndefined()
    expect((await get(apiPaths.userAvatar(ana.user.id), ben)).statusCode).toBe(404)
  })

  it('are refused where they are none, whatever they are called, and where they are too large', async () => {
    const page = await put(apiPaths.ownAvatar, ana, Buffer.from('<svg xmlns="x"/>'), 'image/png')
    expect([page.statusCode, page.json().code]).toEqual([422, 'image-unreadable'])
    const none = await server.call({ method: 'PUT', path: apiPaths.ownAvatar, token: ana.accessToken })
    expect([none.statusCode, none.json().code]).toEqual([422, 'image-unreadable'])
    const large = await put(apiPaths.ownAvatar, ana, Buffer.alloc(5 * 1_048_576 + 1))
    expect([large.statusCode, large.json().code]).toEqual([413, 'request-too-large'])
    expect((await put(apiPaths.ownAvatar, ana, red, 'text/html')).statusCode).toBe(200)
    const atOnce = await Promise.all([1, 2, 3].map(() => put(apiPaths.ownAvatar, ana, blue)))
    expect(new Set(atOnce.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 503]))
    expect((await put(apiPaths.ownAvatar, ana, blue)).statusCode, 'the next one finds a place').toBe(200)
  })

  it('of a room are set by who leads it, and seen by who is in it, or may join', async () => {
    const path = apiPaths.roomAvatar(room.id)
    const unknown = await put(apiPaths.roomAvatar('0.aaaaaaaaaaaaaa' as never), ben, red)
    const outside = await put(path, ben, red)
    expect([outside.statusCode, strip(outside.json())]).toEqual([404, strip(unknown.json())])
    const { avatar } = (await put(path, ana, red)).json()
    expect((await get(apiPaths.room(room.id), ana)).json().room.avatar).toBe(avatar)
    expect((await get(path, ana)).statusCode).toBe(200)
    const rows = (await get(apiPaths.sync, ana)).json().rooms
    expect(rows.find((row: { room: { id: string } }) => row.room.id === room.id).room.avatar).toBe(avatar)
    const hidden = await get(path, eve)
    const none = await get(apiPaths.roomAvatar('0.aaaaaaaaaaaaaa' as never), eve)
    expect([hidden.statusCode, strip(hidden.json())]).toEqual([404, strip(none.json())])

    const member = apiPaths.member(room.id, ben.user.id)
    expect((await server.call({ method: 'PUT', path: member, token: ana.accessToken })).statusCode).toBe(204)
    expect((await get(path, ben)).statusCode).toBe(200)
    expect((await put(path, ben, blue)).json().code).toBe('not-allowed')
    expect((await get(path, ben)).headers.etag, 'nothing was replaced').toBe(`"${avatar}"`)

    const open = { visibility: 'public' }
    await server.call({ method: 'PATCH', path: apiPaths.room(room.id), token: ana.accessToken, body: open })
    expect((await get(path, eve)).statusCode).toBe(200)
    await until(async () => (await get(apiPaths.publicRooms(), eve)).json().rooms[0]?.avatar === avatar)
  })

  it('of a room stand on the page of its invitation, as long as that is good', async () => {
    const made = await server.call({
      method: 'POST',
      path: apiPaths.roomInvites(room.id),
      token: ana.accessToken,
      body: {},
    })
    const { code } = made.json().invite
    const shown = await server.call({ path: apiPaths.inviteAvatar(code) })
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/webp'])
    await server.call({ method: 'DELETE', path: apiPaths.invite(code), token: ana.accessToken })
    const dead = await server.call({ path: apiPaths.inviteAvatar(code) })
    const never = await server.call({ path: apiPaths.inviteAvatar('a'.repeat(22)) })
    expect([dead.statusCode, strip(dead.json())]).toEqual([410, strip(never.json())])
    expect(
      (await server.call({ method: 'DELETE', path: apiPaths.roomAvatar(room.id), token: ana.accessToken })).statusCode,
    ).toBe(204)
    expect((await get(apiPaths.roomAvatar(room.id), ana)).statusCode).toBe(404)
  })
})
