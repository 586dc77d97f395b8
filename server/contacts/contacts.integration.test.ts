import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

/** CI tries each race a few times; NATTER_RACES says how often otherwise. */
const races = Number(process.env.NATTER_RACES ?? 3)
const patienceMs = races * 2_000 + 30_000

describe.skipIf(natsServerBinary === undefined)('people who ask each other', () => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'request' })
    await person()
  })
  afterAll(() => server?.stop())

  const person = () => createRawPerson(server, `p${++made}`)
  const two = () => Promise.all([person(), person()])
  const ask = (from: RawPerson, to: RawPerson, note?: string) =>
    from.ask('POST', apiPaths.contactRequests, { handle: to.handle, ...(note === undefined ? {} : { note }) })
  const contactsOf = async (one: RawPerson) => (await one.ask('GET', apiPaths.contacts)).json()
  const roomsOf = async (one: RawPerson): Promise<readonly { id: RoomId; kind: string; members: unknown[] }[]> =>
    (await one.ask('GET', apiPaths.rooms)).json().rooms
  const strip = ({ request: _, ...problem }: { request?: unknown }) => problem
  async function befriend(ana: RawPerson, ben: RawPerson): Promise<RoomId> {
    const { request } = (await ask(ana, ben)).json()
    return (await ben.ask('POST', apiPaths.acceptRequest(request.id))).json().contact.room
  }

  it('are listed by pages, with those who are named on each', async () => {
    const me = await person()
    const others = await Promise.all([person(), person(), person(), person()])
    const [one, two, three, four] = others as [RawPerson, RawPerson, RawPerson, RawPerson]
    for (const each of [one, two]) await befriend(me, each)
    await ask(three, me)
    await me.ask('PUT', apiPaths.block(four.id), {})
    const pages: { contacts: object[]; requests: object[]; blocks: object[]; users: { id: string }[] }[] = []
    for (let cursor: string | undefined; ; ) {
      const path = `${apiPaths.contacts}?limit=1${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const { cursor: next, ...page } = (await me.ask('GET', path)).json()
      pages.push(page)
      cursor = next
      if (cursor === undefined) break
    }
    const whole = await contactsOf(me)
    expect(pages).toHaveLength(4)
    expect(pages.map(({ users }) => users.map(({ id }) => id))).toEqual(others.map(({ id }) => [id]))
    for (const list of ['contacts', 'requests', 'blocks'] as const)
      expect(pages.flatMap((page) => page[list])).toEqual(whole[list])
    expect(whole.cursor).toBeUndefined()
    expect((await me.ask('GET', `${apiPaths.contacts}?limit=0`)).statusCode).toBe(400)
  })

  it('become contacts when one accepts, with one direct room that nobody is added to or leaves', async () => {
    const [ana, ben] = await two()
    const asked = await ask(ana, ben, 'We met at the lake.')
    expect(asked.statusCode).toBe(201)
    const { request } = asked.json()
    expect(request).toMatchObject({ kind: 'contact', direction: 'out', user: ben.id, note: 'We met at the lake.' })
    expect((await contactsOf(ben)).requests).toEqual([{ ...request, direction: 'in', user: ana.id }])
    // Either side of a request sees who the other is; a stranger does not.
    const eve = await person()
    expect((await ben.ask('GET', apiPaths.user(ana.id))).statusCode).toBe(200)
    expect((await ana.ask('GET', apiPaths.user(ben.id))).statusCode).toBe(200)
    expect((await eve.ask('GET', apiPaths.user(ben.id))).statusCode).toBe(404)
    const accepted = await ben.ask('POST', apiPaths.acceptRequest(request.id))
    const { contact } = accepted.json()
    expect(contact).toMatchObject({ user: ana.id, since: expect.any(Number) })
    expect((await contactsOf(ana)).contacts).toEqual([{ ...contact, user: ben.id }])
    for (const one of [ana, ben]) {
      const [room] = await roomsOf(one)
      expect(room).toMatchObject({ id: contact.room, kind: 'direct', name: '' })
      expect(room?.members).toEqual(
        [ana, ben]
          .map(({ id }) => id)
          .sort()
          .map((user) => ({ user, role: 'member' })),
      )
    }
    for (const [path, method] of [
      [apiPaths.member(contact.room, eve.id), 'PUT'],
      [apiPaths.member(contact.room, ana.id), 'DELETE'],
      [apiPaths.room(contact.room), 'DELETE'],
    ] as const) {
      expect((await ana.ask(method, path)).json().code).toBe('room-direct')
    }
    const sync = (await ana.ask('GET', apiPaths.sync)).json()
    expect(sync.contacts).toEqual([{ ...contact, user: ben.id }])
    expect(sync.users.map(({ id }: { id: UserId }) => id)).toContain(ben.id)
  })

  it('learn nothing of a no, of a block, or of whether it was read', async () => {
    const [ana, ben, cara] = await Promise.all([person(), person(), person()])
    const first = (await ask(ana, ben)).json().request
    expect((await ben.ask('POST', apiPaths.declineRequest(first.id))).statusCode).toBe(204)
    expect((await contactsOf(ben)).requests).toEqual([])
    const again = await ask(ana, ben)
    expect([again.statusCode, again.json().request]).toEqual([200, first])
    expect((await contactsOf(ana)).requests).toEqual([first])
    expect((await contactsOf(ben)).requests).toEqual([])

    expect((await cara.ask('PUT', apiPaths.block(ana.id))).statusCode).toBe(204)
    const blocked = await ask(ana, cara)
    expect([blocked.statusCode, Object.keys(blocked.json().request).sort()]).toEqual([201, Object.keys(first).sort()])
    expect((await contactsOf(cara)).requests).toEqual([])
    expect((await ask(ana, cara)).statusCode).toBe(200)
    expect((await ana.ask('DELETE', apiPaths.contactRequest(first.id))).statusCode).toBe(204)
    expect((await contactsOf(ana)).requests.map(({ user }: { user: UserId }) => user)).toEqual([cara.id])
    const none = await ben.ask('POST', apiPaths.acceptRequest(first.id))
    const never = await ben.ask('POST', apiPaths.acceptRequest('aaaaaaaaaaaaaaaa'))
    expect([none.statusCode, strip(none.json())]).toEqual([404, strip(never.json())])
  })

  it('have their requests dropped by a block, and what stood back when it is lifted', async () => {
    const [ana, ben] = await two()
    const room = await befriend(ana, ben)
    const live = await ben.connect()
    const seen: string[] = []
    live.live.subscribe(subjects.roomEvent(room, 'system'), { callback: (_, said) => void seen.push(said.string()) })
    await live.live.flush()
    expect((await ana.ask('DELETE', apiPaths.contact(ben.id))).statusCode).toBe(204)
    expect((await ana.ask('DELETE', apiPaths.contact(ben.id))).json().code).toBe('contact-unknown')
    expect((await roomsOf(ben))[0]).toMatchObject({ id: room, ended: 'listen' })
    expect((await ana.ask('PUT', apiPaths.block(ben.id))).statusCode).toBe(204)
    expect((await roomsOf(ben))[0]).toMatchObject({ id: room, ended: 'hear' })
    const history = (await ben.ask('GET', apiPaths.messages(room))).json()
    for (const { event } of history.notices.slice(1)) expect(Object.keys(event).sort()).toEqual(endFields)
    const { request } = (await ask(ben, ana)).json()
    expect(request.user).toBe(ana.id)
    expect((await ask(ana, ben)).json().code).toBe('not-allowed')
    expect((await ana.ask('DELETE', apiPaths.block(ben.id))).statusCode).toBe(204)
    // They were no contacts any more, and what was asked meanwhile has reached nobody.
    expect(await contactsOf(ana)).toMatchObject({ contacts: [], requests: [], blocks: [] })
    expect((await roomsOf(ben))[0]).toMatchObject({ id: room, ended: 'listen' })
    // Asked again it reaches her, looks the same to him, and leads into the same room.
    expect((await ask(ben, ana)).json().request).toEqual(request)
    expect((await ana.ask('POST', apiPaths.acceptRequest(request.id))).json().contact.room).toBe(room)
    expect((await roomsOf(ben))[0]).not.toHaveProperty('ended')
  })

  it('call each other as they like', async () => {
    const [ana, ben] = await two()
    expect((await ana.ask('PATCH', apiPaths.contact(ben.id), { nickname: 'B' })).json().code).toBe('contact-unknown')
    await befriend(ana, ben)
    expect((await ana.ask('PATCH', apiPaths.contact(ben.id), { nickname: 'B' })).json().contact.nickname).toBe('B')
    expect((await contactsOf(ben)).contacts[0]).not.toHaveProperty('nickname')
    expect((await ana.ask('PATCH', apiPaths.contact(ben.id), { nickname: '' })).json().contact).not.toHaveProperty(
      'nickname',
    )
  })

  it('ask fifty at most, and twenty a day while their account is new, taken back or not', async () => {
    const ana = await person()
    const others = await Promise.all(Array.from({ length: 21 }, person))
    for (const [index, other] of others.slice(0, 20).entries()) {
      const asked = await ask(ana, other)
      expect([index, asked.statusCode]).toEqual([index, 201])
      if (index % 2 === 0) await ana.ask('DELETE', apiPaths.contactRequest(asked.json().request.id))
    }
    const late = await ask(ana, others[20] ?? ana)
    expect([late.statusCode, late.json().code]).toEqual([429, 'too-many-requests'])
    // Who asks again for what stands asks for nothing new.
    expect((await ask(ana, others[1] ?? ana)).statusCode).toBe(200)
  })

  it('find nobody, and not themselves', async () => {
    const ana = await person()
    expect((await ana.ask('POST', apiPaths.contactRequests, { handle: 'nobody-here' })).json().code).toBe(
      'user-unknown',
    )
    expect((await ask(ana, ana)).statusCode).toBe(400)
    expect((await ana.ask('PUT', apiPaths.block('aaaaaaaaaaaaaaaa' as UserId))).json().code).toBe('user-unknown')
  })

  it('are invited where they are no contacts, come in by accepting, and are told what they will see', async () => {
    const [ana, ben] = await two()
    const room = (await createRoom(server.call, ana.accessToken)).id
    await ana.ask('PATCH', apiPaths.room(room), { history: 'joined' })
    const put = () => ana.ask('PUT', apiPaths.member(room, ben.id))
    const [first, second] = [await put(), await put()]
    expect([first.statusCode, first.json(), second.statusCode]).toEqual([202, { invited: true }, 202])
    expect(await roomsOf(ben)).toEqual([])
    const [request] = (await contactsOf(ben)).requests
    expect(request).toMatchObject({
      kind: 'room',
      direction: 'in',
      user: ana.id,
      room: { id: room, history: 'joined' },
    })
    const joined = await ben.ask('POST', apiPaths.acceptRequest(request.id))
    expect(joined.json()).toEqual({ room: { id: room } })
    expect((await ben.ask('POST', apiPaths.acceptRequest(request.id))).json()).toEqual({ room: { id: room } })
    expect((await contactsOf(ben)).requests).toEqual([])
    // Once taken out nobody comes back by an old invitation, and who left is asked, contact or not.
    await ana.ask('DELETE', apiPaths.member(room, ben.id))
    expect((await ben.ask('POST', apiPaths.acceptRequest(request.id))).json().code).toBe('request-unknown')
    await befriend(ana, ben)
    expect((await put()).statusCode).toBe(204)
    await ben.ask('DELETE', apiPaths.member(room, ben.id))
    expect((await put()).statusCode).toBe(202)
  })

  it('who are blocked invite nobody, and are answered like anybody', async () => {
    const [ana, ben] = await two()
    await befriend(ana, ben)
    await ben.ask('PUT', apiPaths.block(ana.id))
    const live = (await ben.connect()).live
    let heard = 0
    live.subscribe(subjects.userTopic(ben.id, 'contacts'), { callback: () => void heard++ })
    await live.flush()
    const made = await ana.ask('POST', apiPaths.rooms, { name: 'Trap', members: [ben.id] })
    expect([made.statusCode, made.json().invited]).toEqual([201, [ben.id]])
    const put = await ana.ask('PUT', apiPaths.member(made.json().room.id, ben.id))
    expect([put.statusCode, put.json()]).toEqual([202, { invited: true }])
    expect(await contactsOf(ben)).toMatchObject({ requests: [] })
    await ask(ana, ben)
    await live.flush()
    expect(heard).toBe(0)
    await live.close()
  })

  it('who are banned from a room see no invitation into it any more', async () => {
    const [ana, cara] = await two()
    const made = await ana.ask('POST', apiPaths.rooms, { name: 'Secret plans', members: [cara.id] })
    expect(made.json().invited).toEqual([cara.id])
    const [request] = (await contactsOf(cara)).requests
    expect(request.room.name).toBe('Secret plans')
    await ana.ask('PUT', apiPaths.ban(made.json().room.id, cara.id))
    expect((await contactsOf(cara)).requests).toEqual([])
    expect((await cara.ask('POST', apiPaths.acceptRequest(request.id))).json().code).toBe('request-unknown')
  })

  it('invite no longer once their own rights are gone', async () => {
    const [ana, ben, cara] = await Promise.all([person(), person(), person()])
    const room = (await createRoom(server.call, ana.accessToken)).id
    await befriend(ana, ben)
    expect((await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'admin' })).statusCode).toBe(204)
    expect((await ben.ask('PUT', apiPaths.member(room, cara.id))).statusCode).toBe(202)
    const [request] = (await contactsOf(cara)).requests
    await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'member' })
    expect((await cara.ask('POST', apiPaths.acceptRequest(request.id))).json().code).toBe('request-unknown')
    expect(await roomsOf(cara)).toEqual([])
  })

  describe('at the same moment', () => {
    it(
      'are contacts in one room, though both asked, or accepted twice',
      async () => {
        for (let round = 0; round < races; round++) {
          const [ana, ben] = await two()
          const crossing = await Promise.all([ask(ana, ben), ask(ben, ana)])
          expect(crossing.map(({ statusCode }) => statusCode).every((status) => status === 200 || status === 201)).toBe(
            true,
          )
          const [request] = (await contactsOf(ana)).requests.filter(
            ({ direction }: { direction: string }) => direction === 'in',
          )
          if (request !== undefined) {
            const accept = () => ana.ask('POST', apiPaths.acceptRequest(request.id))
            const twice = await Promise.all([accept(), accept(), ask(ana, ben)])
            for (const { statusCode, body } of twice) expect([statusCode, body]).toEqual([200, expect.any(String)])
          }
          const [one, other] = [await contactsOf(ana), await contactsOf(ben)]
          expect(one.contacts).toHaveLength(1)
          expect(other.contacts[0].room).toBe(one.contacts[0].room)
          for (const who of [ana, ben])
            expect((await roomsOf(who)).filter(({ kind }) => kind === 'direct')).toHaveLength(1)
        }
      },
      patienceMs,
    )

    it(
      'end where the block ends, whatever was accepted or lifted meanwhile',
      async () => {
        for (let round = 0; round < races; round++) {
          const [ana, ben] = await two()
          const { request } = (await ask(ana, ben)).json()
          await Promise.all([
            ben.ask('POST', apiPaths.acceptRequest(request.id)),
            ana.ask('PUT', apiPaths.block(ben.id)),
          ])
          const [room] = await roomsOf(ben)
          if (room !== undefined) expect(room).toMatchObject({ ended: 'hear' })
          await Promise.all([ana.ask('DELETE', apiPaths.block(ben.id)), ben.ask('PUT', apiPaths.block(ana.id))])
          expect(await contactsOf(ana)).toMatchObject({ contacts: [], blocks: [] })
          if (room !== undefined) await until(async () => (await roomsOf(ana))[0]?.id === room.id)
          for (const one of await roomsOf(ana)) expect(one).toMatchObject({ ended: 'hear' })
        }
      },
      patienceMs,
    )
  })
})

describe.skipIf(natsServerBinary === undefined)('where the contacts of a server are open', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'open' })
  })
  afterAll(() => server?.stop())

  it('everybody is a contact as soon as they are asked for, and is brought into rooms', async () => {
    const [ana, ben] = [await createRawPerson(server, 'ana'), await createRawPerson(server, 'ben')]
    const asked = await ana.ask('POST', apiPaths.contactRequests, { handle: 'ben' })
    expect([asked.statusCode, asked.json().contact.user]).toEqual([200, ben.id])
    const made = await ana.ask('POST', apiPaths.rooms, { name: 'Team', members: [ben.id] })
    expect(made.json()).not.toHaveProperty('invited')
    await ben.ask('PUT', apiPaths.block(ana.id))
    const put = await ana.ask('POST', apiPaths.rooms, { name: 'Team', members: [ben.id] })
    expect(put.json().invited).toEqual([ben.id])
  })
})

/** An end and a block are one event, and neither names anybody. */
const endFields = ['at', 'id', 'kind', 'reach', 'v']
