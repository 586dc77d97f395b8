import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { subjects } from '../../common/subjects.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('what everybody is told', () => {
  let server: TestServer
  let admin: RawPerson
  let ben: RawPerson
  beforeAll(async () => {
    server = await startTestServer()
    admin = await createRawPerson(server, 'ada')
    ben = await createRawPerson(server, 'ben')
  })
  afterAll(() => server?.stop())

  const announce = (body: object) =>
    server.call({ method: 'POST', path: apiPaths.announcements(), token: admin.accessToken, body })
  const withdraw = (id: string) =>
    server.call({ method: 'DELETE', path: apiPaths.announcement(id), token: admin.accessToken })
  const heard = async () =>
    (await server.call({ path: apiPaths.sync, token: ben.accessToken })).json().announcements as { id: string }[]

  it('is in the sync of all until it is withdrawn or over, and in the log before it is said', async () => {
    expect(await heard()).toBeUndefined()
    const text = 'Away tonight <b>\u202eten'
    const made = await announce({ text })
    expect(made.statusCode).toBe(201)
    const { announcement } = made.json()
    expect(announcement).toEqual({ id: expect.any(String), text, at: expect.any(Number) })
    expect(await heard()).toEqual([announcement])
    // Long enough that a busy machine has looked before it is over.
    const soon = (await announce({ text: 'Moments', until: Date.now() + 4_000 })).json().announcement
    expect((await heard()).map(({ id }) => id)).toEqual([announcement.id, soon.id])
    await expect.poll(heard).toEqual([announcement])
    expect((await withdraw(announcement.id)).statusCode).toBe(204)
    expect(await heard()).toBeUndefined()
    expect((await withdraw(announcement.id)).json().code).toBe('announcement-unknown')
    const { lines } = (
      await server.call({ path: apiPaths.audit('what=announcement'), token: admin.accessToken })
    ).json()
    expect(lines.map(({ what }: { what: string }) => what)).toEqual([
      'announcement.created',
      'announcement.created',
      'announcement.removed',
    ])
  })

  it('is refused where it shows nothing, is over already, or is one too many, and is made once by a key', async () => {
    for (const body of [{ text: '' }, { text: ' \u200b ' }, { text: 'x', until: 5 }, { text: 'x', until: 1e16 }]) {
      expect([body, (await announce(body)).json().code]).toEqual([body, 'request-invalid'])
    }
    const again = { method: 'POST', path: apiPaths.announcements(), token: admin.accessToken } as const
    const keyed = { ...again, body: { text: 'Once' }, headers: { 'idempotency-key': 'k1' } }
    const [first, second] = [await server.call(keyed), await server.call(keyed)]
    expect(second.json()).toEqual(first.json())
    for (let n = 1; n < 20; n++) expect((await announce({ text: `Number ${n}` })).statusCode).toBe(201)
    expect((await announce({ text: 'One more' })).json().code).toBe('announcements-too-many')
    const page = async (query: string) =>
      (await server.call({ path: apiPaths.announcements(query), token: admin.accessToken })).json()
    const [one, all] = [await page('limit=15'), await page('')]
    const two = await page(`limit=15&cursor=${one.cursor}`)
    expect([...one.announcements, ...two.announcements]).toEqual(all.announcements)
    expect([one.announcements.length, two.announcements.length, two.cursor]).toEqual([
      15,
      all.announcements.length - 15,
      undefined,
    ])
  })

  it('is hinted to whoever is here', async () => {
    const [standing] = await heard()
    const hints: string[] = []
    const { live } = await ben.connect()
    live.subscribe(subjects.userTopic(ben.id, 'notices'), { callback: () => void hints.push('notices') })
    await live.flush()
    await withdraw(standing?.id ?? '')
    await expect.poll(() => hints.length, { timeout: 15_000 }).toBeGreaterThan(0)
  })
})
