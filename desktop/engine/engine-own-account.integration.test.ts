import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildTestProfile, signUp, type TestClient, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed
let admin: TestClient
let adminHandle: string

beforeAll(async () => {
  testbed = await startEngineTestbed({ NATTER_CONTACTS: 'open' })
  admin = await testbed.start()
  adminHandle = await signUp(admin)
})
afterAll(() => testbed?.stop())

/** As an administrator's page will ask for it. */
async function makeResetCode(user: UserId): Promise<string> {
  const call = async (method: string, path: string, body: object, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(testbed.installation.origin + path, { method, headers, body: JSON.stringify(body) })
    return (await answer.json()) as { readonly accessToken: string; readonly code: string }
  }
  const { accessToken } = await call('POST', apiPaths.login, { handle: adminHandle, password: testPassword })
  return (await call('POST', apiPaths.resetCode(user), {}, accessToken)).code
}

test('a forgotten password: asked for by anybody, set once by a code, and every device is out', async () => {
  const ben = await testbed.start()
  const handle = await signUp(ben)
  const stranger = await testbed.start()
  await until('the server has said whether it sends mail', () => {
    const { session } = stranger.state()
    return session.kind === 'signed-out' && session.server.mail === false
  })
  expect(await stranger.ask({ kind: 'ask-reset', handle })).toEqual({ ok: true, value: null })
  expect(await stranger.ask({ kind: 'ask-reset', handle: 'nobody-at-all' })).toEqual({ ok: true, value: null })
  const code = await makeResetCode(ben.me())
  const newPassword = 'another horse battery'
  await stranger.get({ kind: 'complete-reset', code, newPassword })
  expect(await stranger.ask({ kind: 'complete-reset', code, newPassword })).toMatchObject({
    error: { code: 'reset-invalid' },
  })
  await until('Ben is out', () => ben.state().session.kind === 'signed-out')
  expect(await stranger.ask({ kind: 'sign-in', handle, password: testPassword })).toMatchObject({ ok: false })
  await stranger.get({ kind: 'sign-in', handle, password: newPassword })
  expect(await stranger.ask({ kind: 'ask-email', email: 'ben@example.org', password: newPassword })).toMatchObject({
    error: { code: 'mail-off' },
  })
})

test('a copy of everything comes as one file, says how much has come, and ends with who stops it', async () => {
  const ben = await testbed.start()
  await signUp(ben)
  const archive = await ben.get({ kind: 'export-mine' })
  const bytes = Buffer.from(await (archive as Blob).arrayBuffer())
  expect([bytes.subarray(0, 2).toString(), bytes.includes('messages.json')]).toEqual(['PK', true])
  expect((archive as Blob).type).toBe('application/zip')
  expect(ben.state().notes.export).toBeUndefined()

  ben.holdCalls(apiPaths.ownArchive)
  const stopped = ben.get({ kind: 'export-mine' })
  await until('it is under way', () => ben.state().notes.export !== undefined)
  expect(await ben.ask({ kind: 'export-mine' })).toMatchObject({ error: { code: 'busy' } })
  await ben.get({ kind: 'stop-export' })
  expect(await stopped).toBeNull()
  expect(ben.state().notes.export).toBeUndefined()
  ben.holdCalls(undefined)
})

test('a room comes as one file, in the form that was chosen, and one copy is under way at a time', async () => {
  const ben = await testbed.start()
  await signUp(ben)
  const { room } = await ben.get({ kind: 'create-room', name: 'Tea', members: [] })
  const wish = { room, format: 'html', withFiles: true, language: 'de' } as const
  expect(await ben.get({ kind: 'measure-export', room, before: 1_000 })).toEqual({ files: 0, bytes: 0 })
  const bytes = Buffer.from(await ((await ben.get({ kind: 'export-room', ...wish })) as Blob).arrayBuffer())
  expect([bytes.subarray(0, 2).toString(), bytes.includes('pages/0001.html')]).toEqual(['PK', true])

  ben.holdCalls(apiPaths.roomExport(room, '').slice(0, -1))
  const stopped = ben.get({ kind: 'export-room', ...wish })
  await until('it is under way', () => ben.state().notes.export?.kind === 'export')
  expect(ben.state().notes.export).toMatchObject({ kind: 'export', room })
  expect(await ben.ask({ kind: 'export-mine' })).toMatchObject({ error: { code: 'busy' } })
  await ben.get({ kind: 'stop-export' })
  expect(await stopped).toBeNull()
  ben.holdCalls(undefined)
  expect(await ben.ask({ kind: 'export-room', ...wish, room: '0.aaaaaaaaaaaaaa' as RoomId })).toMatchObject({
    error: { code: 'room-unknown' },
  })
})

