import { describe, expect, it } from 'vitest'
import { parseServerConfig } from './server-config.ts'

const faultsOf = (env: Record<string, string>) => {
  const parsed = parseServerConfig(env, '/natter')
  return parsed.ok ? [] : parsed.error
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    const parsed = parseServerConfig({}, '/natter')
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        dataDir: '/natter/data',
        host: '127.0.0.1',
        port: 8480,
        natsUrls: ['nats://127.0.0.1:8482'],
        natsWsUrls: ['ws://127.0.0.1:8481'],
        roles: ['api', 'archiver', 'guard', 'presence', 'search'],
        guard: true,
        eventsPerMinute: 600,
        registration: 'open',
        memberCap: 100,
        credentialLifeMs: 43_200_000,
        limits: { signUpsPerMinute: 20, signInsPerMinute: 20, requestsPerMinute: 600 },
      },
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(faultsOf({ NATTER_PORT: '', MONGODB_URL: '', NATTER_ROLES: '', NATTER_NATS_URL: '' })).toEqual([])
  })

  it('repeats no password of a mail server that it cannot read', () => {
    const [fault, ...more] = faultsOf({ NATTER_SMTP_URL: 'smtp://me:secret@mail.example.org:99999' })
    expect(fault).toContain('NATTER_SMTP_URL')
    expect([fault, more].join()).not.toContain('secret')
  })

  it('names all faults at once, each with its remedy', () => {
    const faults = faultsOf({
      NATTER_PORT: '99999',
      NATTER_ROLES: 'api,typist',
      NATTER_REGISTRATION: 'maybe',
      NATTER_SIGN_INS_PER_MINUTE: '0',
      MONGODB_URL: 'localhost:27017',
    })
    expect(faults).toHaveLength(5)
    for (const fault of faults) expect(fault).toMatch(/^\w+ is .*(give|it can be|looks like) .*\.$/)
  })

  it('lets nobody from outside into a demo, nor a demo into what is outside of its folder', () => {
    const demo = (env: Record<string, string> = {}) => faultsOf({ NATTER_DEMO: 'on', ...env })
    expect([demo(), demo({ NATTER_HOST: 'localhost', MONGODB_URL: '' })]).toEqual([[], []])
    for (const host of ['0.0.0.0', '192.168.1.7', '127.example.org'])
      expect(demo({ NATTER_HOST: host })).toEqual([expect.stringMatching(/NATTER_HOST must be this machine alone/)])
    expect(demo({ MONGODB_URL: 'mongodb://db.example/natter', NATTER_NATS_URL: 'nats://b.example:4222' })).toEqual([
      expect.stringMatching(/leave MONGODB_URL empty/),
      expect.stringMatching(/leave NATTER_NATS_URL empty/),
    ])
  })

  it('wants a port for each', () => {
    expect(faultsOf({ NATTER_PORT: '8000', NATTER_NATS_PORT: '8000' })).toEqual([
      'NATTER_PORT, NATTER_NATS_WS_PORT and NATTER_NATS_PORT must differ; give each a port of its own.',
    ])
    expect(faultsOf({ NATTER_PORT: '8000', NATTER_NATS_PORT: '8000', NATTER_HOST: 'no host' })).toHaveLength(2)
    expect(faultsOf({ NATTER_PORT: '8482', NATTER_NATS_URL: 'nats://elsewhere:4222' })).toEqual([])
  })

  it('reads lists, and reaches the broker beside a wildcard address by the loopback', () => {
    const parsed = parseServerConfig(
      { NATTER_ROLES: ' archiver ', NATTER_HOST: '0.0.0.0', NATTER_NATS_WS_URL: 'wss://a.example,wss://b.example' },
      '/natter',
    )
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        roles: ['archiver'],
        natsUrls: ['nats://127.0.0.1:8482'],
        natsWsUrls: ['wss://a.example', 'wss://b.example'],
      },
    })
  })
})
