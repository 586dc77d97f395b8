import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../../rigs/test-server.ts'

/**
 * Two things at the same moment have one outcome, the same for all: here those that touch broker, archive and accounts at once. CI
 * tries each twice; NATTER_RACES=100 as often as that. Others: `contacts.integration.test.ts`, `room-people.integration.test.ts`.
 */
const races = Number(process.env.NATTER_RACES ?? 2)
const cap = 5

describe.skipIf(natsServerBinary === undefined)('at the same moment', () => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'open', NATTER_MEMBER_CAP: String(cap) })
    await createRawPerson(server, 'admin0')
  }, 120_000)
  afterAll(() => server?.stop())

  const people = (count: number) =>
    Promise.all(Array.from({ length: count }, () => createRawPerson(server, `r${++made}`)))
  const roomOf = async (owner: RawPerson, ...others: RawPerson[]): Promise<RoomId> =>
    (
      await createRoom(
        server.call,
        owner.accessToken,
        others.map(({ id }) => id),
      )
    ).id
  const look = async (by: RawPerson, room: RoomId) => (await by.ask('GET', apiPaths.room(room))).json().room as Room
  const namesIn = ({ members }: Room) => members.map(({ user }) => user)
  const many = (what: string, race: () => Promise<void>) =>
    it(
      what,
      async () => {
        for (let round = 0; round < races; round++) await race()
      },
      races * 5_000 + 30_000,
    )

  many('the last places of a room are given once, however people come in', async () => {
    const [ana, ...others] = (await people(8)) as [RawPerson, ...RawPerson[]]
    const room = await roomOf(ana, ...others.slice(0, 2))
    await ana.ask('PATCH', apiPaths.room(room), { visibility: 'public' })
    const { code } = (await ana.ask('POST', apiPaths.roomInvites(room), {})).json().invite
    const answers = await Promise.all(
      others.slice(2).map((one, index) => {
        if (index % 3 === 0) return one.ask('POST', apiPaths.joinRoom(room))
        if (index % 3 === 1) return one.ask('POST', apiPaths.joinByInvite(code))
        return ana.ask('PUT', apiPaths.member(room, one.id))
      }),
    )
    const isIn = answers.map(({ statusCode }) => statusCode === 200 || statusCode === 204)
    expect(isIn.filter((one) => one)).toHaveLength(cap - 3)
    for (const [index, answer] of answers.entries()) if (!isIn[index]) expect(answer.json().code).toBe('room-full')
    expect((await look(ana, room)).members).toHaveLength(cap)
  })

  many(
    'a room is closed while somebody speaks: what was acknowledged is archived or nobody’s, and nobody reaches it',
    async () => {
      const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
      const room = await roomOf(ana, ben)
      const his = await ben.connect()
      const acknowledged: number[] = []
      let isOver = false
      const speaking = (async () => {
        for (let turn = 0; !isOver; turn++) {
          try {
            acknowledged.push((await his.say(room, `word ${turn}`)).seq)
          } catch {
            return
          }
        }
      })()
      await until(() => acknowledged.length > 2)
      expect((await ana.ask('DELETE', apiPaths.room(room))).statusCode).toBe(204)
      await his.live.closed()
      isOver = true
      await speaking
      expect(await his.isLetIn()).toBe(false)
      const again = await ben.connect()
      expect(await again.tryReach(room)).toBe('none')
      for (const one of [ana, ben]) expect((await one.ask('GET', apiPaths.room(room))).statusCode).toBe(404)
      await again.live.close()
    },
  )

  many('a kick and a join have one outcome, which broker and list agree on', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = await roomOf(ana, ben)
    await ana.ask('PATCH', apiPaths.room(room), { visibility: 'public' })
    await Promise.all([
      ana.ask('DELETE', apiPaths.member(room, ben.id)),
      ben.ask('POST', apiPaths.joinRoom(room)),
      ana.ask('DELETE', apiPaths.member(room, ben.id)),
    ])
    const isIn = namesIn(await look(ana, room)).includes(ben.id)
    const connection = await ben.connect()
    expect(await connection.tryReach(room)).toBe(isIn ? 'room' : 'none')
    await connection.live.close()
  })

  many('two who press “Message” at once have one room, whatever else they press', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const ask = (by: RawPerson, whom: RawPerson) => by.ask('POST', apiPaths.contactRequests, { handle: whom.handle })
    const answers = await Promise.all([ask(ana, ben), ask(ben, ana), ask(ana, ben), ask(ben, ana)])
    for (const { statusCode, body } of answers) expect(statusCode, body).toBe(200)
    expect(new Set(answers.map((answer) => answer.json().contact.room)).size).toBe(1)
    for (const one of [ana, ben]) expect((await one.ask('GET', apiPaths.rooms)).json().rooms).toHaveLength(1)
  })

  many('two owners who delete their accounts at once leave a room with an owner, or none behind', async () => {
    const [ana, ben, cara] = (await people(3)) as [RawPerson, RawPerson, RawPerson]
    const room = await roomOf(ana, ben, cara)
    expect((await ana.ask('PUT', apiPaths.member(room, ben.id), { role: 'owner' })).statusCode).toBe(204)
    const depart = (who: RawPerson) => who.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' })
    const answers = await Promise.all([depart(ana), depart(ben)])
    for (const { statusCode, body } of answers) expect([204, 409], body).toContain(statusCode)
    const { members } = await look(cara, room)
    expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)
    const gone = [ana, ben].filter((_, index) => answers[index]?.statusCode === 204).map(({ id }) => id)
    expect(members.map(({ user }) => user).filter((user) => gone.includes(user))).toEqual([])
  })

  many('somebody is added while they delete their account: they are in no room afterwards', async () => {
    const [ana, ben] = (await people(2)) as [RawPerson, RawPerson]
    const room = await roomOf(ana)
    const [gone] = await Promise.all([
      ben.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' }),
      (async () => {
        for (let turn = 0; turn < 6; turn++) {
          await ana.ask('PUT', apiPaths.member(room, ben.id))
          await ana.ask('DELETE', apiPaths.member(room, ben.id))
        }
        await ana.ask('PUT', apiPaths.member(room, ben.id))
        await ana.ask('POST', apiPaths.contactRequests, { handle: ben.handle })
      })(),
    ])
    expect(gone.statusCode, gone.body).toBe(204)
    expect(namesIn(await look(ana, room))).toEqual([ana.id])
    const { contacts } = (await ana.ask('GET', apiPaths.contacts)).json()
    expect(contacts.map(({ user }: { user: string }) => user)).not.toContain(ben.id)
  })
})
