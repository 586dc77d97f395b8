import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { codeIn, type MailTestServer, startMailServer } from '../rigs/mail-test-server.ts'
import { nameTestDatabase } from '../rigs/mongo-test-database.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'

const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL
const stores = ['sqlite', ...(mongodbUrl === undefined ? [] : ['mongo'])] as const
const newPassword = 'staple of another kind'

describe.skipIf(natsServerBinary === undefined).each(stores)('addresses and new passwords by mail, on %s', (kind) => {
  let server: TestServer
  let mail: MailTestServer
  let admin: RawPerson
  const database = kind === 'mongo' && mongodbUrl !== undefined ? nameTestDatabase(mongodbUrl) : undefined
  beforeAll(async () => {
    mail = await startMailServer()
    server = await startTestServer({
      ...(database === undefined ? {} : { MONGODB_URL: database.own.href }),
      NATTER_SMTP_URL: mail.url,
      NATTER_MAIL_FROM: 'natter@example.org',
      NATTER_PUBLIC_URL: 'https://chat.example.org',
    })
    admin = await createRawPerson(server, 'first')
  })
  afterAll(async () => {
    await server?.stop()
    await mail?.stop()
    await database?.drop()
  })

  const post = (path: string, body: object) => server.call({ method: 'POST', path, body })
  const signIn = (handle: string, password = testPassword) => post(apiPaths.login, { handle, password })
  const lettersTo = (address: string) => mail.letters.filter(({ to }) => to === address)
  const letterTo = async (address: string, count: number) => {
    await until(() => lettersTo(address).length >= count)
    const letter = lettersTo(address).at(-1)
    if (letter === undefined) throw new Error('no letter')
    return letter
  }
  const askEmail = (who: RawPerson, email: string, password = testPassword) =>
    who.ask('PUT', apiPaths.email, { email, password })
  async function prove(who: RawPerson, email: string): Promise<void> {
    const before = lettersTo(email).length
    expect((await askEmail(who, email)).statusCode).toBe(202)
    const code = codeIn(await letterTo(email, before + 1))
    expect((await who.ask('POST', apiPaths.completeEmail, { code })).statusCode).toBe(204)
  }

  it('count once they are proven, by the code that was sent there, to whoever asked for it, once', async () => {
    const ana = await createRawPerson(server, 'ana')
    expect((await askEmail(ana, 'ana@example.org', 'wrong password')).json().code).toBe('sign-in-refused')
    expect((await askEmail(ana, 'Ana@Example.org')).statusCode).toBe(202)
    const letter = await letterTo('ana@example.org', 1)
    expect(letter.from).toBe('natter@example.org')
    expect((await signIn('ana@example.org')).json().code).toBe('sign-in-refused')
    const code = codeIn(letter)
    const complete = (who: RawPerson) => who.ask('POST', apiPaths.completeEmail, { code })
    expect((await complete(admin)).json().code, 'of somebody else').toBe('reset-invalid')
    const both = await Promise.all([complete(ana), complete(ana)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410])
    expect((await ana.ask('GET', apiPaths.me)).json().email).toBe('ana@example.org')
    expect((await signIn('ANA@example.org')).statusCode).toBe(200)
  })

  it('tell whoever types them nothing, at sign-up too; their owner hears of it', async () => {
    const eve = await createRawPerson(server, 'eve')
    const [taken, free] = [await askEmail(eve, 'ana@example.org'), await askEmail(eve, 'free@example.org')]
    expect([taken.statusCode, taken.body]).toEqual([free.statusCode, free.body])
    expect((await letterTo('ana@example.org', 2)).text).toContain('belongs to your account @ana')
    const body = { handle: 'eve2', displayName: 'Eve', password: testPassword, email: 'ANA@example.org' }
    const made = await post(apiPaths.register, body)
    expect([made.statusCode, made.json().user.email]).toEqual([201, undefined])
    expect((await signIn('ana@example.org')).json().user.handle).toBe('ana')
  })

  it('lead to a new password, which ends every device; the code is good once, and no other one is any more', async () => {
    const ben = await createRawPerson(server, 'ben')
    await prove(ben, 'ben@example.org')
    const { live, isLetIn } = await ben.connect()
    const asked = [
      await post(apiPaths.askReset, { handle: 'ben' }),
      await post(apiPaths.askReset, { handle: 'nobody' }),
    ]
    expect(asked.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [202, ''],
      [202, ''],
    ])
    const first = codeIn(await letterTo('ben@example.org', 2))
    await post(apiPaths.askReset, { handle: 'BEN@example.org' })
    const code = codeIn(await letterTo('ben@example.org', 3))
    const complete = (given: string) => post(apiPaths.completeReset, { code: given, newPassword })
    expect((await complete('a'.repeat(22))).json().code).toBe('reset-invalid')
    const both = await Promise.all([complete(code), complete(` ${code} `)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410])
    await live.closed()
    expect(await isLetIn()).toBe(false)
    expect((await ben.ask('GET', apiPaths.me)).json().code).toBe('session-ended')
    expect((await complete(first)).json().code, 'the other one').toBe('reset-invalid')
    expect((await signIn('ben')).json().code).toBe('sign-in-refused')
    expect((await signIn('ben', newPassword)).statusCode).toBe(200)
    expect((await letterTo('ben@example.org', 4)).text).toContain('was replaced with a code')
  })

  it('are written to three times an hour, whoever asks', async () => {
    const cara = await createRawPerson(server, 'cara')
    await prove(cara, 'cara@example.org')
    for (let time = 0; time < 5; time++) await post(apiPaths.askReset, { handle: 'cara' })
    await server.run.services.resets.settled()
    const others = [await createRawPerson(server, 'dan'), await createRawPerson(server, 'dora')]
    for (const other of others) for (let time = 0; time < 4; time++) await askEmail(other, 'victim@example.org')
    await letterTo('victim@example.org', 3)
    await letterTo('cara@example.org', 3)
    await server.run.services.pruneMail()
    expect([lettersTo('cara@example.org').length, lettersTo('victim@example.org').length]).toEqual([3, 3])
  })

  it('give way to another one, of which the old one hears, and nothing that went there leads in any more', async () => {
    const fay = await createRawPerson(server, 'fay')
    await prove(fay, 'old@example.org')
    await post(apiPaths.askReset, { handle: 'fay' })
    const code = codeIn(await letterTo('old@example.org', 2))
    await prove(fay, 'new@example.org')
    expect((await letterTo('old@example.org', 3)).text).toContain('The address of @fay was changed')
    expect((await post(apiPaths.completeReset, { code, newPassword })).json().code).toBe('reset-invalid')
    expect((await signIn('old@example.org')).json().code).toBe('sign-in-refused')
    expect((await signIn('new@example.org')).statusCode).toBe(200)
  })

  it('are not needed where an administrator hands out the code', async () => {
    const gus = await createRawPerson(server, 'gus')
    const path = apiPaths.resetCode(gus.id)
    expect((await gus.ask('POST', path)).json().code).toBe('admin-required')
    const made = (await admin.ask('POST', path)).json()
    expect(made.expiresAt - Date.now()).toBeGreaterThan(3_500_000)
    const changed = { currentPassword: testPassword, newPassword }
    expect((await gus.ask('POST', apiPaths.password, changed)).statusCode).toBe(204)
    const late = await post(apiPaths.completeReset, { code: made.code, newPassword: 'another one' })
    expect(late.json().code, 'whoever knows the password needs no code').toBe('reset-invalid')
    const { code } = (await admin.ask('POST', path)).json()
    expect((await post(apiPaths.completeReset, { code, newPassword: 'a third password' })).statusCode).toBe(204)
    expect((await signIn('gus', 'a third password')).statusCode).toBe(200)
  })
})

describe.skipIf(natsServerBinary === undefined)('a server without mail', () => {
  it('says so, and answers a reset like any other', async () => {
    const server = await startTestServer()
    try {
      const ana = await createRawPerson(server, 'ana')
      expect((await server.call({ path: apiPaths.serverInfo })).json().mail).toBe(false)
      const asked = await ana.ask('PUT', apiPaths.email, { email: 'ana@example.org', password: testPassword })
      expect(asked.json().code).toBe('mail-off')
      expect((await server.call({ method: 'POST', path: apiPaths.askReset, body: { handle: 'ana' } })).statusCode).toBe(
        202,
      )
    } finally {
      await server.stop()
    }
  })
})
