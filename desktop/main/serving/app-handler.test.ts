import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppHandler, AppRequest } from './app-handler.ts'
import { buildAppHandler } from './app-handler.ts'
import { appUrl } from './app-scheme.ts'
import { openBuiltFiles } from './built-files.ts'
import { buildContentPolicy } from './content-policy.ts'
import { buildServerRelay } from './server-relay.ts'

const policy = buildContentPolicy({ serverUrl: new URL('https://chat.example.org'), brokers: [] })
let folder = ''
const handedOn: { url: string; init: RequestInit }[] = []
let answer: AppHandler

const said: (string | null)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natter-shell-'))
  const web = join(folder, 'web')
  await mkdir(join(web, 'assets'), { recursive: true })
  await mkdir(join(web, '.hidden'))
  const files = {
    'web/index.html': '<title>Natter</title>',
    'web/assets/app.js': 'export {}',
    'web/assets/app.js.map': 'secret',
    'web/.env': 'secret',
    'web/.hidden/a.js': 'secret',
    'web/notes.txt': 'secret',
    'web/program.exe': 'secret',
    'web/strange name.js': 'strange',
    'secret.js': 'secret',
    'secret.html': 'secret',
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  answer = buildAppHandler({
    readFile: openBuiltFiles(web),
    policy: () => policy,
    callShell: async () => new Response('of the shell'),
    callServer: buildServerRelay(
      async (url, init) => {
        handedOn.push({ url, init })
        if (url.endsWith('/down')) throw new Error('net::ERR_CONNECTION_REFUSED')
        if (url.endsWith('/asks')) return new Response('who are you', { status: 407 })
        return new Response('{}', { status: 201, headers: { 'content-security-policy': 'of the server' } })
      },
      () => new URL('https://chat.example.org'),
      (headers) => said.push(headers.get('content-security-policy')),
    ),
  })
})
afterAll(() => rm(folder, { recursive: true }))

const get = (url: string, init: RequestInit = {}) => answer(new Request(url, init))

describe('app://natter/', () => {
  it('answers the page with a policy that lets nothing else in', async () => {
    const response = await get('app://natter/')
    expect(await response.text()).toContain('Natter')
    expect(Object.fromEntries(response.headers)).toEqual({
      'accept-ranges': 'bytes',
      'content-length': '21',
      'content-security-policy': policy,
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it('answers built files with their type, and what is asked for by name only as it is called', async () => {
    const response = await get('app://natter/assets/app.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('export {}')
    expect(await (await get('app://natter/strange%20name.js')).text()).toBe('strange')
    const head = await get('app://natter/assets/app.js', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '9', ''])
  })

  it('answers a part of a file', async () => {
    const part = await get('app://natter/assets/app.js', { headers: { range: 'bytes=7-8' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 7-8/9', '{}'])
    const outside = await get('app://natter/assets/app.js', { headers: { range: 'bytes=90-' } })
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */9'])
  })

  it('answers nobody but its own pages', async () => {
    const asked = (initiatorOrigin: string) =>
      answer(Object.assign(new Request(appUrl), { initiatorOrigin }) satisfies AppRequest)
    expect((await asked('https://evil.example')).status).toBe(403)
    expect((await asked('null')).status).toBe(403)
    expect((await asked('app://natter')).status).toBe(200)
  })

  it('hands API calls on to the server, without telling where they come from', async () => {
    const response = await get('app://natter/api/v1/auth/login?x=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', referer: 'app://natter/' },
      body: '{"handle":"eva"}',
    })
    expect(response.status).toBe(201)
    const last = handedOn.at(-1)
    expect(last?.url).toBe('https://chat.example.org/api/v1/auth/login?x=1')
    // Where its brokers are is read from what a server says, each time.
    expect(said.at(-1)).toBe('of the server')
    expect(new TextDecoder().decode(last?.init.body as ArrayBuffer)).toBe('{"handle":"eva"}')
    expect(new Headers(last?.init.headers).get('referer')).toBeNull()
    expect(await (await get('app://natter/shell/anything', { method: 'POST' })).text()).toBe('of the shell')
  })

  it('lets the page see a network error where there is no network', async () => {
    expect((await get('app://natter/api/v1/down')).type).toBe('error')
  })

  it('never takes the word of a proxy for the server’s', async () => {
    const before = said.length
    expect((await get('app://natter/api/v1/asks')).type).toBe('error')
    expect(said).toHaveLength(before)
  })
})

const long = 'a'.repeat(2_000)
const hostile: readonly (readonly [string, number])[] = [
  ['app://natter/../secret.js', 404],
  ['app://natter/assets/../../secret.js', 404],
  ['app://natter/%2e%2e/secret.js', 404],
  ['app://natter/%2E%2E/secret.html', 404],
  ['app://natter/.%2e/secret.js', 404],
  ['app://natter/..%2fsecret.js', 400],
  ['app://natter/..%2Fsecret.html', 400],
  ['app://natter/assets/..%2f..%2fsecret.js', 400],
  ['app://natter/..%5csecret.js', 400],
  ['app://natter/assets%5c..%5c..%5csecret.js', 400],
  ['app://natter/..\\secret.js', 400],
  ['app://natter/%252e%252e/secret.js', 404],
  ['app://natter/..%252fsecret.js', 404],
  ['app://natter/%00', 400],
  ['app://natter/index.html%00.js', 400],
  ['app://natter/secret.js%00', 400],
  ['app://natter/assets/app.js%0d%0aset-cookie:a=b', 400],
  ['app://natter/%0a', 400],
  ['app://natter/%7f.js', 400],
  ['app://natter/%E0%A4%A.js', 400],
  ['app://natter/%ff.js', 400],
  ['app://natter/%c0%ae%c0%ae/secret.js', 400],
  ['app://natter/assets/app.js.map', 404],
  ['app://natter/.env', 404],
  ['app://natter/.hidden/a.js', 404],
  ['app://natter/notes.txt', 404],
  ['app://natter/program.exe', 404],
  ['app://natter/assets', 404],
  ['app://natter/assets/', 404],
  ['app://natter//secret.js', 404],
  ['app://natter//etc/passwd', 404],
  ['app://natter/C:/secret.js', 404],
  ['app://natter/index.html::$DATA', 404],
  ['app://natter/assets/app.js:stream.js', 404],
  ['app://natter/file:///etc/passwd.js', 404],
  ['app://natter/constructor', 404],
  ['app://natter/a.__proto__', 404],
  [`app://natter/${long}.js`, 414],
  ['app://elsewhere/', 404],
  ['app://natter@evil/index.html', 404],
  ['app://evil@natter/index.html', 404],
  ['app://natter:1/index.html', 404],
  ['app://natter.evil/index.html', 404],
  ['file:///etc/passwd', 404],
  ['https://natter/index.html', 404],
]

/** Without what the parser says of the address on its way to a request. */
const asked = (url: string): AppRequest => Object.defineProperty(new Request(appUrl), 'url', { value: url })

describe('hostile paths', () => {
  it.each(hostile)('%s is refused with %i', async (url, status) => {
    const response = await answer(asked(url))
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('secret')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is for the server alone', async (method) => {
    expect((await get('app://natter/index.html', { method })).status).toBe(405)
  })

  it('never reads outside its folder, even where a path came so far', async () => {
    const read = openBuiltFiles(join(folder, 'web'))
    for (const path of [
      '../secret.js',
      'assets/../../secret.js',
      '',
      '.',
      '/../secret.js',
      join(folder, 'secret.js'),
    ]) {
      expect(await read(path), path).toBeUndefined()
    }
  })
})
