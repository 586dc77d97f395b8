import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildUserId, type UserId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson, signInRawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer, testPassword } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'

/** `NATTER_ADMIN_USERS=5000 npx vitest run --project integration server/admin/people -t many` prints how long lists take. */
const crowd = Number(process.env.NATTER_ADMIN_USERS ?? 300)

describe.skipIf(natsServerBinary === undefined)('people, administered', () => {
  let server: TestServer
  let ada: RawPerson
  beforeAll(async () => {
    server = await startTestServer()
    ada = await createRawPerson(server, 'ada')
  })
  afterAll(() => server?.stop())

  const patch = (by: RawPerson, user: UserId, body: object) => by.ask('PATCH', apiPaths.adminUser(user), body)
  const linesOf = async (whom: string) =>
    (await ada.ask('GET', apiPaths.audit(`whom=${whom}`))).json().lines.map(({ what }: { what: string }) => what)

  it('are made with a code that sets their first password', async () => {
    const made = await ada.ask('POST', apiPaths.adminUsers(), { handle: 'nora', displayName: 'Nora' })
    expect(made.statusCode).toBe(201)
    const { user, setupCode } = made.json()
    expect(user).toMatchObject({ handle: 'nora', admin: false, suspended: false })
    const set = await server.call({
      method: 'POST',
      path: apiPaths.completeReset,
      body: { code: setupCode, newPassword: testPassword },
    })
    expect(set.statusCode).toBe(204)
    await signInRawPerson(server, 'nora')
    const again = await ada.ask('POST', apiPaths.adminUsers(), { handle: 'nora', displayName: 'Nora' })
    expect(again.json().code).toBe('handle-taken')
  })

  it('who are suspended are cut within two seconds, and read why when they sign in', async () => {
    const ben = await createRawPerson(server, 'ben')
    const connection = await ben.connect()
    const closed = connection.live.closed()
    const startedAt = Date.now()
    const done = await patch(ada, ben.id, { suspended: true, reason: 'Spam' })
    expect(done.json().user).toMatchObject({ suspended: true, reason: 'Spam' })
    await closed
    expect(Date.now() - startedAt).toBeLessThan(2_000)
    expect(await connection.isLetIn()).toBe(false)
    const refused = await ben.ask('GET', apiPaths.me)
    expect([refused.statusCode, refused.json().code, refused.json().reason]).toEqual([403, 'account-suspended', 'Spam'])
    const login = { handle: 'ben', password: testPassword }
    const signIn = await server.call({ method: 'POST', path: apiPaths.login, body: login })
    expect(signIn.json()).toMatchObject({ code: 'account-suspended', reason: 'Spam' })
    expect(await linesOf(ben.id)).toEqual(['user.suspended'])
    expect((await patch(ada, ben.id, { suspended: false })).json().user).toMatchObject({ suspended: false })
    // A session that was ended stays so.
    expect((await ben.ask('GET', apiPaths.me)).json().code).toBe('session-ended')
    await signInRawPerson(server, 'ben')
  })

  it('are signed out, and deleted with their words or without', async () => {
    const cleo = await createRawPerson(server, 'cleo')
    const countsOf = async () => (await ada.ask('GET', apiPaths.adminUser(cleo.id))).json().counts
    await cleo.ask('POST', apiPaths.rooms, { name: 'Tea', members: [] })
    expect(await countsOf()).toEqual({ devices: 1, rooms: 1, bots: 0 })
    expect((await ada.ask('POST', apiPaths.signOutUser(cleo.id))).statusCode).toBe(204)
    expect((await cleo.ask('GET', apiPaths.me)).json().code).toBe('session-ended')
    expect(await countsOf()).toEqual({ devices: 0, rooms: 1, bots: 0 })
    expect((await ada.ask('DELETE', `${apiPaths.adminUser(cleo.id)}?messages=erase`)).statusCode).toBe(204)
    expect((await ada.ask('GET', apiPaths.adminUser(cleo.id))).json().user).toMatchObject({ deleted: true, handle: '' })
    expect(await linesOf(cleo.id)).toEqual([])
  })

  it('always have one who administers, also where two are asked for at once', async () => {
    const otto = await createRawPerson(server, 'otto')
    expect((await patch(ada, ada.id, { admin: false })).json().code).toBe('last-admin')
    expect((await ada.ask('DELETE', apiPaths.adminUser(ada.id))).json().code).toBe('last-admin')
    for (const lose of [{ admin: false }, { suspended: true }]) {
      expect((await patch(ada, otto.id, { admin: true })).statusCode).toBe(200)
      const both = await Promise.all([patch(ada, otto.id, lose), patch(ada, ada.id, lose)])
      expect(both.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
      const store = await openStore({ dataDir: server.nats.dataDir })
      expect(await store.accounts.countAdmins()).toBe(1)
      await store.accounts.changeUser(ada.id, { admin: true, suspendedAt: undefined })
      await store.accounts.changeUser(otto.id, { admin: false, suspendedAt: undefined })
      await store.close()
      ada = await signInRawPerson(server, 'ada')
    }
  })

  it('are found by part of a name among many', async () => {
    const store = await openStore({ dataDir: server.nats.dataDir })
    for (let n = 0; n < crowd; n++) {
      const [id, about] = [buildUserId(randomBytes(32)), { passwordHash: 'x', admin: false, createdAt: 1_000 + n }]
      await store.accounts.putUser({ id, handle: `crowd-${n}`, displayName: `Zoë ${n}`, ...about })
    }
    await store.close()
    const times: number[] = []
    const get = async (query: string) => {
      const startedAt = performance.now()
      const answer = await ada.ask('GET', apiPaths.adminUsers(query))
      times.push(performance.now() - startedAt)
      return answer.json()
    }
    await get('')
    expect((await get(`q=zoe%20${crowd - 1}`)).users.map(({ handle }: { handle: string }) => handle)).toEqual([
      `crowd-${crowd - 1}`,
    ])
    const seen = new Set<string>()
    for (let cursor = ''; ; ) {
      const page = await get(`limit=${crowd / 5}${cursor}`)
      for (const { id } of page.users) seen.add(id)
      if (page.cursor === undefined) break
      cursor = `&cursor=${page.cursor}`
    }
    expect(seen.size).toBeGreaterThan(crowd)
    console.info(`lists of ${crowd} people: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  }, 300_000)
})
