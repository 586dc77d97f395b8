import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer } from '../rigs/test-server.ts'

const script = new URL('../../scripts/admin.mjs', import.meta.url).pathname

describe.skipIf(natsServerBinary === undefined)('npm run admin', () => {
  let server: TestServer
  let ben: RawPerson
  let address: string
  let token: string
  beforeAll(async () => {
    server = await startTestServer()
    const ada = await createRawPerson(server, 'ada')
    ben = await createRawPerson(server, 'ben')
    token = (await ada.ask('POST', apiPaths.adminTokens, { name: 'Line', scopes: adminScopes })).json().token
    address = await server.run.app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => server?.stop())

  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((done) => {
      const env = { ...process.env, NATTER_SERVER: address, NATTER_ADMIN_TOKEN: token, ...more }
      const child = execFile(process.execPath, [script, ...words], { env }, (_, out, err) =>
        done({ code: child.exitCode ?? -1, out, err }),
      )
    })
  const ask = async (...words: readonly string[]) => {
    const { code, out, err } = await run(words)
    expect([words, code, err]).toEqual([words, 0, ''])
    return out
  }

  it('does on a running server what its token may', async () => {
    expect(JSON.parse(await ask('stats')).people.total).toBe(2)
    expect(JSON.parse(await ask('users', 'ben'))).toEqual(['ben', expect.any(String), ben.id])
    expect(await ask('suspend', '@ben', 'Too', 'loud')).toContain('suspended')
    expect((await ben.ask('GET', apiPaths.me)).json().code).toBe('account-suspended')
    await ask('restore', 'ben')
    expect(JSON.parse(await ask('reset-code', 'ben')).code).toMatch(/./)
    expect(JSON.parse(await ask('settings', 'memberCap=9', 'contacts=request'))).toMatchObject({
      ...{ memberCap: 9, contacts: 'request' },
    })
    // A terminal obeys some characters: they come as they are written in JSON.
    const announced = await ask('announce', 'Away', '\u009b31mtonight')
    expect(announced).toContain('Away \\u009b31mtonight')
    await ask('withdraw', JSON.parse(announced).id)
    const log = (await ask('audit')).trim().split('\n')
    expect(log.map((line) => JSON.parse(line).what)).toContain('user.suspended')
  })

  it('says what is wrong in a line: no token, a bad one, nobody there, no server, no such command', async () => {
    const cases = [
      [['stats'], { NATTER_ADMIN_TOKEN: '' }, /NATTER_ADMIN_TOKEN is not set/],
      [['stats'], { NATTER_ADMIN_TOKEN: `nat_${'a'.repeat(16)}_${'b'.repeat(43)}` }, /^token-invalid: /],
      [['suspend', 'nobody', 'x'], {}, /nobody here with the handle nobody/],
      [['settings', 'memberCap=1'], {}, /^request-invalid: .*memberCap/],
      [['stats', '--server', 'http://127.0.0.1:9'], {}, /does not answer/],
      [['stats', '--server', 'ftp://x'], {}, /no address of a server/],
      [['constructor'], {}, /no command constructor/],
    ] as const
    for (const [words, env, said] of cases) {
      const { code, err } = await run(words, env)
      expect([words, code]).toEqual([words, 1])
      expect(err).toMatch(said)
      expect(err).not.toContain('    at ')
    }
    const { out } = await run(['help'])
    expect(out).toContain('suspend HANDLE REASON')
    // Where `npm start` listens.
    expect(out).toContain('http://127.0.0.1:8480 where neither is said')
  })
})
