import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('what an administrator sets and pages through', () => {
  let server: TestServer
  let [ada, ana, ben, eve]: RawPerson[] = []
  beforeAll(async () => {
    server = await startTestServer()
    ada = await createRawPerson(server, 'ada')
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    await who(ada).ask('PATCH', apiPaths.serverSettings, { contacts: 'open' })
  })
  afterAll(() => server?.stop())

  function who(person: RawPerson | undefined): RawPerson {
    if (person === undefined) throw new Error('nobody yet')
    return person
  }
  const set = (room: Parameters<typeof apiPaths.adminRoom>[0], body: object) =>
    who(ada).ask('PATCH', apiPaths.adminRoom(room), body)

  it('lets nobody into a room with as many people as it may have, by whatever way, and as the server says again with null', async () => {
    const { id: room } = await createRoom(server.call, who(ana).accessToken, [who(ben).id])
    await who(ana).ask('PATCH', apiPaths.room(room), { visibility: 'public' })
    const { invite } = (await who(ana).ask('POST', apiPaths.roomInvites(room), {})).json()
    expect((await set(room, { memberCap: 2 })).json().room).toMatchObject({ memberCap: 2, retentionDays: null })
    const ways = () =>
      Promise.all([
        who(ana).ask('PUT', apiPaths.member(room, who(eve).id), { role: 'member' }),
        who(eve).ask('POST', apiPaths.joinRoom(room)),
        who(eve).ask('POST', apiPaths.joinByInvite(invite.code)),
      ])
    expect((await ways()).map((answer) => answer.json().code)).toEqual(['room-full', 'room-full', 'room-full'])
    // Whoever is in stays in, with another role too.
    const role = await who(ana).ask('PUT', apiPaths.member(room, who(ben).id), { role: 'admin' })
    expect(role.statusCode).toBe(204)
    for (const body of [{ memberCap: 1 }, { memberCap: 1_001 }, { memberCap: '2' }, {}, { members: 3 }]) {
      expect([body, (await set(room, body)).json().code]).toEqual([body, 'request-invalid'])
    }
    expect((await set(room, { retentionDays: 9 })).json().room).toMatchObject({ memberCap: 2, retentionDays: 9 })
    expect((await set(room, { memberCap: null })).json().room).toMatchObject({ memberCap: null, retentionDays: 9 })
    expect((await who(eve).ask('POST', apiPaths.joinRoom(room))).statusCode).toBe(200)
  })

  it('changes every setting of the server, and reads it back', async () => {
    const wanted = {
      ...{ registration: 'invite', contacts: 'request', memberInvites: true, memberCap: 7 },
      ...{ fileBytes: 1_000_000, bots: 'everyone', retentionDays: 400 },
    }
    const before = (await who(ada).ask('GET', apiPaths.serverSettings)).json()
    expect(Object.keys(before).sort()).toEqual([...Object.keys(wanted), 'chosen'].sort())
    await who(ada).ask('PATCH', apiPaths.serverSettings, wanted)
    expect((await who(ada).ask('GET', apiPaths.serverSettings)).json()).toEqual({ ...wanted, chosen: true })
    const { limits } = (await server.call({ path: apiPaths.serverInfo })).json()
    expect(limits).toMatchObject({ memberCap: 7, fileBytes: 1_000_000 })
  })

  it('gives invitations, reports and notices a page at a time, each once', async () => {
    const pageAll = async (person: RawPerson, path: string, name: string) => {
      const [found, pages]: [string[], number[]] = [[], []]
      for (let cursor: string | undefined; ; ) {
        const answer = await person.ask('GET', `${path}?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`)
        const body = answer.json()
        found.push(...body[name].map(({ id }: { id: string }) => id))
        pages.push(body[name].length)
        cursor = body.cursor
        if (cursor === undefined) return { found, pages }
      }
    }
    for (let n = 0; n < 5; n++) {
      await who(ada).ask('POST', apiPaths.serverInvites, { uses: 1 })
      const about = { kind: 'user', user: who(ben).id, reason: `reason ${n}` }
      const { report } = (await who(ana).ask('POST', apiPaths.reports, about)).json()
      const acted = await who(ada).ask('POST', apiPaths.resolveReport(report.id), {
        actions: ['warn'],
        note: 'Enough.',
      })
      expect(acted.statusCode).toBe(204)
    }
    const lists = [
      [who(ada), apiPaths.serverInvites, 'invites'],
      [who(ana), apiPaths.reports, 'reports'],
      [who(ben), apiPaths.ownNotices, 'notices'],
    ] as const
    for (const [person, path, name] of lists) {
      const { found, pages } = await pageAll(person, path, name)
      const whole = (await person.ask('GET', path)).json()
      expect([name, pages, whole.cursor]).toEqual([name, [2, 2, 1], undefined])
      expect(found).toEqual(whole[name].map(({ id }: { id: string }) => id))
      expect((await person.ask('GET', `${path}?cursor=zzz`)).json().code).toBe('request-invalid')
    }
  })
})
