import { randomBytes } from 'node:crypto'
import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { type Flood, startFlood } from '../rigs/flood-rig.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { startTestCluster } from '../rigs/nats-test-cluster.ts'
import { natsServerBinary, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { buildCall, type Call, signUp, startTestRun, until } from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'

/** Two copies of the guard see every connection of all three nodes, each once; whoever floods is on a node of neither. */
describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('two guards of a cluster of three', () => {
  let cluster: Awaited<ReturnType<typeof startTestCluster>>
  const floods: Flood[] = []
  const bystanders: NatsConnection[] = []
  let run: ServerRun
  let other: ServerProcess
  let call: Call

  beforeAll(async () => {
    cluster = await startTestCluster()
    const env = { NATTER_GUARD: 'on' }
    run = await startTestRun(nodeAt(0), env)
    await run.up
    call = buildCall(run)
    other = await createServerProcess(nodeAt(0), env)
    await other.start()
    for (const [at, node] of cluster.nodes.entries()) bystanders.push((await join(`honest${at}`, node)).connection)
  }, 120_000)
  afterAll(async () => {
    for (const flood of floods) await flood.stop()
    await Promise.all(bystanders.map((connection) => connection.close()))
    await other?.stop()
    await run?.stop()
    await cluster?.stop()
  })

  function nodeAt(at: number): TestNats {
    const node = cluster.nodes[at]
    if (node === undefined) throw new Error('no such node')
    return node
  }

  async function issue(handle: string) {
    const session = await signUp(call, handle)
    const who = createTestIdentity(session.user.id as UserId)
    const token = session.accessToken
    const proof = who.key.sign(Buffer.from(token)).toString('base64url')
    const body = { publicKey: who.publicKey, proof }
    const issued = await call({ method: 'POST', path: apiPaths.credentials, token, body })
    return { who, jwt: issued.json<Credential>().jwt }
  }
  async function join(handle: string, node: TestNats) {
    const { who, jwt } = await issue(handle)
    return { who, jwt, connection: await connectTestClient(node, who, jwt) }
  }

  async function expectCut(node: TestNats): Promise<void> {
    const { who, jwt } = await issue(`mal${randomBytes(4).toString('hex')}`)
    const line = `PUB ${subjects.sendPresence(who.user)} 2\r\n{}\r\n`
    const flood = startFlood({ nats: node, who, jwt, line })
    floods.push(flood)
    const begunAt = await flood.begun
    const took = (await flood.refused) - begunAt
    console.log(`a flood on ${node.wsPort}: gone after ${Math.round(took)} ms`)
    // How soon is for the bench: this machine may have much else to do. That it goes at all is awaited above.
    await flood.stop()
    expect(bystanders.map((connection) => connection.isClosed())).toEqual([false, false, false])
  }

  it('count each connection once: five of a key stay, over all nodes, and of six the oldest goes', async () => {
    const { who, jwt, connection: oldest } = await join('five', nodeAt(2))
    // Its time is the broker's, and nodes have clocks of their own.
    await new Promise((next) => setTimeout(next, 1_100))
    const more: NatsConnection[] = []
    for (let n = 0; n < 4; n++) more.push(await connectTestClient(nodeAt(n % 3), who, jwt))
    // Several looks of both, and the pages of who was there before they looked.
    await new Promise((next) => setTimeout(next, 1_500))
    expect([oldest, ...more].map((one) => one.isClosed())).toEqual([false, false, false, false, false])
    more.push(await connectTestClient(nodeAt(1), who, jwt))
    await until(() => oldest.isClosed())
    await new Promise((next) => setTimeout(next, 1_000))
    expect(more.map((one) => one.isClosed())).toEqual([false, false, false, false, false])
    await Promise.all(more.map((one) => one.close()))
  })

  it('cut a flood on a node that neither is connected to', () => expectCut(nodeAt(2)))

  it('cut one as well when the other copy was killed', async () => {
    await other.kill()
    await expectCut(nodeAt(1))
  })
})
