import { beforeEach, expect, test } from 'vitest'
import { buildKeptApp } from './kept-app.ts'

const origin = 'https://chat.example'
const files = { '/': 'sha256-a', '/theme.js': 'sha256-b', '/assets/app-1.js': 'sha256-c' }
const onUse = { '/assets/emoji-font-0.woff2': 'sha256-d', '/assets/emoji-font-1.woff2': 'sha256-e' }

let stored: Map<string, Map<string, Response>>
let asked: string[]
let answer: (path: string) => Response

beforeEach(() => {
  stored = new Map()
  asked = []
  answer = (path) => new Response(path)
})

/** As much of the browser's caches as is used, in the order in which they were made. */
const caches = {
  async open(name: string) {
    const cache = stored.get(name) ?? new Map<string, Response>()
    stored.set(name, cache)
    return {
      keys: async () => [...cache.keys()].map((path) => new Request(origin + path)),
      put: async (path: string, response: Response) => void cache.set(path, response),
      match: async (path: string) => cache.get(path),
    } as unknown as Cache
  },
  keys: async () => [...stored.keys()],
  delete: async (name: string) => stored.delete(name),
  match: async (path: RequestInfo | URL, { cacheName }: MultiCacheQueryOptions = {}) => {
    const searched = [...stored].filter(([name]) => cacheName === undefined || name === cacheName)
    return searched.map(([, cache]) => cache.get(String(path))).find((found) => found !== undefined)
  },
}

const build = (version = '2') =>
  buildKeptApp(
    {
      caches,
      async fetch(path, { integrity }) {
        asked.push(`${path} ${integrity}`)
        return answer(path)
      },
    },
    { version, files, onUse },
  )

test('every file of the build is kept, each asked for with its digest', async () => {
  await build().install()
  expect(asked).toEqual(Object.entries(files).map(([path, digest]) => `${path} ${digest}`))
  expect([...(stored.get('natter-app-2')?.keys() ?? [])]).toEqual(Object.keys(files))
  expect(await (await build().findPage())?.text()).toBe('/')
  expect(await (await build().findFile('/theme.js'))?.text()).toBe('/theme.js')
})

test('a version of which one file cannot be had is not kept at all, and the one before stays', async () => {
  await build('1').install()
  answer = (path) => new Response(null, { status: path === '/theme.js' ? 404 : 200 })
  await expect(build().install()).rejects.toThrow('/theme.js was answered with 404')
  expect([...stored.keys()]).toEqual(['natter-app-1'])
  expect(await build('1').findPage()).toBeDefined()
})

test('a page is not given out while a file that it needs is lost; only that one is then loaded again', async () => {
  const kept = build()
  await kept.install()
  stored.get('natter-app-2')?.delete('/theme.js')
  expect(await kept.findPage()).toBeUndefined()
  expect(await kept.findFile('/theme.js')).toBeUndefined()
  asked = []
  await kept.fill()
  expect(asked).toEqual(['/theme.js sha256-b'])
  expect(await kept.findPage()).toBeDefined()
})

test('a lost file that cannot be had leaves what is there', async () => {
  const kept = build()
  await kept.install()
  stored.get('natter-app-2')?.delete('/')
  answer = () => new Response(null, { status: 500 })
  await expect(kept.fill()).rejects.toThrow()
  expect(await kept.findFile('/theme.js')).toBeDefined()
})

test('a new version keeps the one before it, for the tabs that show that, and removes the others', async () => {
  stored.set('of-somebody-else', new Map())
  for (const version of ['1', '2', '3']) await build(version).install()
  stored.get('natter-app-2')?.set('/assets/app-0.js', new Response('of version 2'))
  await build('3').removeOld()
  expect([...stored.keys()]).toEqual(['of-somebody-else', 'natter-app-2', 'natter-app-3'])
  expect(await (await build('3').findFile('/assets/app-0.js'))?.text()).toBe('of version 2')
})

test('what goes by one name in every version is found in this version only', async () => {
  await build('1').install()
  answer = (path) => new Response(`${path} of 2`)
  await build('2').install()
  expect(await (await build('2').findFile('/theme.js'))?.text()).toBe('/theme.js of 2')
})

test('a step back to a version that was kept counts as the newest', async () => {
  for (const version of ['1', '2', '3']) await build(version).install()
  await build('2').removeOld()
  expect([...stored.keys()]).toEqual(['natter-app-2', 'natter-app-3'])
})

test('what is kept on use is not loaded before, comes with its digest, and does not keep a page from starting', async () => {
  const kept = build()
  await kept.install()
  expect(asked.join()).not.toContain('emoji-font')
  expect(await kept.findPage()).toBeDefined()
  const [path] = Object.keys(onUse) as [string]
  expect(kept.isKeptOnUse(path)).toBe(true)
  expect(kept.isKeptOnUse('/theme.js')).toBe(false)
  expect(await kept.findFile(path)).toBeUndefined()
  expect(await (await kept.loadOnUse(path)).text()).toBe(path)
  expect(asked.at(-1)).toBe(`${path} sha256-d`)
  await expect.poll(async () => (await kept.findFile(path))?.text()).toBe(path)
})

test('what was used goes on into the next version, and is not loaded again', async () => {
  const [path] = Object.keys(onUse) as [string]
  await build('1').loadOnUse(path)
  await expect.poll(() => build('1').findFile(path)).toBeDefined()
  await build('2').install()
  await build('2').removeOld()
  await build('3').install()
  await build('3').removeOld()
  expect([...stored.keys()]).toEqual(['natter-app-2', 'natter-app-3'])
  expect(await build('3').findFile(path)).toBeDefined()
  expect(stored.get('natter-app-3')?.has('/assets/emoji-font-1.woff2')).toBe(false)
})
