import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isErrorCode } from '../common/app-error.ts'
import { apiBase, apiPatterns } from '../common/http-contract/api-paths.ts'
import { apiExamples } from './plugins/api-examples.ts'
import { natsServerBinary } from './rigs/nats-test-server.ts'
import { signUp, startTestServer, type TestServer } from './rigs/test-server.ts'

type Operation = {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[]
  readonly requestBody?: {
    readonly required?: boolean
    readonly content: { readonly 'application/json': { readonly schema: Schema } }
  }
  readonly responses: Record<string, unknown>
}
type Carrier = { readonly content?: Record<string, { readonly schema?: object; readonly example?: unknown }> }
type Schema = { readonly properties?: Record<string, unknown>; readonly required?: readonly string[] }
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Document = { readonly openapi: string; readonly paths: Record<string, Partial<Record<Method, Operation>>> }

describe.skipIf(natsServerBinary === undefined)('the API as its own document states it', () => {
  let server: TestServer
  let document: Document
  let token: string
  beforeAll(async () => {
    server = await startTestServer()
    document = (await server.call({ path: `${apiBase}/openapi.json` })).json()
    token = (await signUp(server.call, 'ana')).accessToken
  })
  afterAll(() => server?.stop())

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method as Method, operation })),
    )

  it('has every path of the contract, each with a summary, a tag, and its problems', () => {
    expect(document.openapi).toMatch(/^3\.1/)
    const paths = Object.values(apiPatterns).map((pattern) => apiBase + pattern.replace(/:(\w+)/g, '{$1}'))
    expect(Object.keys(document.paths).sort()).toEqual(paths.sort())
    for (const { operation } of operations()) {
      expect(operation.summary).toBeTruthy()
      expect(operation.tags).toHaveLength(1)
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Problem' })
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true)
    }
  })

  it('says what a query takes, and what it is where nothing is said', () => {
    const queryOf = (path: string) =>
      document.paths[apiBase + path]?.get?.parameters?.filter((one) => one.in === 'query')
    const schemas = (path: string) => queryOf(path)?.map(({ name, schema }) => [name, schema])
    expect(schemas('/rooms')).toContainEqual(['limit', { type: 'integer', minimum: 1, maximum: 1_000, default: 1_000 }])
    expect(schemas('/rooms/{room}/messages')).toContainEqual(['limit', expect.objectContaining({ default: 50 })])
    expect(schemas('/users')).toEqual([
      ['handle', expect.objectContaining({ type: 'string', pattern: expect.any(String) })],
    ])
  })

  it('shows of every call what is sent and what is answered, and that is what the call itself takes and gives', () => {
    let shown = 0
    for (const { path, method, operation } of operations()) {
      const { 200: done, 201: made } = operation.responses as Record<number, Carrier | undefined>
      for (const carrier of [operation.requestBody as Carrier | undefined, done ?? made]) {
        const content = carrier?.content?.['application/json']
        // Of what is no JSON nothing is said but what it is.
        const isBytes =
          !['type', 'anyOf', 'oneOf'].some((key) => key in (content?.schema ?? {})) ||
          JSON.stringify(content?.schema).includes('"binary"')
        if (content === undefined || isBytes) continue
        const checked = z.fromJSONSchema(content.schema as never).safeParse(content.example)
        expect([method, path, content.example === undefined, checked.error?.issues]).toEqual([
          method,
          path,
          false,
          undefined,
        ])
        shown++
      }
    }
    expect(shown).toBeGreaterThan(90)
    // None for a call that is there no more.
    const known = operations().map(({ path, method }) => `${upper(method)} ${path.slice(apiBase.length)}`)
    expect(Object.keys(apiExamples).filter((name) => !known.includes(name))).toEqual([])
  })

  it('serves a page to try it by, of which nothing comes from elsewhere', async () => {
    const page = await server.call({ path: '/api/docs/' })
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('swagger-ui')])
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none';.*connect-src 'self'/)
    expect(page.headers['content-security-policy']).not.toMatch(/https?:|\*/)
    const named = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
    expect(named.length).toBeGreaterThan(4)
    for (const address of named) {
      const { origin, pathname } = new URL(address, 'http://here/api/docs/')
      expect([address, origin]).toEqual([address, 'http://here'])
      expect([address, (await server.call({ path: pathname })).statusCode]).toEqual([address, 200])
    }
    const script = await server.call({ path: '/api/docs/static/swagger-initializer.js' })
    expect(script.body).toContain('/api/v1/openapi.json')
    // What is typed into it is kept by no browser, and it asks nobody whether the document is well.
    expect(script.body).toMatch(/"validatorUrl":null/)
    expect(script.body).not.toMatch(/persistAuthorization":true/)
  })

  it('asks for a sign-in on every call but those that make one', async () => {
    const open = operations().filter(({ operation }) => operation.security === undefined)
    expect(open.map(({ path }) => path.slice(apiBase.length)).sort()).toEqual(
      [
        '/auth/login',
        '/auth/logout',
        '/auth/refresh',
        '/auth/register',
        '/auth/reset',
        '/auth/reset/complete',
        '/bots/{bot}/credentials/nonce',
        '/bots/{bot}/credentials/renew',
        '/erasures/{receipt}',
        '/hooks/{token}',
        '/installers',
        '/installers/{file}',
        '/invites/{code}',
        '/invites/{code}/avatar',
        '/server',
        '/server/privacy',
      ].sort(),
    )
    for (const { path, method, operation } of operations()) {
      if (operation.security === undefined) continue
      for (const bad of [undefined, 'nonsense', 'a.b.c', unsignedToken()]) {
        const answer = await server.call({ method: upper(method), path: fill(path), token: bad, ...bodyOf(operation) })
        expectProblem(answer, 401, 'sign-in-required')
      }
    }
  })

  it('answers bad input to any call with a problem and changes nothing', async () => {
    const before = await snapshot()
    for (const { path, method, operation } of operations()) {
      for (const { what, ...request } of badRequests(path, operation)) {
        const answer = await server.call({ method: upper(method), token, ...request })
        expect([400, 401, 404, 410, 413, 415], `${method} ${path} ${what}: ${answer.body}`).toContain(answer.statusCode)
        expectProblem(answer)
      }
    }
    expect(await snapshot()).toEqual(before)
  }, 240_000)

  it('says which field is at fault', async () => {
    const answer = await server.call({
      method: 'POST',
      path: `${apiBase}/auth/register`,
      body: { handle: 'no no', displayName: 1, password: 'long enough', extra: true },
    })
    expect(Object.keys(answer.json().fields).sort()).toEqual(['/body/displayName', '/body/extra', '/body/handle'])
  })

  async function snapshot() {
    const [rooms, me] = await Promise.all(['/rooms', '/me'].map((path) => server.call({ path: apiBase + path, token })))
    return [rooms?.json(), me?.json()]
  }
})

