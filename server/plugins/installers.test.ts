import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterAll, expect, test } from 'vitest'
import { buildInstallerRoutes } from './installers.ts'
import { addProblemReplies } from './problem-replies.ts'

const outside = mkdtempSync(join(tmpdir(), 'natter-outside-'))
const folder = mkdtempSync(join(tmpdir(), 'natter-installers-'))
writeFileSync(join(outside, 'secret.exe'), 'secret')
writeFileSync(join(folder, 'Natter Setup 1.0.0.exe'), 'MZ')
writeFileSync(join(folder, 'Natter-1.0.0.AppImage'), '<html>')
writeFileSync(join(folder, 'latest.yml'), 'version: 1')
writeFileSync(join(folder, '.hidden.deb'), 'x')
symlinkSync(join(outside, 'secret.exe'), join(folder, 'link.exe'))
afterAll(() => {
  for (const one of [outside, folder]) rmSync(one, { recursive: true })
})

async function start(from: string | undefined) {
  const app = fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  addProblemReplies(app)
  app.register(async (scope) => buildInstallerRoutes(from)(scope.withTypeProvider<ZodTypeProvider>()))
  await app.ready()
  return (url: string, headers = {}) => app.inject({ url, headers })
}

test('installers of the folder are listed with system and size, and nothing else that lies there', async () => {
  const get = await start(folder)
  expect((await get('/installers')).json()).toEqual({
    installers: [
      { name: 'Natter Setup 1.0.0.exe', system: 'windows', sizeBytes: 2 },
      { name: 'Natter-1.0.0.AppImage', system: 'linux', sizeBytes: 6 },
    ],
  })
})

test('one is a download whatever it holds, and can be taken up where it broke off', async () => {
  const get = await start(folder)
  const whole = await get('/installers/Natter-1.0.0.AppImage')
  expect([whole.statusCode, whole.body]).toEqual([200, '<html>'])
  expect(whole.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="Natter-1.0.0.AppImage"',
    'x-content-type-options': 'nosniff',
  })
  const rest = await get('/installers/Natter-1.0.0.AppImage', { range: 'bytes=4-' })
  expect([rest.statusCode, rest.body]).toEqual([206, 'l>'])
})

test.each([
  'latest.yml',
  '.hidden.deb',
  'link.exe',
  'nothing.exe',
  '..%2fsecret.exe',
  `..%2f${outside.split('/').at(-1)}%2fsecret.exe`,
  '%2e%2e%5csecret.exe',
  'a%00.exe',
  'a%22.exe',
])('what is no installer of the folder is not there: %s', async (name) => {
  const get = await start(folder)
  const answer = await get(`/installers/${name}`)
  expect([400, 404]).toContain(answer.statusCode)
  expect(answer.body).not.toContain('secret"')
})

test('without a folder, or with one that is not there, nothing is offered', async () => {
  for (const from of [undefined, join(folder, 'not-yet')]) {
    const get = await start(from)
    expect((await get('/installers')).json()).toEqual({ installers: [] })
    expect((await get('/installers/Natter-1.0.0.AppImage')).statusCode).toBe(404)
  }
})
