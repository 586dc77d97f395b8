import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { serveApp } from './serve-app.ts'

type Handler = (request: Request) => Response | Promise<Response>

describe('app://natter/', () => {
  let web = ''
  const handedOn: { url: string; init: RequestInit }[] = []
  let answer: Handler = () => new Response()

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'natter-shell-'))
    web = join(folder, 'web')
    await mkdir(join(web, 'assets'), { recursive: true })
    await writeFile(join(web, 'index.html'), '<title>Natter</title>')
    await writeFile(join(web, 'assets', 'app.js'), 'export {}')
    await writeFile(join(folder, 'secret.js'), 'secret')
    serveApp(
      {
        protocol: {
          handle: (_scheme, handler) => {
            answer = handler as unknown as Handler
          },
        },
        fetch: async (url, init) => {
          handedOn.push({ url, init })
          if (url.endsWith('/down')) throw new Error('net::ERR_CONNECTION_REFUSED')
          return new Response('{}', { status: 201 })
        },
      },
      { webFolder: web, serverUrl: new URL('https://chat.example.org') },
    )
  })

  const get = async (url: string) => answer(new Request(url))

  it('answers the page with a policy that lets nothing else in', async () => {
    const response = await get('app://natter/')
    expect(await response.text()).toContain('Natter')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain('wss://chat.example.org:*')
  })

  it('answers built files with their type', async () => {
    const response = await get('app://natter/assets/app.js')
    expect(response.headers.get('content-type')).toContain('text/javascript')
    expect(await response.text()).toBe('export {}')
  })

  it.each([
    'app://natter/..%2fsecret.js',
    'app://natter/%2e%2e/secret.js',
    'app://natter/..%5csecret.js',
    'app://natter/%00.js',
    'app://natter/%E0%A4%A.js',
  ])('never leaves its folder: %s', async (url) => {
    expect(await (await get(url)).text()).not.toContain('secret')
  })

  it('answers no other host', async () => {
    expect((await get('app://elsewhere/')).status).toBe(404)
  })

  it('hands API calls on to the server, without telling where they come from', async () => {
    const response = await answer(
      new Request('app://natter/api/v1/auth/login?x=1', {
        method: 'POST',
        headers: { 'content-type': 'application/json', referer: 'app://natter/' },
        body: '{"handle":"eva"}',
      }),
    )
    expect(response.status).toBe(201)
    const last = handedOn.at(-1)
    expect(last?.url).toBe('https://chat.example.org/api/v1/auth/login?x=1')
    expect(new TextDecoder().decode(last?.init.body as ArrayBuffer)).toBe('{"handle":"eva"}')
    expect(new Headers(last?.init.headers).get('referer')).toBeNull()
    expect(last?.init.credentials).toBe('include')
  })

  it('lets the page see a network error where there is no network', async () => {
    expect((await get('app://natter/api/v1/down')).type).toBe('error')
  })
})
