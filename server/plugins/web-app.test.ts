import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addProblemReplies } from './problem-replies.ts'
import { addWebApp } from './web-app.ts'

const script = '/assets/index-a1b2c3D_.js'
const words = 'export const words = "said again and again" '.repeat(50)
const page = `<!doctype html><title>Natter</title>${words}`
let folder: string
let app: FastifyInstance

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natter-web-'))
  mkdirSync(join(folder, 'assets'))
  for (const [path, text] of [
    ['index.html', page],
    [script, words],
  ] as const) {
    writeFileSync(join(folder, path), text)
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(text))
    writeFileSync(join(folder, `${path}.gz`), gzipSync(text))
  }
  // What has no other form, a font.
  writeFileSync(join(folder, 'assets', 'inter-a1b2c3D_.woff2'), 'a font')
  app = Fastify()
  addProblemReplies(app)
  await addWebApp(app, folder)
})
afterAll(async () => {
  await app?.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (url: string, encodings: string, accept = '*/*') =>
  app.inject({ url, headers: { accept, ...(encodings && { 'accept-encoding': encodings }) } })

test('a file is sent as small as the browser takes it, with its own type, and kept for a year', async () => {
  const forms = [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['', undefined, (bytes: Buffer) => bytes],
  ] as const
  for (const [encodings, encoding, open] of forms) {
    const answer = await ask(script, encodings)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(open(answer.rawPayload).toString()).toBe(words)
    if (encoding !== undefined) expect(answer.rawPayload.length).toBeLessThan(words.length / 10)
  }
})

test('the page is too, under every address that is the app\u2019s own, and is asked for each time', async () => {
  for (const url of ['/', '/index.html', '/invite/abc']) {
    const answer = await ask(url, 'br', 'text/html')
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-cache' })
    expect(answer.headers['content-type']).toContain('text/html')
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(page)
  }
})

test('what has one form only comes in it', async () => {
  const answer = await ask('/assets/inter-a1b2c3D_.woff2', 'br, gzip')
  expect(answer.headers['content-encoding']).toBeUndefined()
  expect(answer.body).toBe('a font')
})