function upper(method: Method) {
  return method.toUpperCase() as 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
}

function fill(path: string): string {
  return path
    .replace('{room}', '1.aaaaaaaaaaaaaa')
    .replace('{user}', 'aaaaaaaaaaaaaaaa')
    .replace('{device}', 'aaaaaaaaaaaaaaaa')
    .replace('{report}', 'aaaaaaaaaaaaaaaa')
    .replace('{token}', 'aaaaaaaaaaaaaaaa')
    .replace('{invite}', 'a'.repeat(43))
}

function bodyOf(operation: Operation): { readonly body?: unknown } {
  return operation.requestBody === undefined ? {} : { body: {} }
}

const json = { 'content-type': 'application/json' }

const badValues = ['', '-1', '1e999!', 'Not%20a%20Number', '%00', 'x'.repeat(500), '1&x=2']

/** Each is one that no call can take. */
function* badRequests(path: string, operation: Operation) {
  const url = fill(path)
  for (const name of path.match(/\{\w+\}/g) ?? []) {
    for (const id of ['nope', '..%2f..', '%00', 'ÄÄÄ', "'%20or%201=1", 'a'.repeat(2_000)]) {
      yield { what: `${name} ${id.slice(0, 20)}`, path: fill(path.replace(name, id)), ...bodyOf(operation) }
    }
  }
  const parameters = operation.parameters?.filter((parameter) => parameter.in === 'query') ?? []
  for (const { name } of parameters) {
    // A cursor of `/sync` that cannot be read asks for everything: a client that lost its place must get on.
    if (name === 'since') yield { what: 'two cursors', path: `${url}?since=1&since=2` }
    if (name === 'since') continue
    // Whatever people search for is taken, as long as it is text.
    const bad = name === 'q' ? ['%00', 'x'.repeat(500), '1&x=2'] : badValues
    for (const value of bad) {
      yield { what: `${name}=${value.slice(0, 20)}`, path: `${url}?${name}=${value}` }
    }
  }
  const schema = operation.requestBody?.content['application/json']?.schema
  if (schema === undefined) return
  yield { what: 'broken JSON', path: url, headers: json, body: '{"handle": ' }
  yield { what: 'no JSON', path: url, headers: { 'content-type': 'text/plain' }, body: '{}' }
  yield { what: 'a form', path: url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }
  yield { what: 'a prototype', path: url, headers: json, body: '{"__proto__": {"admin": true}}' }
  yield { what: 'too much', path: url, headers: json, body: `{"name": "${'x'.repeat(2_000_000)}"}` }
  for (const body of ['[]', '"text"', '1', 'null', 'true']) yield { what: body, path: url, headers: json, body }
  yield { what: 'an unknown field', path: url, body: { unknown: 1 } }
  for (const required of schema.required ?? []) yield { what: `without ${required}`, path: url, body: {} }
  for (const name of Object.keys(schema.properties ?? {})) {
    for (const value of [null, 0, true, [], {}, [[]], 'x'.repeat(90_000), '\ud800', 'a\u0000b']) {
      if (takes(schema.properties?.[name], value)) continue
      yield { what: `${name}: ${JSON.stringify(value).slice(0, 20)}`, path: url, body: { [name]: value } }
    }
  }
}

/** Whether the document says of a field that it may be this. */
function takes(field: unknown, value: unknown): boolean {
  const said = JSON.stringify(field) ?? ''
  if (value === null) return said.includes('"null"')
  if (typeof value === 'boolean') return said.includes('"boolean"')
  return typeof value === 'object' && !Array.isArray(value) && said.includes('"object"')
}

function expectProblem(answer: Awaited<ReturnType<TestServer['call']>>, status?: number, code?: string) {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  const problem = answer.json()
  expect(isErrorCode(problem.code)).toBe(true)
  expect(problem).toMatchObject({ status: answer.statusCode, title: expect.any(String), type: expect.any(String) })
  expect(problem.request).toBe(answer.headers['x-request-id'])
  expect(answer.body).not.toMatch(/node_modules|at \w+ \(/)
  if (status !== undefined) expect(answer.statusCode).toBe(status)
  if (code !== undefined) expect(problem.code).toBe(code)
}

/** Well-formed but for its signature, which claims that none is needed. */
function unsignedToken(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const exp = Math.floor(Date.now() / 1_000) + 600
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub: 'a'.repeat(16), device: 'a'.repeat(16), exp })}.x`
}
