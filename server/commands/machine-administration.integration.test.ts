import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { findRepoFolder, isServerBuilt } from '../rigs/server-test-process.ts'
import { buildCall, startTestRun, testPassword } from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'

const repoFolder = findRepoFolder()

/** The commands as somebody at the machine types them, on a data folder. */
describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('at the machine itself', () => {
  let nats: TestNats
  let folder: string
  let run: ServerRun | undefined
  beforeAll(async () => {
    nats = await startTestNats()
    folder = mkdtempSync(join(tmpdir(), 'natter-machine-'))
  })
  afterAll(async () => {
    await run?.stop()
    await nats?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const type = (script: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((done) => {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, NATTER_DATA: nats.dataDir, ...more }
      const file = join(repoFolder, script)
      const child = execFile(process.execPath, [file, ...words], { env, cwd: repoFolder }, (_, out, err) =>
        done({ code: child.exitCode ?? -1, out, err }),
      )
    })
  /** What the scripts of package.json start, which look each time whether everything is built. */
  const command = (name: string, words: readonly string[], more = {}) =>
    type(`build/server/commands/${name}-main.js`, words, more)
  const administer = (words: readonly string[], more = {}) => command('administer', words, more)
  const admin = async (...words: readonly string[]) => {
    const said = await administer(words)
    expect([words, said.code, said.err]).toEqual([words, 0, ''])
    return said.out.trim().split('\n')
  }
  const start = async () => {
    run = await startTestRun(nats)
    await run.up
    return buildCall(run)
  }

  it('makes the first administrator before anybody was there, hands out codes and tokens, and is in the log', async () => {
    const first = await type('scripts/admin.mjs', ['make-admin', 'Ada', 'Ada', 'Lovelace', '--here'])
    expect([first.code, first.err]).toEqual([0, ''])
    const code = first.out.trim().split('\n').at(-1) ?? ''
    const call = await start()
    const body = { code, newPassword: testPassword }
    expect((await call({ method: 'POST', path: apiPaths.completeReset, body })).statusCode).toBe(204)
    const login = { handle: 'ada', password: testPassword }
    const session = (await call({ method: 'POST', path: apiPaths.login, body: login })).json()
    expect(session.user).toMatchObject({ handle: 'ada', displayName: 'Ada Lovelace', admin: true })
    // While it runs.
    const token = (await admin('token', 'ada', 'Line', 'audit', 'stats')).at(-1) ?? ''
    const { lines } = (await call({ path: apiPaths.audit(), token })).json()
    expect(lines.map(({ by, what }: { by: object; what: string }) => [by, what])).toEqual([
      [{ machine: true }, 'user.created'],
      [{ machine: true }, 'user.promoted'],
      [{ machine: true }, 'token.created'],
    ])
    const refuses = async (words: readonly string[], why: RegExp) => {
      const refused = await administer(words)
      expect([words, refused]).toEqual([words, { code: 1, out: '', err: expect.stringMatching(why) }])
    }
    const wrong = [['token', 'ada', 'x', 'root'], ['drop']]
    await Promise.all([
      refuses(['suspend', 'ada', 'no'], /^last-admin: /),
      ...wrong.map((words) => refuses(words, /./)),
    ])
  }, 120_000)

  it('suspends whoever is connected to a running server, who is cut off, and lets them in again', async () => {
    const server = { nats, run, call: buildCall(run as ServerRun) } as Parameters<typeof createRawPerson>[0]
    const ben: RawPerson = await createRawPerson(server, 'ben')
    expect(ben.user.admin, 'nobody is the first one any more').toBe(false)
    const connection = await ben.connect()
    await admin('suspend', 'ben', 'Advertising')
    await connection.live.closed()
    expect((await ben.ask('GET', apiPaths.me)).json().code).toBe('account-suspended')
    const login = { method: 'POST', path: apiPaths.login, body: { handle: 'ben', password: testPassword } } as const
    expect((await server.call(login)).json().code).toBe('account-suspended')
    await admin('restore', 'ben')
    expect((await server.call(login)).statusCode).toBe(200)
    expect(await admin('users')).toContainEqual(expect.stringContaining('"ben"'))
  }, 60_000)

  it('gives nobody the handle of somebody who went not long ago', async () => {
    const server = { nats, run, call: buildCall(run as ServerRun) } as Parameters<typeof createRawPerson>[0]
    const cleo = await createRawPerson(server, 'cleo')
    expect((await administer(['make-admin', 'cleo'])).code).toBe(0)
    await cleo.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' })
    expect(await administer(['make-admin', 'cleo'])).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^handle-taken: /),
    })
  }, 60_000)

  it('seals a backup for a key, opens it with that key alone, and restores it, by the commands', async () => {
    const env = { NATTER_NATS_URL: nats.tcpUrl }
    const keyFile = join(folder, 'backup.pem')
    const made = await type('scripts/server-command.mjs', ['backup-key', keyFile])
    const key = /natter-backup-[\w-]+/.exec(made.out)?.[0] ?? ''
    expect([made.code, key === '', existsSync(keyFile)]).toEqual([0, false, true])
    const sealed = join(folder, 'sealed')
    const saved = await command('backup', [sealed, '--to', key], env)
    expect([saved.code, saved.err]).toEqual([0, ''])
    expect(readFileSync(sealed).includes('Lovelace')).toBe(false)
    const plain = join(folder, 'plain')
    const opened = await command('unseal', [sealed, keyFile, plain])
    expect([opened.code, opened.err]).toEqual([0, ''])
    const openWithAnother = async () => {
      const other = join(folder, 'other.pem')
      await command('backup-key', [other])
      expect((await command('unseal', [sealed, other, join(folder, 'no')])).code).toBe(1)
      expect(existsSync(join(folder, 'no'))).toBe(false)
    }
    const target = join(folder, 'restored')
    const place = { NATTER_DATA: target, NATTER_NATS_SERVER: natsServerBinary ?? '' }
    const [restored] = await Promise.all([command('restore', [plain, nats.dataDir], place), openWithAnother()])
    expect([restored.code, restored.err]).toEqual([0, ''])
    const people = await administer(['users'], place)
    expect(people.out).toContain('"Ada Lovelace"')
  }, 120_000)
})
