import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'

/** CI tries each race a few times; NATTER_RACES says how often otherwise. */
const races = Number(process.env.NATTER_RACES ?? 3)
const patienceMs = races * 2_000 + 30_000

describe.skipIf(natsServerBinary === undefined)('what may be done with a room', () => {
  let server: TestServer
  let admin: RawPerson
  let made = 0
  beforeAll(async () => {
    server = await startTestServer({ NATTER_PUBLIC_URL: 'https://chat.example.org/' })
    admin = await person()
  })
  afterAll(() => server?.stop())

  const person = () => createRawPerson(server, `p${++made}`)
  const people = (count: number) => Promise.all(Array.from({ length: count }, person))
  const roomOf = (owner: RawPerson, ...others: RawPerson[]) =>
    createRoom(
      server.call,
      owner.accessToken,
      others.map(({ id }) => id),
    )
  const look = async (by: RawPerson, room: RoomId) => (await by.ask('GET', apiPaths.room(room))).json()
  const strip = ({ request: _, ...problem }: { request?: unknown }) => problem
  const pagesOf = async (by: RawPerson, room: RoomId) => {
    const { messages, notices } = (await by.ask('GET', `${apiPaths.messages(room)}?limit=200`)).json()
    return {
      texts: messages.map(({ text }: { text: string }) => text),
      kinds: notices.map(({ event }: { event: { kind: string } }) => event.kind),
    }
  }
  const archived = (by: RawPerson, room: RoomId, text: string) =>
    until(async () => (await pagesOf(by, room)).texts.includes(text))

  it('is banning, in the room or not: the room is gone for them, and a racing join loses', async () => {
    const [ana, ben, eve] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    await ana.ask('PATCH', apiPaths.room(room), { visibility: 'public' })
    expect((await ben.ask('PUT', apiPaths.ban(room, ana.id))).json().code).toBe('not-allowed')
    expect((await eve.ask('PUT', apiPaths.ban(room, ben.id))).json().code).toBe('room-unknown')
    for (const one of [ben, eve]) {
      expect((await ana.ask('PUT', apiPaths.ban(room, one.id), { reason: 'Loud.' })).statusCode).toBe(204)
      expect(strip(await look(one, room))).toEqual(strip(await look(one, '0.aaaaaaaaaaaaaa' as RoomId)))
      expect((await one.ask('POST', apiPaths.joinRoom(room))).json().code).toBe('room-unknown')
      const found: readonly Room[] = (await one.ask('GET', apiPaths.publicRooms())).json().rooms
      expect(found.map(({ id }) => id)).not.toContain(room)
      expect((await ana.ask('PUT', apiPaths.member(room, one.id))).json().code).toBe('member-banned')
    }
    const { bans } = (await ana.ask('GET', apiPaths.bans(room))).json()
    expect(bans).toMatchObject([
      { user: ben.id, by: ana.id, reason: 'Loud.' },
      { user: eve.id, by: ana.id },
    ])
    expect((await ana.ask('DELETE', apiPaths.ban(room, eve.id))).statusCode).toBe(204)
    expect((await eve.ask('POST', apiPaths.joinRoom(room))).statusCode).toBe(200)
  })

  it('is finding and joining public ones, by name and topic, and no private one', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const body = { name: 'Äpfel und Birnen', topic: 'Obst', members: [], visibility: 'public' }
    const open = (await ana.ask('POST', apiPaths.rooms, body)).json().room as Room
    await roomOf(ana)
    const find = async (q: string) => (await ben.ask('GET', apiPaths.publicRooms(q))).json().rooms
    for (const q of ['apfel', 'OBST', 'birnen']) {
      expect(await find(q)).toEqual([{ id: open.id, name: body.name, topic: 'Obst', members: 1 }])
    }
    expect((await ben.ask('POST', apiPaths.joinRoom(open.id))).json().room.members).toContainEqual({
      user: ben.id,
      role: 'member',
    })
    await ana.ask('PATCH', apiPaths.room(open.id), { visibility: 'private' })
    expect(await find('obst')).toEqual([])
    expect((await ben.ask('POST', apiPaths.joinRoom(open.id))).statusCode).toBe(200)
  })

  it('is handing over, which makes the old owner an admin; the last owner does not leave others behind', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    expect((await ana.ask('DELETE', apiPaths.member(room, ana.id))).json().code).toBe('last-owner')
    expect((await ben.ask('POST', apiPaths.owner(room), { user: ben.id })).json().code).toBe('not-allowed')
    expect((await ana.ask('POST', apiPaths.owner(room), { user: ben.id })).statusCode).toBe(204)
    expect((await look(ana, room)).room.members).toEqual([
      { user: ana.id, role: 'admin' },
      { user: ben.id, role: 'owner' },
    ])
    expect((await ana.ask('DELETE', apiPaths.member(room, ana.id))).statusCode).toBe(204)
  })

  it('is showing newcomers only what comes: pages, notices and lists, for each stay of theirs', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = (await roomOf(ana)).id
    const anas = await ana.connect()
    await anas.say(room, 'open to all')
    expect((await ana.ask('PATCH', apiPaths.room(room), { history: 'joined' })).statusCode).toBe(200)
    await anas.say(room, 'before Ben')
    await archived(ana, room, 'before Ben')
    await ana.ask('PUT', apiPaths.member(room, ben.id))
    const synced = await ben.ask('GET', apiPaths.sync)
    expect(synced.statusCode, synced.body).toBe(200)
    const listed = synced.json().rooms[0]
    expect(listed.room.history).toBe('joined')
    expect(listed).not.toHaveProperty('lastMessage')
    await anas.say(room, 'with Ben')
    await archived(ben, room, 'with Ben')
    await ana.ask('DELETE', apiPaths.member(room, ben.id))
    await anas.say(room, 'without Ben')
    await archived(ana, room, 'without Ben')
    await ana.ask('PUT', apiPaths.member(room, ben.id))
    expect(await pagesOf(ben, room)).toEqual({
      texts: ['open to all', 'with Ben'],
      kinds: ['room.created', 'member.joined', 'member.removed', 'member.joined'],
    })
    const changes = (await ben.ask('GET', `${apiPaths.messages(room)}?changedAfter=0`)).json()
    expect(changes.messages.map(({ text }: { text: string }) => text)).toEqual(['open to all', 'with Ben'])
    // Turning it opens no old words.
    await ana.ask('PATCH', apiPaths.room(room), { history: 'all' })
    expect((await pagesOf(ben, room)).texts).toEqual(['open to all', 'with Ben'])
    await anas.live.close()
  })

  it('is removing a message: one’s own always, of others for those who moderate, and everybody folds it', async () => {
    const [ana, ben, eve] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    const bens = await ben.connect()
    const [mine, other] = [await bens.say(room, 'mine'), await bens.say(room, 'also mine')]
    const remove = (by: RawPerson, id = mine.id) => by.ask('DELETE', apiPaths.message(room, id))
    const none = await eve.ask('DELETE', apiPaths.message(room, '01jd0000000000000000000000' as never))
    const foreign = await remove(eve)
    expect([foreign.statusCode, strip(foreign.json())]).toEqual([404, strip(none.json())])
    await ana.ask('DELETE', apiPaths.member(room, ben.id))
    expect((await remove(ben)).statusCode).toBe(204)
    expect((await remove(ana, other.id)).statusCode).toBe(204)
    await until(async () => (await pagesOf(ana, room)).texts.every((text: string) => text === ''))
    const { messages, notices } = (await ana.ask('GET', apiPaths.messages(room))).json()
    expect(messages.map(({ removedBy }: { removedBy?: string }) => removedBy)).toEqual([undefined, ana.id])
    expect(notices.map(({ event }: { event: { kind: string } }) => event.kind)).not.toContain('message.removed')
  })

  it('is saying how far one has read, to one’s own devices alone', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    const anas = await ana.connect()
    const { seq } = await anas.say(room, 'news')
    await archived(ben, room, 'news')
    const unread = async () => (await ben.ask('GET', apiPaths.sync)).json().rooms[0]
    expect(await unread()).toMatchObject({ unread: 1, receipt: 0 })
    expect((await ben.ask('PUT', apiPaths.read(room), { seq: seq + 1_000_000 })).statusCode).toBe(204)
    expect(await unread()).toMatchObject({ unread: 0 })
    const stranger = await person()
    expect((await stranger.ask('PUT', apiPaths.read(room), { seq })).json().code).toBe('room-unknown')
    await anas.live.close()
  })

  it('is seeing who can read it, person by person and device by device', async () => {
    const [ana, ben, eve] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
    const room = (await roomOf(ana)).id
    await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'listener' })
    const live = await ben.connect()
    const lens = async () => (await ana.ask('GET', apiPaths.roomReach(room))).json()
    await until(async () => (await lens()).users.every(({ via }: { via?: string }) => via !== undefined))
    const key = createHash('sha256')
      .update(room + ben.identity.publicKey)
      .digest('hex')
      .slice(0, 8)
    expect((await lens()).users).toMatchObject([
      { user: ana.id, reach: 'room', via: 'made', by: ana.id, devices: [] },
      { user: ben.id, reach: 'listen', via: 'added', by: ana.id, devices: [{ key, reach: 'listen' }] },
    ])
    expect((await eve.ask('GET', apiPaths.roomReach(room))).json().code).toBe('room-unknown')
    await live.live.close()
    // What was revoked reaches nothing, on a device that stands and on one that does not.
    const devices = async () => (await lens()).users.find(({ user }: { user: string }) => user === ben.id).devices
    await ana.ask('PUT', apiPaths.member(room, ben.id), { mutedUntil: Date.now() + 600_000 })
    expect(await devices()).toEqual([])
    await (await ben.connect()).live.close()
    expect(await devices()).toHaveLength(1)
    expect((await ben.ask('POST', apiPaths.logout)).statusCode).toBe(204)
    expect(await devices()).toEqual([])
  })

  it('is reporting a message, which is kept with those around it', async () => {
    const [ana, ben, eve] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    const bens = await ben.connect()
    const { id } = await bens.say(room, 'rude')
    await archived(ana, room, 'rude')
    const about = { kind: 'message', room, message: id, reason: 'abuse' }
    const made = await ana.ask('POST', apiPaths.reports, about)
    expect([made.statusCode, made.json().report]).toMatchObject([201, { kind: 'message', state: 'open' }])
    expect((await ana.ask('GET', apiPaths.reports)).json().reports).toEqual([made.json().report])
    expect((await eve.ask('POST', apiPaths.reports, about)).json().code).toBe('message-unknown')
    const stranger = { kind: 'user', user: ana.id, reason: 'spam' }
    expect((await eve.ask('POST', apiPaths.reports, stranger)).json().code).toBe('user-unknown')
    await bens.live.close()
  })

  it('keeps who was made a listener one when they come back', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = (await roomOf(ana, ben)).id
    await ana.ask('PATCH', apiPaths.room(room), { visibility: 'public' })
    await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'listener' })
    await ben.ask('DELETE', apiPaths.member(room, ben.id))
    const { room: again } = (await ben.ask('POST', apiPaths.joinRoom(room))).json()
    expect(again.members).toContainEqual({ user: ben.id, role: 'listener' })
  })

  describe('by invitations', () => {
    const invite = async (by: RawPerson, room: RoomId, body?: object) =>
      (await by.ask('POST', apiPaths.roomInvites(room), body)).json().invite
    const register = (handle: string, code?: string) =>
      server.call({
        method: 'POST',
        path: apiPaths.register,
        body: { handle, displayName: 'New', password: testPassword, ...(code === undefined ? {} : { invite: code }) },
      })

    it('are listed by pages, the oldest first, each once', async () => {
      const [ana] = (await people(1)) as [RawPerson]
      const room = (await roomOf(ana)).id
      const made: string[] = []
      for (let nth = 0; nth < 5; nth++) made.push((await invite(ana, room)).id)
      const pages: string[][] = []
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page = (await ana.ask('GET', `${apiPaths.roomInvites(room)}?limit=2${from}`)).json()
        pages.push(page.invites.map(({ id }: { id: string }) => id))
        cursor = page.cursor
      }
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
      expect(pages.flat().toSorted()).toEqual(made.toSorted())
      const wrong = await ana.ask('GET', `${apiPaths.roomInvites(room)}?cursor=x`)
      expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'request-invalid'])
    })

    it('leads whoever holds the code into the room, and shows it to nobody else', async () => {
      const [ana, ben, eve] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
      const room = (await roomOf(ana)).id
      expect((await eve.ask('POST', apiPaths.roomInvites(room))).json().code).toBe('room-unknown')
      const { code, url, id, used } = await invite(ana, room, { uses: 1 })
      expect([url, used]).toEqual([`https://chat.example.org/invite/${code}`, 0])
      const preview = await server.call({ path: apiPaths.invite(code) })
      expect(preview.json()).toMatchObject({ room: { name: 'Tea', members: 1, history: 'all' }, by: { id: ana.id } })
      const { invites } = (await ana.ask('GET', apiPaths.roomInvites(room))).json()
      expect(JSON.stringify(invites)).not.toContain(code)
      expect(invites).toMatchObject([{ id, by: ana.id, uses: 1, used: 0 }])
      expect((await ben.ask('POST', apiPaths.joinByInvite(code))).statusCode).toBe(200)
      expect((await ben.ask('POST', apiPaths.joinByInvite(code))).statusCode).toBe(200)
      const [spent, never] = [
        await eve.ask('POST', apiPaths.joinByInvite(code)),
        await eve.ask('POST', apiPaths.joinByInvite('A'.repeat(22))),
      ]
      expect([spent.statusCode, strip(spent.json())]).toEqual([410, strip(never.json())])
      const dead = await server.call({ path: apiPaths.invite(code) })
      expect(strip(dead.json())).toEqual(strip((await server.call({ path: apiPaths.invite('A'.repeat(22)) })).json()))
    })

    it('is worth what its maker may do now, and nothing once it is withdrawn', async () => {
      const [ana, ben, cara] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
      const room = (await roomOf(ana, ben)).id
      await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'admin' })
      const [bens, anas] = [await invite(ben, room), await invite(ana, room)]
      await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'member' })
      expect((await cara.ask('POST', apiPaths.joinByInvite(bens.code))).json().code).toBe('invite-invalid')
      expect((await cara.ask('DELETE', apiPaths.invite(anas.code))).json().code).toBe('invite-invalid')
      expect((await ana.ask('DELETE', apiPaths.invite(anas.id))).statusCode).toBe(204)
      expect((await cara.ask('POST', apiPaths.joinByInvite(anas.code))).json().code).toBe('invite-invalid')
    })

    it('makes accounts where the server lets it, and none with a dead code', async () => {
      const ana = await person()
      const room = (await roomOf(ana)).id
      const { code } = await invite(ana, room)
      const joined = await register(`new${++made}`, code)
      expect(joined.statusCode, joined.body).toBe(201)
      expect((await look(ana, room)).room.members).toHaveLength(2)
      expect((await register(`new${++made}`, 'A'.repeat(22))).json().code).toBe('invite-invalid')
      const set = (body: object) => admin.ask('PATCH', apiPaths.serverSettings, body)
      await set({ registration: 'invite' })
      expect((await register(`new${++made}`)).json().code).toBe('registration-closed')
      expect((await register(`new${++made}`, code)).json().code).toBe('registration-closed')
      await set({ memberInvites: true })
      expect((await register(`new${++made}`, code)).statusCode).toBe(201)
      const ofServer = (await admin.ask('POST', apiPaths.serverInvites, { uses: 1 })).json().invite
      expect((await register(`new${++made}`, ofServer.code)).statusCode).toBe(201)
      expect((await register(`new${++made}`, ofServer.code)).json().code).toBe('invite-invalid')
      await set({ registration: 'closed' })
      expect((await register(`new${++made}`, code)).json().code).toBe('registration-closed')
      await set({ registration: 'open', memberInvites: false })
      expect((await ana.ask('POST', apiPaths.serverInvites)).json().code).toBe('admin-required')
    })

    it(
      'has as many uses as it says, however many come at once',
      async () => {
        for (let round = 0; round < races; round++) {
          const [ana, ...others] = (await people(6)) as [RawPerson, ...RawPerson[]]
          const room = (await roomOf(ana)).id
          const { code } = await invite(ana, room, { uses: 2 })
          const answers = await Promise.all(others.map((one) => one.ask('POST', apiPaths.joinByInvite(code))))
          expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(2)
          expect((await look(ana, room)).room.members).toHaveLength(3)
        }
      },
      patienceMs,
    )
  })

  it(
    'has one outcome where people race: two owners who leave, a kick and a join, a ban and an invitation',
    async () => {
      for (let round = 0; round < races; round++) {
        const [ana, ben, cara] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
        const room = (await roomOf(ana, ben, cara)).id
        await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'owner' })
        await Promise.all([ana, ben].map((one) => one.ask('DELETE', apiPaths.member(room, one.id))))
        const { members } = (await look(cara, room)).room as Room
        expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)

        const open = (await roomOf(ana, ben)).id
        await ana.ask('PATCH', apiPaths.room(open), { visibility: 'public' })
        const { code } = (await ana.ask('POST', apiPaths.roomInvites(open))).json().invite
        await Promise.all([
          ana.ask('PUT', apiPaths.ban(open, cara.id)),
          cara.ask('POST', apiPaths.joinByInvite(code)),
          cara.ask('POST', apiPaths.joinRoom(open)),
        ])
        expect(((await look(ana, open)).room as Room).members.map(({ user }) => user)).not.toContain(cara.id)
        expect((await look(cara, open)).code).toBe('room-unknown')
      }
    },
    patienceMs,
  )
})
