import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type Sync, syncSchema } from '../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

type Person = Awaited<ReturnType<typeof signUp>>

describe.skipIf(natsServerBinary === undefined)('GET /sync', () => {
  let server: TestServer
  let [ana, ben, cleo]: Person[] = []
  const as = (person: Person | undefined) => ({ token: person?.accessToken })
  beforeAll(async () => {
    server = await startTestServer()
    ana = await signUp(server.call, 'ana')
    ben = await signUp(server.call, 'ben')
    cleo = await signUp(server.call, 'cleo')
  })
  afterAll(() => server?.stop())

  async function sync(person: Person | undefined, since?: string): Promise<Sync> {
    const path = since === undefined ? apiPaths.sync : `${apiPaths.sync}?since=${encodeURIComponent(since)}`
    const answer = await server.call({ path, ...as(person) })
    expect(answer.statusCode).toBe(200)
    return syncSchema.parse(answer.json())
  }
  /** Rooms are written a moment before their shard's place moves: what falls in between is said twice. */
  async function settle(person: Person | undefined, from: Sync): Promise<Sync> {
    let last = from
    do last = await sync(person, last.cursor)
    while (last.rooms.length > 0 || Object.values(last.shards).some(({ complete }) => complete === false))
    return last
  }
  const made = async (members: readonly (Person | undefined)[] = []) =>
    (
      await createRoom(
        server.call,
        ana?.accessToken ?? '',
        members.flatMap((one) => one?.user.id ?? []),
      )
    ).id
  const roomsOf = ({ rooms }: Sync) => rooms.map(({ room }) => room.id)

  it('names all rooms the first time, and with its cursor those that changed, with the ids of all', async () => {
    const rooms = await Promise.all(Array.from({ length: 5 }, () => made([ben])))
    const first = await sync(ben)
    expect(first.roomIds.toSorted()).toEqual(rooms.toSorted())
    expect(roomsOf(first)).toEqual(first.roomIds)
    expect(Object.values(first.shards)[0]).toMatchObject({ epoch: 0, forkSeq: 0 })

    const still = await settle(ben, first)
    expect([still.roomIds, still.credentialVersion]).toEqual([first.roomIds, first.credentialVersion])
    expect(still.users.map(({ handle }) => handle)).toEqual(['ben'])

    const [one, two] = rooms as [RoomId, RoomId]
    await server.call({ method: 'PATCH', path: apiPaths.room(one), body: { name: 'Coffee' }, ...as(ana) })
    const renamed = await sync(ben, still.cursor)
    // On a busy machine a shard may be behind for a moment, and its other rooms are told again; which, the cursor's own test says.
    expect(renamed.rooms.find(({ room }) => room.id === one)).toMatchObject({
      room: { name: 'Coffee', memberCount: 2 },
    })
    expect(renamed.users.map(({ handle }) => handle).toSorted()).toEqual(['ana', 'ben'])

    await server.call({ method: 'DELETE', path: apiPaths.member(two, ben?.user.id as never), ...as(ana) })
    const gone = await sync(ben, renamed.cursor)
    expect(gone.roomIds).not.toContain(two)
    expect(roomsOf(gone)).not.toContain(two)
    expect(gone.credentialVersion).not.toBe(first.credentialVersion)
    const fresh = await made([ben])
    expect(roomsOf(await sync(ben, gone.cursor))).toContain(fresh)
    // An older cursor says all of it at once.
    expect(roomsOf(await sync(ben, first.cursor))).toEqual(expect.arrayContaining([one, fresh]))
  })

  it('takes a cursor that cannot be read, or somebody else’s, for none', async () => {
    const { cursor, roomIds } = await sync(ana)
    for (const since of ['', 'x', '0', `${cursor}x`, cursor.slice(0, -4), 'ÄÄ', (await sync(ben)).cursor]) {
      expect(roomsOf(await sync(ana, since))).toEqual(roomIds)
    }
  })

  it('says who of those I know goes by another name, though no room changed', async () => {
    await made([cleo])
    const { cursor } = await settle(cleo, await sync(cleo))
    await server.call({ method: 'PATCH', path: apiPaths.me, body: { displayName: 'Anastasia' }, ...as(ana) })
    await server.call({ method: 'PATCH', path: apiPaths.me, body: { displayName: 'Benjamin' }, ...as(ben) })
    const after = await sync(cleo, cursor)
    // Ben shares no room with her.
    expect(after.users.map(({ displayName }) => displayName).toSorted()).toEqual(['Anastasia', 'CLEO'])
  })

  it('names ten members of a large room, me among them, and the others when it is asked for', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => signUp(server.call, `many-${n}`)))
    const room = await made(many)
    const last = many.at(-1)
    const listed = (await sync(last)).rooms.find((one) => one.room.id === room)?.room
    expect(listed?.memberCount).toBe(13)
    expect(listed?.members).toHaveLength(10)
    expect(listed?.members.map(({ user }) => user)).toEqual(expect.arrayContaining([last?.user.id, ana?.user.id]))
    const whole = await server.call({ path: apiPaths.room(room), ...as(last) })
    expect(whole.json().room.members).toHaveLength(13)
    expect(whole.json().users).toHaveLength(13)
  })

  it('is compressed where it is large, for whoever takes that', async () => {
    const busy = await signUp(server.call, 'busy')
    const names = Array.from({ length: 60 }, (_, n) => `Room ${n} ${'with a long name '.repeat(3)}`)
    for (const name of names) {
      await server.call({ method: 'POST', path: apiPaths.rooms, body: { name, members: [] }, ...as(busy) })
    }
    const ask = (encoding?: string) =>
      server.call({
        path: apiPaths.sync,
        ...as(busy),
        ...(encoding === undefined ? {} : { headers: { 'accept-encoding': encoding } }),
      })
    const plain = await ask()
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(Number(plain.headers['content-length'])).toBe(plain.rawPayload.length)
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
    const packings = [
      ['br, gzip;q=0.5', 'br'],
      ['gzip, deflate, br', 'br'],
      ['br;q=0.0, gzip', 'gzip'],
      ['gzip;q=0.5, brotli', 'gzip'],
      ['*', 'gzip'],
    ] as const
    for (const [encoding, packing] of packings) {
      const packed = await ask(encoding)
      expect(packed.headers).toMatchObject({ 'content-encoding': packing, vary: 'accept-encoding' })
      expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
      const answer = syncSchema.parse(JSON.parse(unpack[packing](packed.rawPayload).toString()))
      expect(answer.rooms.map(({ room }) => room.name).toSorted()).toEqual(names.toSorted())
    }
    for (const encoding of ['br;q=0, gzip;q=0', 'deflate', 'identity']) {
      expect((await ask(encoding)).headers['content-encoding']).toBeUndefined()
    }
    await until(async () => (await sync(busy)).rooms.every(({ complete }) => complete))
  })
})
