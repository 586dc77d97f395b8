import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { nkeys } from 'nats.ws'
import { describe, expect, test } from 'vitest'
import { parseUserId, type UserId } from '../../../common/ids.ts'
import { encodeUtf8 } from '../../../common/text-codec.ts'
import { buildDeviceKeyStore } from '../local-store/device-key-store.ts'
import { openInstallationDatabase } from '../local-store/local-database.ts'
import type { DeviceKeys } from './device-key.ts'
import { buildOwnDeviceKeys } from './device-keys.own.ts'
import { buildAskedDeviceKeys } from './device-keys.shell.ts'
import { buildNonceSigning } from './nonce-signing.ts'

const [ana, ben] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'].map(parseUserId) as [UserId, UserId]

/** Each opens the same keys again, as after a restart. */
const adapters: Readonly<Record<string, () => () => Promise<DeviceKeys>>> = {
  own: () => {
    const indexedDB = new IDBFactory()
    return async () => buildOwnDeviceKeys(buildDeviceKeyStore({ crypto }, await openInstallationDatabase(indexedDB)))
  },
  // What the main process answers, in a few lines: its own answers are tried beside it, both together on the stand-in.
  shell: () => {
    const seeds = new Map<string, Uint8Array>()
    const fetch = async (url: string, { body }: RequestInit) => {
      const user = url.replace('app://natter/shell/device-key/', '')
      const call = JSON.parse(String(body)) as { kind: string; text: string }
      if (call.kind === 'create') seeds.set(user, nkeys.createUser().getSeed())
      if (call.kind === 'remove') seeds.delete(user)
      const seed = seeds.get(user)
      const pair = seed && nkeys.fromSeed(seed)
      const signature =
        call.kind === 'sign' && pair ? Buffer.from(pair.sign(encodeUtf8(call.text))).toString('base64url') : undefined
      return new Response(JSON.stringify({ publicKey: pair?.getPublicKey(), signature }))
    }
    return async () => buildAskedDeviceKeys({ origin: 'app://natter', fetch })
  },
}

describe.each(Object.entries(adapters))('device keys (%s)', (_name, start) => {
  test('sign what the public key proves, also after a restart', async () => {
    const open = start()
    const made = await (await open()).create(ana)
    const kept = await (await open()).open(ana)
    expect(kept?.publicKey).toBe(made.publicKey)
    const signature = Buffer.from((await kept?.sign('nonce-12345')) ?? '', 'base64url')
    expect(nkeys.fromPublic(made.publicKey).verify(encodeUtf8('nonce-12345'), signature)).toBe(true)
  })

  test('are one a user, made anew by each sign-in, and gone when removed', async () => {
    const keys = await start()()
    expect(await keys.open(ana)).toBeUndefined()
    const first = await keys.create(ana)
    const other = await keys.create(ben)
    const second = await keys.create(ana)
    expect(new Set([first.publicKey, other.publicKey, second.publicKey]).size).toBe(3)
    expect((await keys.open(ana))?.publicKey).toBe(second.publicKey)
    await keys.remove(ana)
    expect(await keys.open(ana)).toBeUndefined()
    expect((await keys.open(ben))?.publicKey).toBe(other.publicKey)
  })
})

describe('the broker’s nonce', () => {
  const parts = (text: string) => ({ data: encodeUtf8(text).buffer }) as MessageEvent
  function build(sign: (text: string) => Promise<string>) {
    let isClosed = false
    const close = () => {
      isClosed = true
    }
    const socket = { onmessage: null, close } as unknown as WebSocket
    const publicKey = 'UABC' as never
    const signing = buildNonceSigning('jwt', { publicKey, sign })
    const held = signing.hold(socket)
    const heard: string[] = []
    held.onmessage = ({ data }) => void heard.push(Buffer.from(data).toString())
    return { signing, heard, isClosed: () => isClosed, hear: (text: string) => socket.onmessage?.(parts(text)) }
  }

  test('is signed before the library hears of it, in however many pieces it comes', async () => {
    const { signing, heard, hear } = build(async (nonce) => `signed ${nonce}`)
    hear('INFO {"nonce":"ab')
    hear('c123","x":1}\r')
    await Promise.resolve()
    expect(heard).toEqual([])
    hear('\nPING\r\n')
    await expect.poll(() => heard).toEqual(['INFO {"nonce":"ab', 'c123","x":1}\r', '\nPING\r\n'])
    expect(signing.authenticator('abc123')).toEqual({ jwt: 'jwt', nkey: 'UABC', sig: 'signed abc123' })
    expect(() => signing.authenticator('other')).toThrow()
    hear('MSG')
    expect(heard.at(-1)).toBe('MSG')
  })

  test('that cannot be signed ends the connection, and none is asked for where there is none', async () => {
    const failing = build(() => Promise.reject(new Error('no key')))
    failing.hear('INFO {"nonce":"abc"}\r\n')
    await expect.poll(() => failing.isClosed()).toBe(true)
    expect(failing.heard).toEqual([])
    const without = build(() => Promise.reject(new Error('asked')))
    without.hear('INFO {"version":"2"}\r\n')
    await expect.poll(() => without.heard).toHaveLength(1)
  })
})
