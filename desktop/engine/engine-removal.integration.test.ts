import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { FileId, MessageId, RoomId } from '../../common/ids.ts'
import { buildTestProfile, signUp, type TestClient, type TestProfile, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import { type EngineTestbed, startEngineTestbed } from './engine-testbed.ts'

/** A busy machine is no fault of the client's: with NATTER_MEASURE=1 it is all to be gone within two seconds. */
const isMeasured = process.env.NATTER_MEASURE !== undefined

describe('a removed message', () => {
  let testbed: EngineTestbed
  let ana: TestClient
  let ben: TestClient
  let cleo: TestClient
  const profiles: readonly TestProfile[] = [buildTestProfile(), buildTestProfile(), buildTestProfile()]
  let room: RoomId
  beforeAll(async () => {
    testbed = await startEngineTestbed()
    const all = await Promise.all(profiles.map((profile) => testbed.start(profile)))
    ;[ana, ben, cleo] = all as [TestClient, TestClient, TestClient]
    for (const one of all) await signUp(one)
    room = (await ana.get({ kind: 'create-room', name: 'Tea', members: [ben.me(), cleo.me()] })).room
    for (const one of all) {
      await until('in the room', () => one.state().rooms[room])
      await one.get({ kind: 'open-room', room })
      await until('online', () => one.state().connection.kind === 'online')
    }
  }, 120_000)
  afterAll(() => testbed?.stop())

  const rowsOf = (client: TestClient) =>
    (client.state().timelines[room]?.rows ?? []).flatMap((row) => (row.kind === 'message' ? [row] : []))
  const isStored = (client: TestClient, id: MessageId) =>
    rowsOf(client).some(({ state, message }) => state === 'stored' && message.id === id) ||
    Object.values(client.state().threads as Record<string, { rows: readonly { message: { id: string } }[] }>).some(
      ({ rows }) => rows.some(({ message }) => message.id === id),
    )
  const say = (by: TestClient, text: string, more: object = {}) =>
    by.get({ kind: 'send-message', room, text, format: 'plain', ...more } as never) as Promise<MessageId>
  const search = async (by: TestClient, q: string) =>
    (await by.get({ kind: 'search-messages', search: { q } })).hits.map(({ message }) => message)

  /** All that an engine has on its disk, as text. */
  async function readDisk({ indexedDB }: TestProfile): Promise<string> {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result)
        request.onerror = () => fail(request.error)
      })
    const parts: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const rows = await answerOf(database.transaction(store).objectStore(store).getAll())
        parts.push(...rows.map((row) => `${store}: ${JSON.stringify(row)}`))
      }
      database.close()
    }
    return parts.join('\n')
  }
  async function tokenOf(client: TestClient): Promise<string> {
    const { session } = client.state()
    const handle = session.kind === 'signed-in' ? session.me.handle : ''
    const answer = await fetch(testbed.installation.origin + apiPaths.login, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ handle, password: testPassword, deviceName: 'Another' }),
    })
    return ((await answer.json()) as { accessToken: string }).accessToken
  }

  it.each(['its author', 'an admin'] as const)(
    'by %s is gone within two seconds from all places that showed or kept it, on all devices',
    async (who) => {
      const word = who === 'its author' ? 'heliotrope' : 'marmalade'
      const file = `${who === 'an admin' ? 'e' : 'd'}`.repeat(16) as FileId
      await ben.get({ kind: 'add-file', room, file, name: `${word}.txt`, bytes: new Blob([`${word} inside`]) })
      const link = `https://${word}.example/`
      const message = await say(ben, `${word} first ${link}`, {
        files: [{ file, caption: `${word} caption` }],
        mentions: [cleo.me()],
        preview: { url: link, title: `${word} page` },
      })
      await until('it is heard', () => isStored(ana, message) && isStored(cleo, message), 30_000)
      await ben.get({ kind: 'edit-message', room, message, text: `${word} second ${link}`, mentions: [cleo.me()] })
      await until('the edit is heard', () => JSON.stringify(rowsOf(cleo)).includes(`${word} second`))
      await ana.get({ kind: 'set-pin', room, message, on: true })
      await say(ana, 'quoted', { replyTo: message })
      await cleo.get({ kind: 'set-saved', room, message, on: true })
      await until('it is saved, with a copy', () => JSON.stringify(cleo.state().saved).includes(word))
      await until('it is pinned', () => JSON.stringify(cleo.state().pins).includes(word))
      await until('it was told', () => JSON.stringify(cleo.notices).includes(word))
      await say(ana, 'answered', { thread: message })
      await cleo.get({ kind: 'open-thread', room, thread: message })
      await until('its thread is shown', () => JSON.stringify(cleo.state().threads).includes(word))
      await until('the server finds it', async () => (await search(cleo, word)).includes(message))
      await until('the server has both versions', async () => {
        return (await cleo.get({ kind: 'load-versions', room, message })).versions.length === 2
      })
      const attached = rowsOf(cleo).find((row) => row.message.id === message)?.message.attachments[0]?.file as FileId
      const token = await tokenOf(cleo)
      const loadFile = (path: string) =>
        fetch(testbed.installation.origin + path, { headers: { authorization: `Bearer ${token}` } })
      expect((await loadFile(apiPaths.file(attached))).status).toBe(200)
      for (const [index, profile] of profiles.entries())
        await until(`device ${index} keeps it`, async () => (await readDisk(profile)).includes(word))

      const from = performance.now()
      await (who === 'its author' ? ben : ana).get({ kind: 'remove-message', room, message })
      const gone: Record<string, () => Promise<boolean> | boolean> = {
        'every row, list, quote, pin, thread and saved copy of all three': () =>
          [ana, ben, cleo].every((one) => !JSON.stringify(one.state()).includes(word)),
        'what the system was told': () => cleo.notices.at(-1)?.kind === 'withdrawn',
        'why it was told': async () =>
          !JSON.stringify(await cleo.get({ kind: 'list-notify-decisions' })).includes(word),
        'the search of the server': async () => (await search(cleo, word)).length === 0,
        'its earlier words': async () =>
          (await cleo.get({ kind: 'load-versions', room, message })).versions.length === 0,
        'its file': async () => (await loadFile(apiPaths.file(attached))).status === 404,
        'what is known of its file': async () => (await loadFile(apiPaths.fileInfo(attached))).status === 404,
        'the disks of all three': async () =>
          (await Promise.all(profiles.map(readDisk))).every((kept) => !kept.includes(word)),
      }
      const took: Record<string, number> = {}
      /** Where it still is, for whoever reads why this failed. */
      const places = async () => {
        const slices = [ana, ben, cleo].flatMap((one, index) =>
          Object.entries(one.state()).flatMap(([slice, value]) =>
            JSON.stringify(value)?.includes(word) ? `${slice} of ${index}` : [],
          ),
        )
        const rows = (await Promise.all(profiles.map(readDisk))).flatMap((kept, index) =>
          kept.split('\n').flatMap((row) => (row.includes(word) ? `disk of ${index}: ${row.slice(0, 1_500)}` : [])),
        )
        return [...slices, ...rows].join('\n')
      }
      await Promise.all(
        Object.entries(gone).map(async ([place, isGone]) => {
          await until(`gone: ${place}`, isGone, 10_000).catch(async () => {
            throw new Error(`not gone: ${place}\n${await places()}`)
          })
          took[place] = Math.round(performance.now() - from)
        }),
      )
      if (isMeasured) {
        console.log(`removed by ${who}, gone after ms:`, took)
        expect(Math.max(...Object.values(took))).toBeLessThan(2_000)
      }
      const left = rowsOf(cleo).find((row) => row.message.id === message)?.message
      expect(left?.removedAt).toBeGreaterThan(0)
      expect(left?.removedBy).toBe(who === 'an admin' ? ana.me() : undefined)
      // Without the server it is searched in what is kept here.
      cleo.setNetwork(false)
      expect(await search(cleo, word)).toEqual([])
      expect(await search(cleo, 'quoted')).not.toEqual([])
      cleo.setNetwork(true)
      await until('cleo is back', () => cleo.state().connection.kind === 'online')
    },
    120_000,
  )

  it('nothing of a room stays in the inbox of somebody who was taken out of it, nor on their disk', async () => {
    const word = 'saffron'
    const profile = profiles[2] as TestProfile
    await say(ana, `${word} for Cleo`, { mentions: [cleo.me()] })
    await until('it concerns Cleo', () => JSON.stringify(cleo.state().inbox).includes(word), 30_000)
    await until('it is kept', async () => (await readDisk(profile)).includes(word))
    await ana.get({ kind: 'remove-member', room, user: cleo.me() })
    await until('it is not kept any more', async () => !(await readDisk(profile)).includes(word), 10_000)
    expect(JSON.stringify(cleo.state().inbox)).not.toContain(word)
    expect(JSON.stringify(await cleo.get({ kind: 'list-notify-decisions' }))).not.toContain(word)
  }, 60_000)
})
