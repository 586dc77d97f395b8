import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseBrokerSettings } from './broker-settings.ts'
import { loadCertificate } from './certificate-files.ts'
import { createAuthority, createHostCertificate, type PemPair } from './secrets/certificate-authority.ts'
import { parseServerConfig } from './server-config.ts'

const now = Date.now()
const dayMs = 86_400_000

describe('a certificate that is set', () => {
  let folder: string
  let authority: PemPair
  const put = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const putPair = (name: string, { cert, key }: PemPair) => ({
    certFile: put(`${name}.pem`, cert),
    keyFile: put(`${name}.key`, key),
  })
  const make = (names: string[], lifeMs = 90 * dayMs) => createHostCertificate(authority, names, { now, lifeMs })
  const faultsOf = (certFile: string, keyFile: string) => {
    const loaded = loadCertificate({ certFile, keyFile }, now)
    return loaded.ok ? [] : loaded.error
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'natter-tls-'))
    authority = await createAuthority('Test', { now, lifeMs: 900 * dayMs })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is read with its names, its end and its uses', async () => {
    const { certFile, keyFile } = putPair('chat', await make(['chat.example.org', '*.example.org', '10.0.0.1']))
    expect(loadCertificate({ certFile, keyFile }, now)).toMatchObject({
      ok: true,
      value: { names: ['chat.example.org', '*.example.org'], provesClient: true },
    })
    // With its chain behind it, as issuers hand it out.
    put('chat.pem', readFileSync(certFile, 'utf8') + authority.cert)
    expect(faultsOf(certFile, keyFile)).toEqual([])
  })

  it('is refused with the file and the remedy where it cannot be read, is none, or is over', async () => {
    const { certFile, keyFile } = putPair('good', await make(['chat.example.org']))
    expect(faultsOf(join(folder, 'none.pem'), join(folder, 'none.key'))).toEqual([
      expect.stringMatching(/^NATTER_TLS_CERT: .*none\.pem cannot be read \(ENOENT.*\); name a PEM file/),
      expect.stringMatching(/^NATTER_TLS_KEY: .*none\.key cannot be read/),
    ])
    expect(faultsOf(put('words.pem', 'words'), put('words.key', 'words'))).toEqual([
      expect.stringMatching(/words\.pem holds no certificate; it begins with -----BEGIN CERTIFICATE-----/),
      expect.stringMatching(/words\.key holds no key that can be read; name a PEM file without a passphrase/),
    ])
    const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: 'shh',
    })
    expect(faultsOf(certFile, put('locked.key', locked.toString()))).toEqual([
      expect.stringMatching(/without a passphrase/),
    ])
    const over = putPair('over', await make(['chat.example.org'], -60_000))
    expect(faultsOf(over.certFile, over.keyFile)).toEqual([
      expect.stringMatching(/over\.pem expired on \d{4}-\d\d-\d\d; put the renewed one there/),
    ])
    const early = loadCertificate({ certFile, keyFile }, now - 2 * dayMs)
    expect(early.ok ? '' : early.error.join()).toMatch(/is valid from .* on; set this machine's clock right/)
  })

  it('is refused with another key, also where the chain stands before the certificate', async () => {
    const { certFile, keyFile } = putPair('one', await make(['one.example.org']))
    const other = putPair('other', await make(['other.example.org']))
    expect(faultsOf(certFile, other.keyFile)).toEqual([expect.stringMatching(/is not the key of the certificate in/)])
    put('one.pem', authority.cert + readFileSync(certFile, 'utf8'))
    expect(faultsOf(certFile, keyFile)).toEqual([expect.stringMatching(/put the certificate itself first/)])
  })

  describe('in the settings', () => {
    const settingsOf = (env: Record<string, string>) => parseServerConfig(env, folder)
    const faults = (env: Record<string, string>) => {
      const parsed = settingsOf(env)
      return parsed.ok ? [] : parsed.error
    }

    it('makes every address of ours encrypted, under a name it is for', async () => {
      putPair('own', await make(['*.example.org', 'chat.example.org']))
      const own = { NATTER_TLS_CERT: 'own.pem', NATTER_TLS_KEY: 'own.key' }
      expect(settingsOf({ ...own, NATTER_HOST: '0.0.0.0' })).toMatchObject({
        value: {
          natsWsUrls: ['wss://chat.example.org:8481'],
          // Within this machine, where no certificate is for the address.
          natsUrls: ['nats://127.0.0.1:8482'],
          natsTls: { kind: 'never' },
        },
      })
      expect(settingsOf(own)).toMatchObject({ value: { natsWsUrls: ['wss://127.0.0.1:8481'] } })
      const tlsOf = (env: Record<string, string>) => {
        const parsed = settingsOf(env)
        return parsed.ok ? parsed.value.natsTls : parsed.error
      }
      expect(tlsOf({ ...own, NATTER_NATS_URL: 'nats://nats-1:4222' })).toEqual({ kind: 'always' })
      expect(tlsOf({ ...own, NATTER_NATS_URL: 'nats://127.0.0.1:4222' })).toEqual({ kind: 'as-offered' })
      expect(tlsOf({ NATTER_NATS_URL: 'nats://nats-1:4222' })).toEqual({ kind: 'as-offered' })
      expect(tlsOf({ NATTER_NATS_URL: 'nats://127.0.0.1:1,tls://nats-1:2' })).toEqual({ kind: 'always' })
      put('ca.pem', authority.cert)
      expect(tlsOf({ NATTER_NATS_URL: 'nats://nats-1:1', NATTER_TLS_CA: 'ca.pem' })).toEqual({
        kind: 'always',
        caFile: join(folder, 'ca.pem'),
      })
    })

    it('is named with all else that is wrong, and half of it is none', async () => {
      putPair('whole', await make(['chat.example.org']))
      expect(faults({ NATTER_TLS_CERT: 'whole.pem', NATTER_PORT: '0' })).toEqual([
        expect.stringMatching(/^NATTER_PORT /),
        'NATTER_TLS_KEY is not set, and NATTER_TLS_CERT is; give both, or neither.',
      ])
      expect(faults({ NATTER_TLS_CERT: 'whole.pem', NATTER_TLS_KEY: 'no.key', NATTER_TLS_CA: 'whole.key' })).toEqual([
        expect.stringMatching(/^NATTER_TLS_KEY: .*no\.key cannot be read/),
        expect.stringMatching(/^NATTER_TLS_CA: .* holds no certificate of an authority/),
      ])
    })

    it('must let nodes of a cluster prove themselves to each other', async () => {
      const { certFile, keyFile } = putPair('node', await make(['nats-1']))
      const caFile = put('nodes-ca.pem', authority.cert)
      const env = {
        NATTER_DATA: folder,
        NATTER_NATS_ROUTES: 'nats-1:6222,nats-2:6222',
        NATTER_TLS_CERT: certFile,
        NATTER_TLS_KEY: keyFile,
      }
      const parsed = parseBrokerSettings(env)
      expect(parsed.ok ? [] : parsed.error).toEqual([expect.stringMatching(/^NATTER_TLS_CA is not set/)])
      expect(parseBrokerSettings({ ...env, NATTER_TLS_CA: caFile }).ok).toBe(true)
    })
  })
})
