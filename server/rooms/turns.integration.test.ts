import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer } from '../rigs/test-server.ts'

/** What may be done ten times an hour. */
const often = Array.from({ length: 10 })

describe.skipIf(natsServerBinary === undefined)('giving back what one took, again and again', () => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'open' })
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
  })
  afterAll(() => server?.stop())
  const codeOf = ({ statusCode, body }: { statusCode: number; body: string }) =>
    body === '' ? statusCode : JSON.parse(body).code

  it('ends at ten an hour, for one person by one hand; taking does not', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const member = apiPaths.member(room, ben.id)
    for (const _ of often) {
      expect((await ana.ask('DELETE', member)).statusCode).toBe(204)
      expect((await ana.ask('PUT', member)).statusCode).toBe(204)
    }
    expect((await ana.ask('DELETE', member)).statusCode).toBe(204)
    expect(codeOf(await ana.ask('PUT', member))).toBe('too-many-requests')
    const cara = await createRawPerson(server, 'cara')
    await ana.ask('PUT', apiPaths.member(room, cara.id), { role: 'admin' })
    expect((await cara.ask('PUT', member)).statusCode, 'by another one').toBe(204)
    expect((await ana.ask('PUT', member, { mutedUntil: Date.now() + 600_000 })).statusCode).toBe(204)
    expect(codeOf(await ana.ask('PUT', member, { mutedUntil: null })), 'and so with a mute').toBe('too-many-requests')
  })

  it('ends for a whole room too: posting on and off', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const turn = (posting: 'members' | 'admins') => ana.ask('PATCH', apiPaths.room(room), { posting })
    for (const _ of often) {
      expect((await turn('admins')).statusCode).toBe(200)
      expect((await turn('members')).statusCode).toBe(200)
    }
    expect((await turn('admins')).statusCode).toBe(200)
    expect(codeOf(await turn('members'))).toBe('too-many-requests')
    expect((await ana.ask('PATCH', apiPaths.room(room), { name: 'Quiet' })).statusCode).toBe(200)
  })

  it('ends for contacts, where nobody has to say yes, and for blocks; blocking does not', async () => {
    const ask = () => ana.ask('POST', apiPaths.contactRequests, { handle: 'ben' })
    expect((await ask()).statusCode).toBe(200)
    for (const _ of often.slice(1)) {
      expect((await ana.ask('DELETE', apiPaths.contact(ben.id))).statusCode).toBe(204)
      expect((await ask()).statusCode).toBe(200)
    }
    expect((await ana.ask('PUT', apiPaths.block(ben.id))).statusCode).toBe(204)
    expect((await ana.ask('DELETE', apiPaths.block(ben.id))).statusCode).toBe(204)
    expect((await ana.ask('PUT', apiPaths.block(ben.id))).statusCode).toBe(204)
    expect(codeOf(await ana.ask('DELETE', apiPaths.block(ben.id)))).toBe('too-many-requests')
  })
})
