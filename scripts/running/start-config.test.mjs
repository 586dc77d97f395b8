import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseStartConfig } from './start-config.mjs'

const base = join(fileURLToPath(import.meta.url), '..')

test('with nothing set every default of the design holds', () => {
  const config = parseStartConfig({ HOME: base }, { base })
  expect(config.faults).toEqual([])
  expect(config.url).toBe('http://127.0.0.1:8480')
  expect(config.childEnv).toMatchObject({
    NATTER_DATA: join(base, 'data'),
    NATTER_HOST: '127.0.0.1',
    NATTER_PORT: '8480',
    NATTER_NATS_WS_PORT: '8481',
    NATTER_NATS_PORT: '8482',
    NATTER_OPEN: 'auto',
  })
})

test('all faults are told at once, each naming its variable', () => {
  const { faults } = parseStartConfig(
    {
      NATTER_HOST: 'no host',
      NATTER_PORT: '99999',
      NATTER_NATS_PORT: 'http',
      NATTER_OPEN: 'perhaps',
      NATTER_DATA: fileURLToPath(import.meta.url),
      MONGODB_URL: 'localhost:27017',
      NATTER_SIGN_INS_PER_MINUTE: '0',
      NATTER_NATS_SERVER: 'no-such-file',
    },
    { base },
  )
  const named = faults.map((fault) => /^[A-Z_]+/.exec(fault)?.[0])
  expect(named).toEqual([
    'NATTER_HOST',
    'NATTER_PORT',
    'NATTER_NATS_PORT',
    'NATTER_SIGN_INS_PER_MINUTE',
    'NATTER_OPEN',
    'NATTER_DATA',
    'MONGODB_URL',
    'NATTER_NATS_SERVER',
  ])
})

test('two ports that are the same are a fault', () => {
  const { faults } = parseStartConfig({ NATTER_PORT: '9000', NATTER_NATS_PORT: '9000' }, { base })
  expect(faults).toEqual(['NATTER_NATS_PORT and NATTER_PORT are both 9000; give each a port of its own.'])
})

test('a NATS run elsewhere is named by one address or several', () => {
  const faultsOf = (url) => parseStartConfig({ NATTER_NATS_URL: url }, { base }).faults
  expect(faultsOf('nats://a:4222,tls://b:4222')).toEqual([])
  expect(faultsOf('a:4222')).toHaveLength(1)
})

test('a wildcard or IPv6 host gives an address a browser can open', () => {
  const urlOf = (host) => parseStartConfig({ NATTER_HOST: host, NATTER_PORT: '9000' }, { base }).url
  expect(urlOf('0.0.0.0')).toBe('http://127.0.0.1:9000')
  expect(urlOf('::')).toBe('http://[::1]:9000')
  expect(urlOf('chat.example')).toBe('http://chat.example:9000')
})
