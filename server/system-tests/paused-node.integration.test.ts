import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { DeviceId } from '../../common/ids.ts'
import { buildClientsJwt } from '../nats/account-claims.ts'
import { connectSystem } from '../nats/broker-connection.ts'
import { buildClaimsUpdate } from '../nats/claims-update.ts'
import { buildTestJwt, connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { startTestCluster } from '../rigs/nats-test-cluster.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { buildCall, signUp, startTestRun, testPassword, until } from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'

/** A node that hears nothing for a while keeps its connections, and whoever is on it hears on: nobody may be told otherwise. */
describe.skipIf(natsServerBinary === undefined)('a cut that one node of three has not heard of', () => {
  let cluster: Awaited<ReturnType<typeof startTestCluster>>
  let run: ServerRun | undefined
  let connection: NatsConnection | undefined

  beforeAll(async () => {
    cluster = await startTestCluster()
  })
  afterAll(async () => {
    const third = cluster?.nodes[2]
    if (third?.pid() !== undefined) process.kill(third.pid() ?? 0, 'SIGCONT')
    await connection?.close()
    await run?.stop()
    await cluster?.stop()
  })

  it('is not taken for done where the node that may have the connection says nothing', async () => {
    const [first, , third] = cluster.nodes
    const system = await connectSystem({ servers: first.tcpUrl, keys: first.keys, name: 'test' })
    if (!system.ok) throw system.error.cause
    const { putClaims, closeConnections } = buildClaimsUpdate(system.value)
    const account = first.keys.clientsAccount.publicKey
    // All three have answered a moment ago.
    const none = new Map()
    const said = buildClientsJwt(first.keys, { revocations: none, version: 1, pass: 0 })
    await until(async () => {
      const put = await putClaims(said)
      return put.ok && put.value.missing.length === 0
    })
    const who = createTestIdentity()
    connection = await connectTestClient(third, who, buildTestJwt(first, who, []))
    const pid = third.pid() ?? 0
    process.kill(pid, 'SIGSTOP')
    expect(await closeConnections(account, [who.publicKey])).toEqual(new Set([who.publicKey]))
    process.kill(pid, 'SIGCONT')
    await until(async () => (await closeConnections(account, [who.publicKey])).size === 0)
    expect(connection.isClosed()).toBe(true)
    await system.value.close()
  }, 60_000)

  it('is said to be pending, over a restart too, and is confirmed as soon as the node hears it', async () => {
    const [first, , third] = cluster.nodes
    run = await startTestRun(first)
    await run.up
    let call = buildCall(run)
    const phone = await signUp(call, 'ann')
    const login = { handle: 'ann', password: testPassword, deviceName: 'laptop' }
    const answer = await call({ method: 'POST', path: apiPaths.login, body: login })
    const laptop: string = answer.json().accessToken
    const devices = await call({ path: apiPaths.devices, token: phone.accessToken })
    const device = devices.json().devices.find((one: { current: boolean }) => one.current).id as DeviceId

    const who = createTestIdentity(phone.user.id)
    const proof = who.key.sign(Buffer.from(phone.accessToken)).toString('base64url')
    const asked = { method: 'POST', path: apiPaths.credentials, token: phone.accessToken } as const
    const issued = await call({ ...asked, body: { publicKey: who.publicKey, proof } })
    connection = await connectTestClient(third, who, issued.json<Credential>().jwt)
    const pid = third.pid() ?? 0
    process.kill(pid, 'SIGSTOP')

    const end = () => call({ method: 'DELETE', path: apiPaths.device(device), token: laptop })
    const ended = await end()
    expect({ status: ended.statusCode, body: ended.json() }).toEqual({
      status: 202,
      body: { pending: 'cut', devices: [device] },
    })
    // What must not be, is not: the phone gets nothing any more, whoever has heard of it.
    expect((await call({ path: apiPaths.me, token: phone.accessToken })).statusCode).toBe(401)
    expect(connection.isClosed()).toBe(false)

    await run.stop()
    run = await startTestRun(first)
    call = buildCall(run)
    expect((await end()).statusCode).toBe(202)

    process.kill(pid, 'SIGCONT')
    await connection.closed()
    await until(async () => (await end()).statusCode === 204)
    await expect(connectTestClient(third, who, issued.json<Credential>().jwt)).rejects.toThrow(/Authorization/i)
  }, 120_000)
})
