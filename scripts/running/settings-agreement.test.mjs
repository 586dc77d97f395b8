import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseBrokerSettings } from '../../server/broker-settings.ts'
import { parseServerConfig } from '../../server/server-config.ts'
import { parseStartConfig } from './start-config.mjs'

// `npm start` reads settings before anything is installed, and so without the server's own code. What both read they must
// read alike: what one takes and the other refuses would be told in a log instead of at the start.
const base = fileURLToPath(new URL('../..', import.meta.url))
const valuesOf = {
  NATTER_HOST: ['127.0.0.1', '0.0.0.0', '::1', 'chat.example.org', 'no host', '-x', 'http://x', ''],
  NATTER_PORT: ['1', '8000', '65535', '0', '65536', '99999999999', '80.5', '0000008080', ' 80', '+80', 'http', ''],
  NATTER_NATS_PORT: ['7000', '0', '65536', 'nats', '-1', ''],
  NATTER_NATS_WS_PORT: ['7001', '0', '65536', '8e2', ''],
  NATTER_SIGN_UPS_PER_MINUTE: ['1', '020', '999999999', '1000000000', '1000000001', '0', '-1', '1.5', 'many', ''],
  NATTER_SIGN_INS_PER_MINUTE: ['1', '0', ''],
  NATTER_REQUESTS_PER_MINUTE: ['600', '0', '1e3', ''],
  NATTER_EVENTS_PER_MINUTE: ['600', '0', '1e3', ''],
  NATTER_GUARD: ['on', 'off', 'yes', 'ON', ''],
  NATTER_NATS_URL: [
    'nats://a:4222',
    'tls://a:4222,nats://b:1',
    'nats://a, nats://b',
    'a:4222',
    'http://a',
    'nats://',
    '',
  ],
  NATTER_TLS_CERT: ['no/such/file.pem', ''],
  NATTER_TLS_KEY: ['no/such/file.key', ''],
  NATTER_TLS_CA: ['no/such/ca.pem', ''],
  MONGODB_URL: ['mongodb://a:27017/natter', 'mongodb+srv://a/natter', 'localhost:27017', 'mongodb://', ''],
}
const cases = Object.entries(valuesOf).flatMap(([name, values]) => values.map((value) => [name, value]))
const isNamed = (faults, name) => faults.some((fault) => fault.split(/\W/).includes(name))

describe('what the start and the server both read', () => {
  it.each(cases)('%s = "%s" is taken by both, or refused by both', (name, value) => {
    const ofStart = parseStartConfig({ [name]: value }, { base }).faults
    const ofServer = parseServerConfig({ [name]: value }, base)
    expect(isNamed(ofServer.ok ? [] : ofServer.error, name)).toBe(isNamed(ofStart, name))
  })

  it.each(cases.filter(([name]) => /NATS_(?:WS_)?PORT|HOST|TLS/.test(name)))(
    '%s = "%s" is judged alike where the broker is prepared',
    (name, value) => {
      const ofStart = parseStartConfig({ [name]: value }, { base }).faults
      const ofBroker = parseBrokerSettings({ [name]: value })
      expect(isNamed(ofBroker.ok ? [] : ofBroker.error, name)).toBe(isNamed(ofStart, name))
    },
  )

  it('means the same where nothing is set', () => {
    const start = parseStartConfig({}, { base })
    const server = parseServerConfig({}, base)
    const broker = parseBrokerSettings(start.childEnv)
    if (!server.ok || !broker.ok) throw new Error('the defaults are refused')
    expect(server.value).toMatchObject({ dataDir: start.data, host: start.host, port: start.ports.NATTER_PORT })
    expect(broker.value).toMatchObject({
      dataDir: start.data,
      tcpPort: start.ports.NATTER_NATS_PORT,
      webSocketPort: start.ports.NATTER_NATS_WS_PORT,
    })
    expect(server.value.natsUrls).toEqual([`nats://127.0.0.1:${broker.value.tcpPort}`])
    expect(server.value.natsWsUrls).toEqual([`ws://127.0.0.1:${broker.value.webSocketPort}`])
  })
})
