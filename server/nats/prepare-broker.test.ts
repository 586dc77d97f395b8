import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseBrokerSettings } from '../broker-settings.ts'
import { ensureKeyFile } from '../secrets/key-file.ts'
import { ensureNatsKeys, keysFolder, resolverFolder } from '../secrets/nats-keys.ts'
import { ensureBrokerFolder } from './broker-folder.ts'
import { buildCluster, prepareBroker } from './prepare-broker.ts'

describe('preparing the broker', () => {
  let data: string
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'natter-prepare-'))
  })
  afterEach(() => rmSync(data, { recursive: true, force: true }))

  const prepare = (env: Record<string, string> = {}) => {
    const settings = parseBrokerSettings({ NATTER_DATA: data, ...env })
    return settings.ok ? prepareBroker(settings.value) : settings
  }
  const modeOf = (path: string) => statSync(path).mode & 0o777

  it('makes keys nobody else may read, the accounts and the configuration', () => {
    const prepared = prepare()
    expect(prepared).toEqual({ ok: true, value: join(data, 'nats', 'nats-server.conf') })
    expect(modeOf(keysFolder(data))).toBe(0o700)
    const files = readdirSync(keysFolder(data))
    expect(files).toHaveLength(7)
    for (const file of files) expect(modeOf(join(keysFolder(data), file))).toBe(0o600)
    expect(readdirSync(resolverFolder(data))).toHaveLength(3)
  })

  it('leaves everything as it is the second time', () => {
    prepare()
    const read = (folder: string) => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    const before = [read(keysFolder(data)), read(resolverFolder(data))]
    const [first = ''] = readdirSync(resolverFolder(data))
    rmSync(join(resolverFolder(data), first))
    expect(prepare().ok).toBe(true)
    // A folder that holds anything is the broker's own: not even what is missing is put back.
    expect(readdirSync(resolverFolder(data))).toHaveLength(2)
    expect(read(keysFolder(data))).toEqual(before[0])
  })

  it('names all faults of the environment at once', () => {
    const prepared = prepare({ NATTER_NATS_PORT: '99999', NATTER_NATS_WS_PORT: 'web', NATTER_NATS_NAME: 'a b' })
    expect(prepared.ok ? [] : prepared.error.map((fault) => fault.split(' ')[0])).toEqual([
      'NATTER_NATS_PORT',
      'NATTER_NATS_WS_PORT',
      'NATTER_NATS_NAME',
    ])
    expect(existsSync(keysFolder(data))).toBe(false)
    expect(prepare({ NATTER_NATS_PORT: '7000', NATTER_NATS_WS_PORT: '7000' }).ok).toBe(false)
  })

  it('refuses to make a key anew once accounts were signed with it, and says which', () => {
    prepare()
    rmSync(join(keysFolder(data), 'operator.nk'))
    const prepared = prepare()
    expect(prepared.ok ? '' : prepared.error.join()).toMatch(/operator\.nk is missing/)
    expect(existsSync(join(keysFolder(data), 'operator.nk'))).toBe(false)
  })

  it('refuses a key file that was damaged', () => {
    prepare()
    writeFileSync(join(keysFolder(data), 'clients-scope.nk'), 'SAAB')
    expect(ensureNatsKeys(data)).toMatchObject({
      ok: false,
      error: { reason: expect.stringMatching(/no account seed/) },
    })
  })

  it('says so when the data folder is a file', () => {
    const file = join(data, 'file')
    writeFileSync(file, '')
    expect(prepare({ NATTER_DATA: file }).ok).toBe(false)
  })

  it('makes a node of a cluster known by the name in its certificate, else nobody could believe it', () => {
    const keys = ensureNatsKeys(data)
    if (!keys.ok) throw new Error(keys.error.reason)
    const routes = ['nats-1.example.org:6222', 'nats-2.example.org:6222']
    expect(buildCluster(keys.value, 6222, routes, ['nats-2', 'nats-2.example.org']).advertise).toBe(routes[1])
    expect(buildCluster(keys.value, 6222, routes).advertise).toBeUndefined()
    const options = { serverName: 'nats-2', host: '0.0.0.0', tcpPort: 1, webSocketPort: 2 }
    const cluster = buildCluster(keys.value, 6222, routes, ['nats-2.example.org'])
    const config = readFileSync(ensureBrokerFolder(data, keys.value, { ...options, cluster }), 'utf8')
    expect(config).toContain('  advertise: "nats-2.example.org:6222"\n')
  })

  it('keeps the first text of a key file', () => {
    const file = join(data, 'keys', 'access-token.pem')
    expect(ensureKeyFile(file, () => 'first')).toBe('first')
    expect(ensureKeyFile(file, () => 'second')).toBe('first')
    expect(readdirSync(join(data, 'keys'))).toEqual(['access-token.pem'])
  })
})
