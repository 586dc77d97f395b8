import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildUserId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import {
  buildCall,
  type Call,
  createRoom,
  signUp,
  startTestRun,
  startTestServer,
  type TestServer,
} from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'
import { openStore } from '../store/open-store.ts'

type Person = Required<Session> & { readonly identity: TestIdentity }

describe.skipIf(natsServerBinary === undefined)('rooms', () => {
  let server: TestServer
  let call: Call
  let owner: Person
  let member: Person
  let outsider: Person
  beforeAll(async () => {
    server = await startTestServer()
    call = server.call
    owner = await join('owner')
    member = await join('member')
    outsider = await join('outsider')
  })
  afterAll(() => server?.stop())

  async function join(handle: string): Promise<Person> {
    const session = await signUp(call, handle)
    return { ...session, identity: createTestIdentity(session.user.id) }
  }

  const put = (by: Person, room: string, user: UserId, body?: object) =>
    call({ method: 'PUT', path: `${apiPaths.rooms}/${room}/members/${user}`, token: by.accessToken, body })
  const remove = (by: Person, room: string, user: UserId) =>
    call({ method: 'DELETE', path: `${apiPaths.rooms}/${room}/members/${user}`, token: by.accessToken })
  const look = (by: Person, room: string) => call({ path: `${apiPaths.rooms}/${room}`, token: by.accessToken })

  async function fetchCredential(person: Person): Promise<string> {
    const proof = person.identity.key.sign(Buffer.from(person.accessToken)).toString('base64url')
    const body = { publicKey: person.identity.publicKey, proof }
    const answer = await call({ method: 'POST', path: apiPaths.credentials, token: person.accessToken, body })
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json().jwt
  }

  it('are made by whoever wants one, who owns it', async () => {
    const body = { name: 'Tea', topic: 'Green', members: [member.user.id, member.user.id, owner.user.id] }
    const answer = await call({ method: 'POST', path: apiPaths.rooms, token: owner.accessToken, body })
    expect(answer.statusCode).toBe(201)
    const { room, users } = answer.json()
    expect(room).toMatchObject({ kind: 'group', name: 'Tea', topic: 'Green' })
    expect(room.members).toEqual([
      { user: owner.user.id, role: 'owner' },
      { user: member.user.id, role: 'member' },
    ])
    expect(users.map(({ handle }: { handle: string }) => handle).sort()).toEqual(['member', 'owner'])
    for (const person of [owner, member]) expect((await look(person, room.id)).json().room).toEqual(room)
  })

  it('do not exist for outsiders', async () => {
    const room = await createRoom(call, owner.accessToken)
    const strip = ({ request, ...problem }: { request: string }) => problem
    const real = strip((await look(outsider, room.id)).json())
    const none = strip((await look(outsider, '0.aaaaaaaaaaaaaa')).json())
    expect(real).toEqual(none)
    expect((await put(outsider, room.id, outsider.user.id)).json().code).toBe('room-unknown')
    expect((await remove(outsider, room.id, owner.user.id)).json().code).toBe('room-unknown')
    const history = `${apiPaths.rooms}/${room.id}/messages`
    expect((await call({ path: history, token: outsider.accessToken })).json().code).toBe('room-unknown')
  })

  it('do not exist either by a name that is no id', async () => {
    for (const id of ['nope', '0', '0.x', 'a.aaaaaaaaaaaaaa', '*']) {
      for (const path of [`${apiPaths.rooms}/${id}`, `${apiPaths.rooms}/${id}/messages`]) {
        const answer = await call({ path, token: owner.accessToken })
        expect([path, answer.statusCode, answer.json().code]).toEqual([path, 404, 'room-unknown'])
      }
    }
  })

  it('have a name that can be read on one line', async () => {
    const room = await createRoom(call, owner.accessToken)
    for (const name of ['', '   ', 'two\nlines', '\u200b']) {
      const body = { name, members: [] }
      const made = await call({ method: 'POST', path: apiPaths.rooms, token: owner.accessToken, body })
      const path = `${apiPaths.rooms}/${room.id}`
      const changed = await call({ method: 'PATCH', path, token: owner.accessToken, body: { name } })
      expect([name, made.statusCode, changed.statusCode]).toEqual([name, 400, 400])
    }
    expect((await look(owner, room.id)).json().room).toEqual(room)
  })

  it('are not made with people who do not exist', async () => {
    const body = { name: 'Ghosts', members: [buildUserId(randomBytes(32))] }
    const answer = await call({ method: 'POST', path: apiPaths.rooms, token: owner.accessToken, body })
    expect(answer.json().code).toBe('user-unknown')
    const room = await createRoom(call, owner.accessToken)
    expect((await put(owner, room.id, buildUserId(randomBytes(32)))).json().code).toBe('user-unknown')
    expect((await look(owner, room.id)).json().room.version).toBe(room.version)
  })

  it('list page by page, each room once', async () => {
    const many = await join('many-rooms')
    const made = await Promise.all(Array.from({ length: 5 }, () => createRoom(call, many.accessToken)))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const path = `${apiPaths.rooms}?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`
      const page = (await call({ path, token: many.accessToken })).json()
      expect(page.rooms.length).toBeLessThanOrEqual(2)
      seen.push(...page.rooms.map(({ id }: { id: string }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(seen.sort()).toEqual(made.map(({ id }) => id).sort())
    for (const foreign of ['', 'AAAA', '!!!', Buffer.from('0.x').toString('base64url')]) {
      const answer = await call({ path: `${apiPaths.rooms}?cursor=${foreign}`, token: many.accessToken })
      expect([foreign, answer.statusCode]).toEqual([foreign, 400])
    }
  })

  it('give the right to speak when joined, and take it at the broker when kicked', async () => {
    const room = await createRoom(call, owner.accessToken)
    const before = await connectTestClient(server.nats, member.identity, await fetchCredential(member))
    const hinted = before.subscribe(subjects.userTopic(member.user.id, 'credentials'), { max: 1 })
    await before.flush()
    expect((await put(owner, room.id, member.user.id)).statusCode).toBe(204)
    for await (const hint of hinted) expect(hint.data).toHaveLength(0)
    await before.close()

    const jwt = await fetchCredential(member)
    const live = await connectTestClient(server.nats, member.identity, jwt)
    const heard = live.subscribe(subjects.roomAll(room.id), { max: 1 })
    await live.flush()
    expect((await put(owner, room.id, outsider.user.id)).statusCode).toBe(204)
    for await (const event of heard) expect(event.subject).toBe(subjects.roomEvent(room.id, 'system'))

    const cut = live.closed()
    const kickedAt = Date.now()
    expect((await remove(owner, room.id, member.user.id)).statusCode).toBe(204)
    await cut
    expect(Date.now() - kickedAt).toBeLessThan(2_000)
    await expect(connectTestClient(server.nats, member.identity, jwt)).rejects.toThrow(/authorization/i)

    const later = await connectTestClient(server.nats, member.identity, await fetchCredential(member))
    const refused = new Promise((resolve) => {
      later.subscribe(subjects.roomAll(room.id), { callback: (error) => resolve(error?.message) })
    })
    expect(await refused).toMatch(/permission/i)
    await later.close()
    expect((await look(member, room.id)).json().code).toBe('room-unknown')
  })

  it('cut the connection of a device that signs out', async () => {
    const leaving = await join('signing-out')
    const jwt = await fetchCredential(leaving)
    const live = await connectTestClient(server.nats, leaving.identity, jwt)
    const cut = live.closed()
    expect((await call({ method: 'POST', path: apiPaths.logout, token: leaving.accessToken })).statusCode).toBe(204)
    await cut
    await expect(connectTestClient(server.nats, leaving.identity, jwt)).rejects.toThrow(/authorization/i)
  })

  it('say the version of the credential that fits', async () => {
    const versions = async () => {
      const proof = member.identity.key.sign(Buffer.from(member.accessToken)).toString('base64url')
      const body = { publicKey: member.identity.publicKey, proof }
      const [issued, synced] = await Promise.all([
        call({ method: 'POST', path: apiPaths.credentials, token: member.accessToken, body }),
        call({ path: apiPaths.sync, token: member.accessToken }),
      ])
      return [issued.json().version, synced.json().credentialVersion]
    }
    const [issued, synced] = await versions()
    expect(issued).toBe(synced)
    await createRoom(call, owner.accessToken, [member.user.id])
    const [after, syncedAfter] = await versions()
    expect(after).toBe(syncedAfter)
    expect(after).not.toBe(issued)
  })

  it('come with /sync, complete up to their head', async () => {
    const lonely = await join('lonely')
    const room = await createRoom(call, lonely.accessToken)
    const sync = (await call({ path: apiPaths.sync, token: lonely.accessToken })).json()
    expect(sync).toMatchObject({ me: { handle: 'lonely' }, contacts: [], server: { name: 'Natter' } })
    const { visibility, history, posting, slowModeSec, archived, ...said } = room
    expect({ visibility, history, posting, slowModeSec, archived }).toEqual(plain)
    // Where they are as in most rooms, a list leaves them out.
    const listed = { ...said, memberCount: 1 }
    expect(sync.roomIds).toEqual([room.id])
    expect(sync.rooms).toEqual([
      { room: listed, head: room.version, complete: true, receipt: 0, unread: 0, mentions: 0 },
    ])
    expect(sync.users.map(({ handle }: { handle: string }) => handle)).toEqual(['lonely'])
  })
})

const plain = { visibility: 'private', history: 'all', posting: 'members', slowModeSec: 0, archived: false }
const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL

describe.skipIf(natsServerBinary === undefined).each([
  { kind: 'sqlite', isAbsent: false },
  { kind: 'mongo', isAbsent: mongodbUrl === undefined },
])('two copies of the server on one broker, with $kind', ({ kind, isAbsent }) => {
  if (isAbsent) {
    it.skip('needs NATTER_TEST_MONGODB_URL', () => {})
    return
  }
  let nats: TestNats
  const runs: ServerRun[] = []
  const env: Record<string, string> = {}
  beforeAll(async () => {
    nats = await startTestNats()
    if (kind === 'mongo') {
      const url = new URL(mongodbUrl ?? '')
      url.pathname = `/${basename(nats.dataDir)}`
      env.MONGODB_URL = url.href
    }
    runs.push(await startTestRun(nats, env), await startTestRun(nats, env))
    for (const run of runs) await run.up
  })
  afterAll(async () => {
    for (const run of runs) await run.stop()
    await nats?.stop()
  })

  it('leave exactly 100 in a room, however many join at once', async () => {
    const [one, other] = runs.map(buildCall)
    if (one === undefined || other === undefined) throw new Error('two copies are wanted')
    const owner = await signUp(one, 'owner')
    const people = await putPeople(105)
    const room = await createRoom(one, owner.accessToken, people.slice(0, 97))
    const joiners = people.slice(97)
    const answers = await Promise.all(
      joiners.map((user, index) =>
        (index % 2 === 0 ? one : other)({
          method: 'PUT',
          path: apiPaths.member(room.id, user),
          token: owner.accessToken,
          body: { role: 'member' },
        }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 204, 409, 409, 409, 409, 409, 409])
    const refused = answers.filter(({ statusCode }) => statusCode === 409)
    expect(new Set(refused.map((answer) => answer.json().code))).toEqual(new Set(['room-full']))
    for (const copy of [one, other]) {
      const seen = await copy({ path: apiPaths.room(room.id), token: owner.accessToken })
      expect(seen.json().room.members).toHaveLength(100)
    }
  })

  it('know at once of a device that the other signed out', async () => {
    const [one, other] = runs.map(buildCall)
    if (one === undefined || other === undefined) throw new Error('two copies are wanted')
    const { accessToken } = await signUp(one, 'elsewhere')
    expect((await other({ path: apiPaths.me, token: accessToken })).statusCode).toBe(200)
    expect((await one({ method: 'POST', path: apiPaths.logout, token: accessToken })).statusCode).toBe(204)
    expect((await other({ path: apiPaths.me, token: accessToken })).statusCode).toBe(401)
  })

  /** Straight into the store: a hundred sign-ups would be a hundred hashes of 64 MiB. */
  async function putPeople(count: number): Promise<readonly UserId[]> {
    const { MONGODB_URL: mongo } = env
    const store = await openStore({ dataDir: nats.dataDir, ...(mongo === undefined ? {} : { mongodbUrl: mongo }) })
    const people: UserId[] = []
    for (let index = 0; index < count; index++) {
      const id = buildUserId(randomBytes(32))
      const profile = { handle: `person${index}`, displayName: 'Person', passwordHash: 'none', admin: false }
      expect(await store.accounts.putUser({ id, ...profile, createdAt: Date.now() })).toBe('stored')
      people.push(id)
    }
    await store.close()
    return people
  }
})
