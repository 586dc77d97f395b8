import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('the queue of reports', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.stop())

  it('leads from a report to what is done, and both sides hear of it', async () => {
    const [ada, ana, ben]: readonly RawPerson[] = [
      await createRawPerson(server, 'ada'),
      await createRawPerson(server, 'ana'),
      await createRawPerson(server, 'ben'),
    ]
    const mei = await createRawPerson(server, 'mei')
    if (ada === undefined || ana === undefined || ben === undefined) throw new Error('nobody')
    const { id: room } = await createRoom(server.call, ana.accessToken, [ben.id, mei.id])
    const connection = await ben.connect()
    await (await mei.connect()).say(room, 'who has a pile driver?')
    const said = await connection.say(room, 'an insult')
    const history = async () => (await ana.ask('GET', apiPaths.messages(room))).json().messages
    await until(async () => (await history()).length === 2)
    const body = { kind: 'message', room, message: said.id, reason: 'insult' }
    const { report } = (await ana.ask('POST', apiPaths.reports, body)).json()

    const queue = await ada.ask('GET', apiPaths.adminReports('state=open'))
    expect(queue.json().reports).toMatchObject([{ id: report.id, by: ana.id, user: ben.id, room, message: said.id }])
    expect(queue.json().rooms).toMatchObject([{ id: room, kind: 'group' }])
    expect(queue.body).not.toContain('an insult')
    expect((await ben.ask('GET', apiPaths.adminReport(report.id))).json().code).toBe('admin-required')
    const opened = (await ada.ask('GET', apiPaths.adminReport(report.id))).json()
    expect(JSON.stringify(opened.report.evidence)).toContain('an insult')
    // Whoever wrote around it has a name, without having done anything.
    expect(opened.users.map(({ handle }: { handle: string }) => handle).sort()).toEqual(['ana', 'ben', 'mei'])

    const resolve = (actions: readonly string[]) =>
      ada.ask('POST', apiPaths.resolveReport(report.id), { actions, note: 'No insults here.' })
    expect((await resolve(['remove-message', 'warn', 'mute'])).statusCode).toBe(204)
    expect((await resolve([])).json().code).toBe('report-resolved')
    const isGone = ({ id, removedAt }: { id: string; removedAt?: number }) => id === said.id && removedAt !== undefined
    await until(async () => (await history()).some(isGone))
    // By whoever did it: neither its author nor anybody of the room.
    expect((await history()).find(isGone)).toMatchObject({ author: ben.id, removedBy: ada.id })
    expect((await ana.ask('GET', apiPaths.reports)).json().reports).toMatchObject([
      { state: 'resolved', outcome: 'No insults here.', resolvedAt: expect.any(Number) },
    ])
    expect((await ben.ask('GET', apiPaths.ownNotices)).json().notices).toMatchObject([
      { actions: ['remove-message', 'warn', 'mute'], reason: 'No insults here.', room, message: said.id },
    ])
    expect(await (await ben.connect()).tryReach(room)).not.toBe('room')
    const log = (await ada.ask('GET', apiPaths.audit(`whom=${report.id}`))).json()
    expect(log.users).toMatchObject([{ id: ada.id, handle: 'ada' }])
    expect(log.lines.map(({ what }: { what: string }) => what)).toEqual(['report.read', 'report.resolved'])

    // Whoever owns the room could end their own mute: that is refused, and nothing else of it is done.
    const own = await (await ana.connect()).say(room, 'my own room')
    await until(async () => (await history()).some(({ id }: { id: string }) => id === own.id))
    const other = await mei.ask('POST', apiPaths.reports, { ...body, message: own.id })
    const path = apiPaths.resolveReport(other.json().report.id)
    const refused = await ada.ask('POST', path, { actions: ['remove-message', 'mute'], note: 'No.' })
    expect(refused.json().code).toBe('not-allowed')
    expect((await history()).find(({ id }: { id: string }) => id === own.id)).toMatchObject({ text: 'my own room' })
    expect((await ada.ask('POST', path, { actions: ['remove-message'], note: 'No.' })).statusCode).toBe(204)
  })
})
