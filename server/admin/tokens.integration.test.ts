import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('tokens of administration', () => {
  let server: TestServer
  let [admin, ben]: readonly RawPerson[] = []
  beforeAll(async () => {
    server = await startTestServer()
    admin = await createRawPerson(server, 'ada')
    ben = await createRawPerson(server, 'ben')
  })
  afterAll(() => server?.stop())

  const who = (person: RawPerson | undefined): RawPerson => {
    if (person === undefined) throw new Error('nobody yet')
    return person
  }
  const make = async (body: object, token = who(admin).accessToken) =>
    server.call({ method: 'POST', path: apiPaths.adminTokens, token, body })
  const get = (token: string, path: string) => server.call({ path, token })

  it('are told once, do what their scopes say, and are noted before they are made', async () => {
    const made = await make({ name: 'Reader', scopes: ['audit'] })
    expect(made.statusCode).toBe(201)
    const { token, id } = made.json()
    expect(token).toMatch(/^nat_/)
    const lines = (await get(token, apiPaths.audit('what=token.created'))).json().lines
    expect(lines.at(-1)).toMatchObject({
      by: { user: who(admin).id },
      from: '127.0.0.1',
      detail: { name: 'Reader', scopes: ['audit'] },
    })
    const refused = await get(token, apiPaths.serverSettings)
    expect([refused.statusCode, refused.json().code, refused.json().scope]).toEqual([403, 'scope-missing', 'settings'])
    expect((await get(token, apiPaths.me)).json().code).toBe('token-refused')
    const listed = await get(who(admin).accessToken, apiPaths.adminTokens)
    expect(listed.body).not.toContain(token)
    expect(listed.json().tokens).toContainEqual(
      expect.objectContaining({ id, name: 'Reader', live: true, lastUsedAt: expect.any(Number) }),
    )
    expect((await get(`${token.slice(0, -1)}_`, apiPaths.audit())).json().code).toBe('token-invalid')
    await server.call({ method: 'DELETE', path: apiPaths.adminToken(id), token: who(admin).accessToken })
    const dead = await get(token, apiPaths.audit())
    expect([dead.statusCode, dead.json().code]).toEqual([401, 'token-invalid'])
  })

  it('give no more than they have, and live no longer than what made them', async () => {
    const parent = (await make({ name: 'Parent', scopes: ['settings', 'stats'] })).json()
    expect((await make({ name: 'More', scopes: ['audit'] }, parent.token)).json().code).toBe('scope-missing')
    const child = (await make({ name: 'Child', scopes: ['settings'] }, parent.token)).json()
    expect((await get(child.token, apiPaths.serverSettings)).statusCode).toBe(200)
    await server.call({ method: 'DELETE', path: apiPaths.adminToken(parent.id), token: who(admin).accessToken })
    expect((await get(child.token, apiPaths.serverSettings)).statusCode).toBe(401)
  })

  it('are dead while whoever made them is no administrator', async () => {
    const other = await createRawPerson(server, 'otto')
    const promote = async (person: RawPerson, isAdmin: boolean) => {
      const changed = await who(admin).ask('PATCH', apiPaths.adminUser(person.id), { admin: isAdmin })
      expect(changed.statusCode).toBe(200)
    }
    await promote(other, true)
    const { token } = (await make({ name: 'Of Otto', scopes: ['settings'] }, other.accessToken)).json()
    expect((await get(token, apiPaths.serverSettings)).statusCode).toBe(200)
    await promote(other, false)
    expect((await get(token, apiPaths.serverSettings)).statusCode).toBe(401)
    await promote(other, true)
    expect((await get(token, apiPaths.serverSettings)).statusCode).toBe(200)
  })

  it('are made once for an Idempotency-Key, and told once', async () => {
    const body = { name: 'Once', scopes: ['stats'] }
    const ask = (key: string, more: object = {}) =>
      server.call({
        method: 'POST',
        path: apiPaths.adminTokens,
        token: who(admin).accessToken,
        headers: { 'idempotency-key': key },
        body: { ...body, ...more },
      })
    const first = await ask('key-1')
    const again = await ask('key-1')
    expect([first.statusCode, again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 201, 'true'])
    expect(again.json()).toEqual({ id: first.json().id })
    expect((await ask('key-1', { name: 'Other' })).json().code).toBe('key-reused')
    expect((await ask('key-2')).json().id).not.toBe(first.json().id)
    expect((await ask('two words')).json().code).toBe('request-invalid')
    const raced = await Promise.all(Array.from({ length: 5 }, () => ask('key-3')))
    const ids = raced.flatMap((one) => (one.statusCode === 201 ? [one.json().id] : []))
    expect(new Set(ids).size).toBe(1)
    const refused = await ask('key-4', { scopes: [] })
    expect(refused.statusCode).toBe(400)
    expect((await ask('key-4')).statusCode).toBe(201)
  })

  it('touch no account of an administrator', async () => {
    const { token } = (await make({ name: 'Writer', scopes: ['users:write'] })).json()
    const reset = (person: RawPerson) => server.call({ method: 'POST', path: apiPaths.resetCode(person.id), token })
    expect((await reset(who(ben))).statusCode).toBe(200)
    expect((await reset(who(admin))).json().code).toBe('token-refused')
  })

  it('hand the log out line by line, too', async () => {
    const answer = await server.call({
      path: apiPaths.audit('what=token'),
      token: who(admin).accessToken,
      headers: { accept: 'application/x-ndjson' },
    })
    expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/)
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.length).toBeGreaterThan(4)
    expect(new Set(lines.map(({ what }) => what))).toEqual(new Set(['token.created', 'token.removed']))
  })
})
