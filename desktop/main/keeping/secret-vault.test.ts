import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildKeptFile } from './atomic-file.ts'
import { openSecretVault } from './secret-vault.ts'

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natter-vault-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A store of keys that turns the text around under its own name: enough to see what is sealed, and by whom. */
function buildStore(name: 'gnome_libsecret' | 'kwallet6' | 'basic_text' | 'unknown' | 'none') {
  return {
    rotated: false,
    isAsyncEncryptionAvailable: async () => name !== 'none',
    getSelectedStorageBackend: () => (name === 'none' ? 'unknown' : name),
    encryptStringAsync: async (text: string) => Buffer.from(`${name}:${[...text].reverse().join('')}`),
    async decryptStringAsync(sealed: Buffer) {
      const [by, text = ''] = sealed.toString().split(':')
      if (by !== name) throw new Error('sealed by another')
      return { result: [...text].reverse().join(''), shouldReEncrypt: this.rotated }
    },
  }
}

async function open(path: string, store: ReturnType<typeof buildStore>, says = false) {
  const troubles: string[] = []
  let asked = 0
  const vault = await openSecretVault({
    safeStorage: store,
    isLinux: true,
    file: buildKeptFile(path),
    askWeak: async () => {
      asked += 1
      return says
    },
    onTrouble: (trouble) => troubles.push(trouble),
  })
  return { vault, troubles, asked: () => asked }
}
const newPath = () => join(folder, `secrets-${files++}.json`)

describe('secrets', () => {
  it('are sealed on disk, for this person only, and there at the next start', async () => {
    const path = newPath()
    const { vault, asked } = await open(path, buildStore('gnome_libsecret'))
    await vault.put('a/refresh', 'very secret')
    await vault.put('a/seed/u', 'seed')
    expect(await readFile(path, 'utf8')).not.toContain('very secret')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const again = await open(path, buildStore('gnome_libsecret'))
    expect(await again.vault.load('a/refresh')).toBe('very secret')
    expect([asked(), again.troubles]).toEqual([0, []])
    await again.vault.removeAll('a/')
    expect(await again.vault.load('a/seed/u')).toBeUndefined()
    expect(await (await open(path, buildStore('gnome_libsecret'))).vault.load('a/refresh')).toBeUndefined()
  })

  it('stay in memory where nothing keeps them and the person wants them nowhere else', async () => {
    for (const name of ['basic_text', 'unknown'] as const) {
      const path = newPath()
      const { vault, asked } = await open(path, buildStore(name), false)
      await Promise.all([vault.put('a', 'one'), vault.put('b', 'two')])
      expect([await vault.load('a'), await vault.load('b'), asked()]).toEqual(['one', 'two', 1])
      const again = await open(path, buildStore(name), true)
      expect(await again.vault.load('a')).toBeUndefined()
      await again.vault.put('a', 'three')
      // What was said holds.
      expect(again.asked()).toBe(0)
    }
  })

  it('are kept by a weak store where the person says so', async () => {
    const path = newPath()
    const { vault } = await open(path, buildStore('basic_text'), true)
    await vault.put('a', 'one')
    expect(await (await open(path, buildStore('basic_text'))).vault.load('a')).toBe('one')
  })

  it('are never written where there is no store at all', async () => {
    const path = newPath()
    const { vault, asked } = await open(path, buildStore('none'), true)
    await vault.put('a', 'one')
    expect([await vault.load('a'), asked()]).toEqual(['one', 0])
    await expect(readFile(path, 'utf8')).rejects.toThrow()
  })

  it('of another store are noticed, and asked for anew', async () => {
    const path = newPath()
    await (await open(path, buildStore('gnome_libsecret'))).vault.put('a', 'one')
    const { vault, troubles } = await open(path, buildStore('kwallet6'))
    expect(troubles).toEqual(['back-end-changed'])
    expect(await vault.load('a')).toBeUndefined()
    expect(troubles).toEqual(['back-end-changed', 'unreadable'])
    // A weak store after a strong one does not inherit what was never said for it.
    const weak = await open(path, buildStore('basic_text'), false)
    await weak.vault.put('b', 'two')
    expect(weak.asked()).toBe(1)
  })

  it('are sealed again where the store has a new key', async () => {
    const path = newPath()
    const store = buildStore('gnome_libsecret')
    const { vault } = await open(path, store)
    await vault.put('a', 'one')
    const before = await readFile(path, 'utf8')
    store.rotated = true
    const { vault: later } = await open(path, store)
    expect(await later.load('a')).toBe('one')
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  it('in a file that is not ours are set aside', async () => {
    const path = newPath()
    await buildKeptFile(path).put('{"sealed": 5}')
    const { vault } = await open(path, buildStore('gnome_libsecret'))
    expect(await vault.load('a')).toBeUndefined()
    await vault.put('a', 'one')
    expect(await vault.load('a')).toBe('one')
  })
})
