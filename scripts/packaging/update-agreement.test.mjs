import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkClaim } from '../../desktop/main/updates/update-proof.ts'
import { parseUpdateSource } from '../../desktop/main/updates/update-source.ts'
import { describeSource, makeUpdateKeys, readUpdateSettings, signInstallers } from './update-signing.mjs'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natter-signing-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const { privateKey } = makeUpdateKeys()
const address = 'https://updates.example.org/natter/'
const env = { NATTER_UPDATES: address, NATTER_UPDATE_KEY_PEM: privateKey }

test('what a release signs is what the app takes in, each for its own system alone', async () => {
  for (const name of [
    'Natter-0.2.0-linux-x86_64.AppImage',
    'Natter-0.2.0-linux-amd64.deb',
    'Natter-0.2.0-windows-x64.exe',
    'Natter-0.2.0-mac-arm64.dmg',
    'Natter-0.2.0-mac-arm64.zip',
    'Natter-0.1.0-windows-arm64.exe',
    'Natter-0.2.0-linux-x64.exe',
    'builder-debug.yml',
  ]) {
    writeFileSync(join(folder, name), name)
  }
  const settings = readUpdateSettings(env)
  const feeds = await signInstallers(folder, { ...settings, version: '0.2.0' })
  expect(feeds).toEqual([
    'latest-stable-linux-x64.json',
    'latest-stable-mac-arm64.json',
    'latest-stable-windows-x64.json',
  ])
  expect(readdirSync(folder).filter((name) => name.startsWith('latest'))).toEqual(feeds)
  const source = parseUpdateSource(JSON.stringify(describeSource(settings)))
  expect(source).toMatchObject({ address, channel: 'stable' })
  const check = (feed, place) =>
    checkClaim(readFileSync(join(folder, feed), 'utf8'), {
      publicKey: source.publicKey,
      current: '0.1.0',
      seen: '0.0.0',
      place: { channel: 'stable', ...place },
    })
  expect(check(feeds[0], { system: 'linux', arch: 'x64' })).toMatchObject({
    version: '0.2.0',
    file: 'Natter-0.2.0-linux-x86_64.AppImage',
    bytes: 34,
  })
  expect(check(feeds[2], { system: 'linux', arch: 'x64' })).toBe('other-place')
  const stranger = describeSource({
    ...settings,
    privateKey: readUpdateSettings({ ...env, NATTER_UPDATE_KEY_PEM: makeUpdateKeys().privateKey }).privateKey,
  })
  expect(
    checkClaim(readFileSync(join(folder, feeds[0]), 'utf8'), {
      publicKey: stranger.publicKey,
      current: '0.1.0',
      seen: '0.0.0',
      place: { channel: 'stable', system: 'linux', arch: 'x64' },
    }),
  ).toBe('not-signed')
})

test('nothing is packaged with half of what updates take', () => {
  expect(readUpdateSettings({})).toBeUndefined()
  const file = join(folder, 'key.pem')
  writeFileSync(file, privateKey)
  expect(readUpdateSettings({ NATTER_UPDATES: address, NATTER_UPDATE_KEY: file })?.channel).toBe('stable')
  for (const [half, why] of [
    [{ NATTER_UPDATES: address }, /no key/],
    [{ NATTER_UPDATE_KEY_PEM: privateKey }, /no address/],
    [{ ...env, NATTER_UPDATES: 'http://updates.example.org/' }, /https/],
    [{ ...env, NATTER_UPDATES: 'https://updates.example.org/natter' }, /slash/],
    [{ ...env, NATTER_UPDATE_KEY_PEM: makeUpdateKeys().publicKey }, /private Ed25519/],
    [{ ...env, NATTER_UPDATE_KEY_PEM: 'x' }, /private Ed25519/],
    [{ ...env, NATTER_UPDATE_CHANNEL: '../x' }, /CHANNEL/],
  ]) {
    expect(() => readUpdateSettings(half)).toThrow(why)
  }
})