test('an account ends for good: its rooms are named and given on, and nothing of it is kept here', async () => {
  const profile = buildTestProfile()
  const cleo = await testbed.start(profile)
  const handle = await signUp(cleo)
  const { room } = await cleo.get({ kind: 'create-room', name: 'Tea', members: [admin.me()] })
  expect(await cleo.ask({ kind: 'depart', password: 'not this one', messages: 'keep' })).toMatchObject({
    error: { code: 'sign-in-refused' },
  })
  const refused = await cleo.ask({ kind: 'depart', password: testPassword, messages: 'keep' })
  expect(refused).toMatchObject({ error: { code: 'last-owner', more: { rooms: [{ id: room, name: 'Tea' }] } } })
  expect(cleo.state().session.kind).toBe('signed-in')
  const members = await cleo.get({ kind: 'list-members', room })
  expect(new Set(members)).toEqual(new Set([cleo.me(), admin.me()]))
  const id = cleo.me()
  await cleo.get({ kind: 'hand-over', room, user: admin.me() })
  const receipt = await cleo.get({ kind: 'depart', password: testPassword, messages: 'erase' })
  expect(cleo.state().session.kind).toBe('signed-out')
  expect(await cleo.get({ kind: 'load-erasure', receipt: receipt ?? '' })).toMatchObject({
    user: id,
    messages: 'erase',
  })
  expect([cleo.state().rooms, cleo.state().users]).toEqual([{}, {}])
  expect(profile.cookies.size).toBe(0)
  await until('the room has another owner, and one person less', () => {
    const mine = admin.state().rooms[room]
    return mine?.myRole === 'owner' && mine.memberCount === 1
  })
  const names = (await profile.indexedDB.databases()).map(({ name }) => name)
  expect(names.filter((name) => name?.includes(id) === true)).toEqual([])
  expect(await cleo.ask({ kind: 'sign-in', handle, password: testPassword })).toMatchObject({
    error: { code: 'sign-in-refused' },
  })
})

test('whoever had the words of somebody, was away while these were erased, and comes back, has them no more', async () => {
  const marker = 'qz-words-of-fay'
  const [fay, profile] = [await testbed.start(), buildTestProfile()]
  const dan = await testbed.start(profile)
  for (const one of [fay, dan]) await signUp(one)
  const { room } = await dan.get({ kind: 'create-room', name: 'Tea', members: [fay.me()] })
  await until('she is in', () => fay.state().rooms[room] !== undefined)
  await fay.get({ kind: 'send-message', room, text: marker, format: 'plain', mentions: [] })
  await dan.get({ kind: 'open-room', room })
  await until('he reads it', () => dan.texts(room).includes(marker))
  await until('and has it on his disk', async () => (await readDisk(profile.indexedDB)).includes(marker))
  dan.setNetwork(false)
  await fay.get({ kind: 'depart', password: testPassword, messages: 'erase' })
  dan.setNetwork(true)
  await until('neither his screen has it', () => !JSON.stringify([dan.texts(room), dan.state()]).includes(marker))
  await until('nor his disk', async () => !(await readDisk(profile.indexedDB)).includes(marker))
})

/** All that lies there, as text. */
async function readDisk(factory: IDBFactory): Promise<string> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((done, failed) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })
  const said: string[] = []
  for (const { name = '' } of await factory.databases()) {
    const database = await asked(factory.open(name))
    for (const store of database.objectStoreNames) {
      said.push(JSON.stringify(await asked(database.transaction(store).objectStore(store).getAll())))
    }
    database.close()
  }
  return said.join('\n')
}
