import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminScope, adminScopes } from '../../common/http-contract/admin-contract.ts'
import { apiBase, apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Operation = { readonly 'x-scope'?: AdminScope; readonly requestBody?: object }

describe.skipIf(natsServerBinary === undefined)('every call of administration', () => {
  let server: TestServer
  let admin: string
  let stranger: string
  let calls: readonly { readonly method: Method; readonly path: string; readonly scope: AdminScope | undefined }[]
  beforeAll(async () => {
    server = await startTestServer()
    admin = (await signUp(server.call, 'ada')).accessToken
    stranger = (await signUp(server.call, 'ben')).accessToken
    const { paths } = (await server.call({ path: `${apiBase}/openapi.json` })).json()
    calls = Object.entries<Record<string, Operation>>(paths)
      .filter(([path]) => path.startsWith(`${apiBase}/admin/`))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          ...{ method: method.toUpperCase() as Method, path, scope: operation['x-scope'] },
        })),
      )
  })
  afterAll(() => server?.stop())

  /** Of nothing that is there, with a body that none takes: what is refused here is refused for who calls. */
  const ask = (call: (typeof calls)[number], token: string | undefined) =>
    server.call({
      ...{ method: call.method, token },
      path: call.path
        .replace('{room}', '1.aaaaaaaaaaaaaa')
        .replace('{invite}', 'a'.repeat(43))
        .replace(/\{\w+\}/, 'a'.repeat(16)),
      ...(call.method === 'GET' || call.method === 'DELETE' ? {} : { body: { unknown: true } }),
    })

  it('is for administrators and for tokens with its scope, and for nobody else', async () => {
    expect(calls.length).toBeGreaterThan(18)
    const countLines = async () => (await server.call({ path: apiPaths.audit(), token: admin })).json().lines.length
    const tokens = new Map<AdminScope, string>()
    for (const scope of adminScopes) {
      const body = { name: scope, scopes: [scope] }
      const made = await server.call({ method: 'POST', path: apiPaths.adminTokens, token: admin, body })
      tokens.set(scope, made.json().token)
    }
    const before = await countLines()
    for (const call of calls) {
      const name = `${call.method} ${call.path}`
      expect(adminScopes, name).toContain(call.scope)
      expect([name, (await ask(call, undefined)).statusCode]).toEqual([name, 401])
      expect([name, (await ask(call, `nat_${'a'.repeat(16)}_${'b'.repeat(43)}`)).statusCode]).toEqual([name, 401])
      expect([name, (await ask(call, stranger)).json().code]).toEqual([name, 'admin-required'])
      for (const [scope, token] of tokens) {
        const answer = await ask(call, token)
        const isRefused = answer.statusCode === 403 && answer.json().code === 'scope-missing'
        expect([name, scope, isRefused]).toEqual([name, scope, scope !== call.scope])
        expect([name, answer.statusCode < 500]).toEqual([name, true])
      }
    }
    // Nothing was done, so nothing was noted.
    expect(await countLines()).toBe(before)
  })

  it('shows facts of rooms and no words, and closes them', async () => {
    const room = await createRoom(server.call, admin)
    const list = async (query: string) => (await server.call({ path: apiPaths.adminRooms(query), token: admin })).json()
    const { rooms: listed, users } = await list('q=tea')
    const unset = { memberCap: null, retentionDays: null }
    expect(listed).toMatchObject([{ id: room.id, kind: 'group', name: 'Tea', members: 1, ...unset }])
    expect(users).toMatchObject([{ id: listed[0].owners[0] }])
    expect([(await list('kind=direct')).rooms, (await list('q=tea&kind=group')).rooms.length]).toEqual([[], 1])
    const path = apiPaths.adminRoom(room.id)
    const { counts } = (await server.call({ path, token: admin })).json()
    expect(counts).toEqual({ messages: 0, files: 0, fileBytes: 0 })
    const changed = await server.call({ method: 'PATCH', path, token: admin, body: { retentionDays: 30 } })
    expect(changed.json().room).toMatchObject({ memberCap: null, retentionDays: 30 })
    expect((await server.call({ method: 'DELETE', path, token: admin })).statusCode).toBe(204)
    expect((await server.call({ path, token: admin })).json().code).toBe('room-unknown')
    const { lines } = (await server.call({ path: apiPaths.audit(`whom=${room.id}`), token: admin })).json()
    expect(lines.map(({ what }: { what: string }) => what)).toEqual(['room.changed', 'room.deleted'])
  })
})
