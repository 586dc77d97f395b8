import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiPaths } from '../common/http-contract/api-paths.ts'
import { connectBackbone } from './nats/broker-connection.ts'
import { natsServerBinary, startTestNats, type TestNats } from './rigs/nats-test-server.ts'
import { buildCall, createRoom, signUp, startTestRun, until } from './rigs/test-server.ts'
import { roleNames } from './server-config.ts'
import type { ServerRun } from './server-run.ts'
import { openStore } from './store/open-store.ts'

describe.skipIf(natsServerBinary === undefined)('a server', () => {
  let nats: TestNats
  let runs: ServerRun[]
  beforeEach(async () => {
    nats = await startTestNats()
    runs = []
  })
  afterEach(async () => {
    for (const run of runs) await run.stop()
    await nats.stop()
  })

  async function start(env: Record<string, string> = {}) {
    const run = await startTestRun(nats, env)
    runs.push(run)
    const call = buildCall(run)
    const readiness = async () => (await call({ path: '/readyz' })).json()
    return { run, call, readiness }
  }

  it('starts while the broker is away, says so, and works once it comes', async () => {
    await nats.kill()
    const { call, readiness } = await start()
    expect((await call({ path: '/healthz' })).statusCode).toBe(200)
    const { accessToken } = await signUp(call, 'early')
    expect(await readiness()).toMatchObject({ status: 503, code: 'nats-unavailable', failing: ['nats'] })
    const refused = await call({
      method: 'POST',
      path: apiPaths.rooms,
      token: accessToken,
      body: { name: 'A', members: [] },
    })
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'nats-unavailable'])
    expect((await call({ path: apiPaths.rooms, token: accessToken })).json().rooms).toEqual([])
    await nats.restart()
    await until(async () => (await readiness()).status === 'ready')
    expect((await createRoom(call, accessToken)).name).toBe('Tea')
  })

  it('makes the streams for receipts anew, which a broker in one piece keeps in memory only', async () => {
    const { run, readiness } = await start()
    await run.up
    await nats.restart()
    await until(async () => (await readiness()).status === 'ready')
    const backbone = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!backbone.ok) throw new Error(backbone.error.code)
    const manager = await jetstreamManager(backbone.value)
    const names = async () => (await manager.streams.names().next()).sort()
    await until(async () => (await names()).includes('READS-7'))
    expect(await names()).toHaveLength(16)
    await backbone.value.close()
  })

  it('goes on by itself when the broker was killed and started again', async () => {
    const { run, call, readiness } = await start()
    await run.up
    const { accessToken } = await signUp(call, 'steady')
    await createRoom(call, accessToken)
    await nats.kill()
    await until(async () => (await readiness()).status === 503)
    const body = { name: 'Not now', members: [] }
    const refused = await call({ method: 'POST', path: apiPaths.rooms, token: accessToken, body })
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'nats-unavailable'])
    const [room] = (await call({ path: apiPaths.sync, token: accessToken })).json().rooms
    expect(room).toMatchObject({ room: { name: 'Tea' }, complete: false })
    await nats.restart()
    await until(async () => (await readiness()).status === 'ready')
    await createRoom(call, accessToken)
    expect((await call({ path: apiPaths.rooms, token: accessToken })).json().rooms).toHaveLength(2)
  })

  it('keeps accounts, sign-ins and rooms over a restart, and its keys to itself', async () => {
    const first = await start()
    await first.run.up
    const { accessToken } = await signUp(first.call, 'lasting')
    const room = await createRoom(first.call, accessToken)
    await first.run.stop()
    runs = []
    const second = await start()
    expect((await second.call({ path: apiPaths.room(room.id), token: accessToken })).json().room).toEqual(room)
    for (const name of ['access-token.pem', 'refresh-token.secret']) {
      expect(statSync(join(nats.dataDir, 'keys', name)).mode & 0o777).toBe(0o600)
    }
  })

  describe('that is asked to stop', () => {
    async function stopsAtOnce(run: ServerRun) {
      const askedAt = Date.now()
      await run.stop()
      runs = []
      // Its own answers to the broker take up to five seconds, a lease lives for three: it waits for neither.
      expect(Date.now() - askedAt).toBeLessThan(2_500)
    }

    it('waits for no lease that a dead copy left', async () => {
      const store = await openStore({ dataDir: nats.dataDir })
      await store.leases.takeLease({ name: 'claims', holder: 'a dead one', lifeMs: 60_000 })
      const { run } = await start()
      await run.up
      await stopsAtOnce(run)
      await store.close()
    })

    it('waits for no broker that has gone', async () => {
      const { run, readiness } = await start()
      await run.up
      await nats.kill()
      await until(async () => (await readiness()).status === 503)
      await stopsAtOnce(run)
    })

    it('waits for no answer that was lost when the broker was started again', async () => {
      const { run, readiness } = await start()
      await run.up
      await nats.restart()
      await until(async () => (await readiness()).status === 'ready')
      await stopsAtOnce(run)
    })
  })

  it('serves figures to this machine and to nobody else', async () => {
    const { call } = await start()
    await call({ path: '/api/v1/rooms/1.aaaaaaaaaaaaaa' })
    const figures = await call({ path: '/metrics' })
    expect(figures.body).toContain('natter_http_request_seconds')
    expect(figures.body).toContain('route="/api/v1/rooms/:room"')
    expect(figures.body).not.toContain('aaaaaaaaaaaaaa')
    expect((await call({ path: '/metrics', from: '10.0.0.1' })).statusCode).toBe(404)
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'forwarded']) {
      expect((await call({ path: '/metrics', headers: { [name]: '10.0.0.1' } })).statusCode, name).toBe(404)
    }
  })

  it('serves figures to whoever has the token, where there is one', async () => {
    const { call } = await start({ NATTER_METRICS_TOKEN: 'a-long-enough-token' })
    expect((await call({ path: '/metrics' })).statusCode).toBe(404)
    expect((await call({ path: '/metrics', from: '10.0.0.1', token: 'a-long-enough-token' })).statusCode).toBe(200)
  })

  it.each(roleNames)('runs as %s alone, with health and figures of its own', async (role) => {
    const { run, call, readiness } = await start({ NATTER_ROLES: role })
    await run.up
    expect(await readiness()).toEqual({ status: 'ready' })
    const figures = (await call({ path: '/metrics' })).body.split('\n').filter((line) => line.startsWith('natter_role'))
    expect(figures).toEqual([`natter_role_running{role="${role}"} 1`])
    const { statusCode } = await call({ path: apiPaths.serverInfo })
    expect(statusCode).toBe(role === 'api' ? 200 : 404)
  })

  it('stops at once where the broker never came', async () => {
    await nats.kill()
    const { run } = await start()
    await run.stop()
    runs = []
    await run.up
  })

  it('answers what is no HTTP, or hardly, with a problem or a closed door', async () => {
    const { run } = await start()
    const { port } = new URL(await run.app.listen({ host: '127.0.0.1', port: 0 }))
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
      let said = ''
      socket.on('data', (chunk) => {
        said += chunk.toString()
      })
      socket.on('close', () => resolve(said))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
    expect(answer).toMatch(/content-type: application\/problem\+json/i)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code: 'request-invalid', status: 400 })
  })

  it('serves what is in the folder of the web app, and nothing hidden or beside it', async () => {
    const webDir = join(nats.dataDir, 'web')
    mkdirSync(webDir)
    writeFileSync(join(webDir, 'index.html'), '<title>Natter</title>')
    writeFileSync(join(webDir, '.env'), 'SECRET=1')
    writeFileSync(join(nats.dataDir, 'beside.txt'), 'SECRET=2')
    const { call } = await start({ NATTER_WEB: webDir })
    expect((await call({ path: '/index.html' })).body).toBe('<title>Natter</title>')
    const paths = ['/.env', '/%2eenv', '/../beside.txt', '/%2e%2e/beside.txt', '/..%2fbeside.txt', '/..%5cbeside.txt']
    for (const path of paths) {
      const answer = await call({ path })
      expect([400, 404], path).toContain(answer.statusCode)
      expect(answer.headers['content-type'], path).toMatch(/^application\/problem\+json/)
      expect(answer.body, path).not.toMatch(/SECRET|JSON/)
    }
  })

  it('lets browsers keep what carries a hash, and has them ask each time for the page and the workers', async () => {
    const webDir = join(nats.dataDir, 'web-of-two-ages')
    mkdirSync(join(webDir, 'assets'), { recursive: true })
    const asked = ['index.html', 'service-worker.js', 'engine-main-B0ZuuGwh.js']
    for (const path of [...asked, 'assets/index-Ci0XoBhn.js']) writeFileSync(join(webDir, path), '')
    const { call } = await start({ NATTER_WEB: webDir })
    for (const path of asked) {
      const { headers } = await call({ path: `/${path}` })
      expect(headers['cache-control'], path).toBe('no-cache')
      expect(headers['content-security-policy'], path).toContain("worker-src 'self';")
    }
    const { headers } = await call({ path: '/assets/index-Ci0XoBhn.js' })
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('sends every page with a policy that lets no foreign script in', async () => {
    const { call } = await start()
    const { headers } = await call({ path: '/api/v1/server' })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain(`connect-src 'self' ${nats.wsUrl};`)
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})
