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
    if (ada === undefined || ana === undefined || ben === undefined) throw new Error('nobody')
    const { id: room } = await createRoom(server.call, ana.accessToken, [ben.id])
    const connection = await ben.connect()
    const said = await connection.say(room, 'an insult')
    const history = async () => (await ana.ask('GET', apiPaths.messages(room))).json().messages
    await until(async () => (await history()).length === 1)
    const body = { kind: 'message', room, message: said.id, reason: 'insult' }
    const { report } = (await ana.ask('POST', apiPaths.reports, body)).json()

    const queue = await ada.ask('GET', apiPaths.adminReports('state=open'))
    expect(queue.json().reports).toMatchObject([{ id: report.id, by: ana.id, user: ben.id, room, message: said.id }])
    expect(queue.body).not.toContain('an insult')
    expect((await ben.ask('GET', apiPaths.adminReport(report.id))).json().code).toBe('admin-required')
    const opened = (await ada.ask('GET', apiPaths.adminReport(report.id))).json().report
    expect(JSON.stringify(opened.evidence)).toContain('an insult')

    const resolve = (actions: readonly string[]) =>
      ada.ask('POST', apiPaths.resolveReport(report.id), { actions, note: 'No insults here.' })
    expect((await resolve(['remove-message', 'warn', 'mute'])).statusCode).toBe(204)
    expect((await resolve([])).json().code).toBe('report-resolved')
    await until(async () => (await history())[0].removedAt !== undefined)
    expect((await ana.ask('GET', apiPaths.reports)).json().reports).toMatchObject([
      { state: 'resolved', outcome: 'No insults here.' },
    ])
    expect((await ben.ask('GET', apiPaths.ownNotices)).json().notices).toMatchObject([
      { actions: ['remove-message', 'warn', 'mute'], reason: 'No insults here.', room, message: said.id },
    ])
    expect(await (await ben.connect()).tryReach(room)).not.toBe('room')
    const lines = (await ada.ask('GET', apiPaths.audit(`whom=${report.id}`))).json().lines
    expect(lines.map(({ what }: { what: string }) => what)).toEqual(['report.read', 'report.resolved'])
  })
})
