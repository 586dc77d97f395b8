import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Saved } from '../../common/http-contract/saved-contract.ts'
import type { MessageId, RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { buildTestMongoUrl, testStores } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('saved messages on %s', (kind) => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let room: RoomId
  beforeAll(async () => {
    server = await startTestServer(kind === 'mongo' ? { MONGODB_URL: buildTestMongoUrl() } : {})
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
  })
  afterAll(() => server?.stop())

  const put = async (by: RawPerson, message: MessageId, agoMs = 0) =>
    (await by.ask('PUT', apiPaths.savedMessage(room, message, agoMs))).statusCode
  const list = async (by: RawPerson, query = ''): Promise<Saved> => (await by.ask('GET', apiPaths.saved(query))).json()

  it('are a list of one’s own that follows edits, removals and what one may see, and hints the other devices', async () => {
    const [mine, his] = [await ana.connect(), await ben.connect()]
    const hints = his.live.subscribe(subjects.userTopic(ben.id, 'saved'), { max: 1 })
    const [one, two] = [await mine.say(room, 'one'), await mine.say(room, 'two')]
    expect([await put(ben, one.id), await put(ben, two.id), await put(ben, one.id)]).toEqual([204, 204, 204])
    for await (const hint of hints) expect(hint.data.byteLength).toBe(0)
    expect(await list(ben)).toMatchObject({
      saved: [
        { room, message: { id: two.id, text: 'two' } },
        { room, message: { id: one.id, text: 'one' } },
      ],
      total: 2,
    })
    expect(await list(ana), 'nobody else’s').toEqual({ saved: [], total: 0 })
    const first = await list(ben, 'limit=1')
    expect((await list(ben, `limit=1&cursor=${first.cursor}`)).saved.map(({ message }) => message.id)).toEqual([one.id])
    const strange = Buffer.from(JSON.stringify([1, 'x'])).toString('base64url')
    for (const cursor of ['x', strange]) {
      const refused = await ben.ask('GET', apiPaths.saved(`cursor=${cursor}`))
      expect([refused.statusCode, refused.json().code]).toEqual([400, 'request-invalid'])
    }

    await mine.publish(room, { kind: 'message.edited', message: one.id, text: 'one, edited' })
    await mine.publish(room, { kind: 'message.removed', message: two.id })
    await until(async () => {
      const { saved } = await list(ben)
      return saved[0]?.message.removedAt !== undefined && saved[1]?.message.text === 'one, edited'
    })
    expect((await list(ben)).saved[0]?.message.text).toBe('')

    await ana.ask('DELETE', apiPaths.member(room, ben.id))
    expect(await list(ben)).toEqual({ saved: [], total: 2 })
    expect(await put(ben, one.id)).toBe(404)
    await ana.ask('PUT', apiPaths.member(room, ben.id))
    expect((await list(ben)).saved).toHaveLength(2)
    expect((await ben.ask('DELETE', apiPaths.savedMessage(room, two.id))).statusCode).toBe(204)
    expect(await put(ben, two.id, 600_000), 'a tombstone is nothing to save').toBe(404)
    await ben.ask('DELETE', apiPaths.savedMessage(room, one.id))
    expect(await put(ben, one.id, 600_000), 'a word from before').toBe(204)
    expect(await list(ben)).toEqual({ saved: [], total: 0 })
    await Promise.all([mine.live.close(), his.live.close()])
  })
})
