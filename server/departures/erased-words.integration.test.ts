import { createPrivateKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { ErasureReport } from '../../common/http-contract/erasure-contract.ts'
import { buildEventId, type FileId, type RoomId, type UserId } from '../../common/ids.ts'
import { manifestName } from '../commands/backup-manifest.ts'
import { runBackup } from '../commands/run-backup.ts'
import { runRestore } from '../commands/run-restore.ts'
import { createSealKey, parseSealKey, sealFolder, unsealFile } from '../commands/sealed-backup.ts'
import { connectTestBackbone } from '../rigs/archiver-test-rig.ts'
import { findInDatabase, nameTestDatabase } from '../rigs/mongo-test-database.ts'
import { natsServerBinary, startTestNats } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson, signInRawPerson } from '../rigs/raw-person.ts'
import { startTestRun, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'
import { buildAttachment, uploadFile } from '../rigs/upload-test-client.ts'
import { openStore } from '../store/open-store.ts'
import { buildMemberPublisher } from '../streams/member-publisher.ts'

const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL
const stores = ['sqlite', ...(mongodbUrl === undefined ? [] : ['mongo'])] as const
/** Nothing else on the machine says this. */
const marker = 'qzmarkerzq'
const says = (what: string) => `${marker}-${what}`

describe.skipIf(natsServerBinary === undefined).each(stores)('the words of somebody who is erased, on %s', (kind) => {
  let server: TestServer
  let admin: RawPerson
  let ben: RawPerson
  let mia: RawPerson
  let room: RoomId
  let folder: string
  const database = kind === 'mongo' && mongodbUrl !== undefined ? nameTestDatabase(mongodbUrl) : undefined
  const env: Record<string, string> = {
    NATTER_CONTACTS: 'request',
    ...(database === undefined ? {} : { MONGODB_URL: database.own.href }),
  }
  const where = () => ({ dataDir: server.nats.dataDir, ...(database && { mongodbUrl: database.own.href }) })
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'natter-erased-'))
    server = await startTestServer(env)
    admin = await createRawPerson(server, 'first')
    ben = await createRawPerson(server, 'ben')
    await admin.ask('PATCH', apiPaths.serverSettings, { bots: 'everyone' })
    await createRawPerson(server, says('handle'))
    mia = await signInRawPerson(server, says('handle'))
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const pageOf = async (by = ben) => (await by.ask('GET', apiPaths.messages(room))).json().messages
  const call = async (by: RawPerson, ...[method, path, body]: Parameters<RawPerson['ask']>) => {
    const answer = await by.ask(method, path, body)
    expect(answer.statusCode, `${method} ${path}: ${answer.body}`).toBeLessThan(300)
    return answer.body === '' ? undefined : answer.json()
  }

  /** In every place that takes words of somebody. */
  async function sayEverywhere(): Promise<{ readonly report: string }> {
    const { call: ask } = server
    await call(mia, 'PATCH', apiPaths.me, {
      displayName: says('name'),
      bio: says('bio'),
      status: { text: says('status') },
    })
    await call(mia, 'PUT', apiPaths.settings, { version: 0, settings: { folder: says('settings') } })
    const login = { handle: mia.handle, password: testPassword, deviceName: says('device') }
    await ask({ method: 'POST', path: apiPaths.login, body: login })
    await call(mia, 'POST', apiPaths.contactRequests, { handle: 'ben', note: says('request') })
    await call(ben, 'POST', apiPaths.contactRequests, { handle: mia.handle })
    await call(mia, 'PATCH', apiPaths.contact(ben.id), { nickname: says('nickname') })
    await call(mia, 'POST', apiPaths.contactRequests, { handle: 'first', note: says('unanswered') })
    // In Ben's room, which she leads with him.
    room = (await call(ben, 'POST', apiPaths.rooms, { name: 'Tea', members: [mia.id] })).room.id
    await call(ben, 'PUT', apiPaths.member(room, mia.id), { role: 'admin' })
    await call(mia, 'PUT', apiPaths.ban(room, admin.id), { reason: says('ban') })
    const [hers, his] = [await mia.connect(), await ben.connect()]
    const first = await hers.say(room, says('message'))
    await hers.publish(room, { kind: 'message.edited', message: first.id, text: says('edited') })
    const second = await hers.say(room, says('taken back before'))
    await hers.publish(room, { kind: 'message.removed', message: second.id })
    await hers.publish(room, { kind: 'message.posted', text: says('thread'), format: 'plain', thread: first.id })
    const { id, seq } = await his.say(room, 'words of Ben')
    // Who saves what is not archived yet is asked to wait.
    await until(async () => JSON.stringify(await pageOf()).includes('words of Ben'))
    await call(mia, 'PUT', apiPaths.read(room), { seq })
    await call(mia, 'PUT', apiPaths.savedMessage(room, id))
    await call(ben, 'PUT', apiPaths.savedMessage(room, first.id))
    for (const by of [hers, his]) await by.publish(room, { kind: 'reaction.added', message: id, emoji: '👍' })
    const file = await uploadFile(
      ask,
      mia.accessToken,
      room,
      { name: says('file.txt') },
      Buffer.from(says('in a file')),
    )
    const about = (await call(mia, 'GET', apiPaths.fileInfo(file as FileId))) as never
    const attachments = [{ ...buildAttachment(about), caption: says('caption') }]
    await hers.publish(room, { kind: 'message.posted', text: '', format: 'plain', attachments })
    await uploadFile(ask, mia.accessToken, room, { name: says('unposted') }, Buffer.from(says('in no message')))
    // A bot, and a webhook that speaks.
    const bot: UserId = (await call(mia, 'POST', apiPaths.bots, { handle: says('bot'), displayName: says('bot name') }))
      .bot.id
    await call(mia, 'PUT', apiPaths.member(room, bot))
    const backbone = await connectTestBackbone(server.nats)
    const event = {
      v: 1,
      kind: 'message.posted',
      id: buildEventId(Date.now(), randomBytes(10)),
      at: Date.now(),
    } as const
    await buildMemberPublisher(backbone)(room, bot, { ...event, text: says('by a bot'), format: 'plain' })
    await backbone.close()
    const { url } = await call(mia, 'POST', apiPaths.webhooks(room), { name: says('webhook') })
    await ask({ method: 'POST', path: new URL(url).pathname, body: { text: says('by a webhook') } })
    await until(async () => JSON.stringify(await pageOf()).includes(says('by a webhook')))
    // With keys, so that the answers are kept.
    const headers = { 'idempotency-key': 'once' }
    const said = { kind: 'user', user: ben.id, reason: says('reason'), note: says('note') }
    await ask({ method: 'POST', path: apiPaths.reports, token: mia.accessToken, headers, body: said })
    const against = { kind: 'message', room, message: first.id, reason: 'spam' }
    const report = (await call(ben, 'POST', apiPaths.reports, against)).report.id
    const store = await openStore(where())
    await store.accounts.putEmail(mia.id, `${says('mail')}@example.org`)
    await store.close()
    await Promise.all([hers, his].map(({ live }) => live.close()))
    return { report }
  }

  const findInFiles = (dataDir: string) => listFiles(dataDir).filter((file) => readIfThere(file)?.includes(marker))
  async function findWords(dataDir = server.nats.dataDir): Promise<readonly string[]> {
    const found = findInFiles(dataDir).map((file) => file.slice(dataDir.length))
    return database === undefined ? found : [...found, ...(await findInDatabase(database.own.href, marker))]
  }

  it('are in no store, stream, file or answer that is kept, nor back after a restore of what was saved before', async () => {
    const { report } = await sayEverywhere()
    const { dataDir, tcpUrl } = server.nats
    expect((await findWords()).length, 'they were there').toBeGreaterThan(3)
    const backup = join(folder, `backup-${kind}`)
    const saved = await runBackup({ dataDir, mongodbUrl: database?.own.href, natsUrls: [tcpUrl] }, backup)
    expect(saved.ok).toBe(true)

    const gone = await mia.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' })
    expect([gone.statusCode, gone.headers.location]).toEqual([204, expect.stringMatching(/\/erasures\/[\w-]{43}$/)])
    const load = async (): Promise<ErasureReport> =>
      (await server.call({ path: String(gone.headers.location) })).json().erasure
    const isDone = async () => (await load()).state === 'done'
    await untilRepaired(isDone)
    await untilBotsAreGone()
    // What others reported stands until it is acted on.
    const opened = (await call(admin, 'GET', apiPaths.adminReport(report))).report
    expect(JSON.stringify(opened.evidence)).toContain(says('edited'))
    await call(admin, 'POST', apiPaths.resolveReport(report), { actions: [], note: 'Gone.' })
    const store = await openStore(where())
    expect(await store.threads.loadMarksOf(mia.id)).toEqual([])
    expect(await store.saved.loadMarksOf(mia.id)).toEqual([])
    expect(await store.receipts.loadReceiptsOfUser(mia.id)).toEqual([])
    await until(() => store.upkeep.scrub())
    await store.close()
    await server.run.services.files.sweeper.removeGoing()
    expect(await findWords()).toEqual([])
    expect((await pageOf()).filter((one: { text: string }) => one.text !== '')).toMatchObject([
      { text: 'words of Ben' },
    ])

    const told = await load()
    expect(told).toMatchObject({ user: mia.id, messages: 'erase', state: 'done' })
    const counts = Object.fromEntries(told.gone.map(({ what, count }) => [what, count]))
    expect(counts).toMatchObject({
      ...{ messages: 3, devices: 3, bots: 1, webhooks: 1, rooms: 2, contacts: 2, settings: 1, reports: 1 },
      ...{ 'reasons-of-bans': 1, 'kept-answers': 1, 'files-in-no-message': 1, 'reading-marks': 2 },
      'saved-messages': 1,
    })
    expect(counts['events-in-streams']).toBeGreaterThanOrEqual(6)
    expect(JSON.stringify(told)).not.toContain(marker)
    const listed = (await call(admin, 'GET', apiPaths.erasures)).erasures
    expect(listed).toContainEqual(told)
    expect((await ben.ask('GET', apiPaths.erasures)).statusCode).toBe(403)
    expect((await server.call({ path: apiPaths.erasure('x'.repeat(43)) })).json().code).toBe('report-unknown')

    if (kind === 'mongo') return
    await restoreAndLook(backup)
    // A sealed one shows nothing, and opens to the same.
    const { publicKey, privatePem } = createSealKey()
    const [sealed, unsealed] = [join(folder, 'sealed'), join(folder, 'unsealed')]
    const to = parseSealKey(publicKey)
    if (to === undefined || !saved.ok) throw new Error('no key')
    await sealFolder(backup, [manifestName, ...saved.value.files.map(({ path }) => path)], sealed, to)
    expect(readFileSync(sealed).includes(marker)).toBe(false)
    expect(await unsealFile(sealed, unsealed, createPrivateKey(privatePem))).toMatchObject({ ok: true })
    // What is in it is what was restored a moment ago.
    for (const { path } of saved.value.files) {
      expect([path, readFileSync(join(unsealed, path)).equals(readFileSync(join(backup, path)))]).toEqual([path, true])
    }
  }, 180_000)

  async function untilBotsAreGone(): Promise<void> {
    const store = await openStore(where())
    await untilRepaired(async () => (await store.changes.loadChanges('words')).length === 0)
    await store.close()
  }

  /** What could not be done at once is gone on with now, and not a quarter of a minute later. */
  const untilRepaired = (isSo: () => Promise<boolean>) =>
    until(async () => {
      await server.run.services.repair()
      return isSo()
    })

  async function restoreAndLook(backup: string): Promise<void> {
    const target = await startTestNats({}, server.nats.dataDir)
    await target.kill()
    for (const name of readdirSync(target.dataDir)) rmSync(join(target.dataDir, name), { recursive: true })
    try {
      const erasures = [server.nats.dataDir]
      const restored = await runRestore(backup, {
        dataDir: target.dataDir,
        natsServer: natsServerBinary ?? '',
        erasures,
      })
      expect(restored).toMatchObject({ ok: true })
      await target.restart()
      const run = await startTestRun(target, env)
      await run.up
      const store = await openStore({ dataDir: target.dataDir })
      const isOver = async () => {
        await run.services.repair()
        await run.services.files.sweeper.removeGoing()
        const left = ['departure', 'words'].map((name) => store.changes.loadChanges(name))
        return (await Promise.all(left)).flat().length === 0 && (await store.upkeep.scrub())
      }
      await until(isOver)
      // The report about her was open then.
      const open = await run.services.reports.listAll('open', undefined, 10)
      for (const { id } of open.reports) await run.services.reports.resolve(id, 'Gone.')
      await until(() => store.upkeep.scrub())
      await store.close()
      expect(await findInFiles(target.dataDir)).toEqual([])
      await run.stop()
    } finally {
      await target.stop()
    }
  }
})

/** Of a broker that runs: files come and go meanwhile, and what is gone holds no words. */
function listFiles(folder: string): readonly string[] {
  const entries = ifThere(() => readdirSync(folder, { withFileTypes: true })) ?? []
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}

const readIfThere = (file: string) => ifThere(() => readFileSync(file))

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (fault) {
    if (Object(fault).code === 'ENOENT') return undefined
    throw fault
  }
}
