import { once } from 'node:events'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { streams, subjects } from '../../common/subjects.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import {
  buildTestAuthenticator,
  buildTestJwt,
  connectTestClient,
  createTestIdentity,
  createTestRoom,
  type TestIdentity,
} from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { ensureStreams } from './ensure-streams.ts'
import { defaultStreamOptions } from './event-streams.ts'

/**
 * Written past every client library, as an attacker would. The broker takes such headers and hands them on; the library
 * throws when they are read. So whoever decodes what others sent (client, archiver) must expect a throw at `headers`.
 */
describe.skipIf(natsServerBinary === undefined)('a header with a broken name', () => {
  const alice = createTestIdentity()
  const bob = createTestIdentity()
  const room = createTestRoom(0)
  let nats: TestNats
  let backbone: NatsConnection

  beforeAll(async () => {
    nats = await startTestNats()
    const connected = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!connected.ok) throw connected.error.cause
    backbone = connected.value
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
  })
  afterAll(async () => {
    await backbone?.close()
    await nats?.stop()
  })

  it('is stored and handed on, and makes the library throw when it is read, live and from the stream', async () => {
    const member = await connectTestClient(nats, bob, buildTestJwt(nats, bob, [{ room, role: 'member' }]))
    const heard = member.subscribe(subjects.roomAll(room))
    await member.flush()
    const head = 'NATS/1.0\r\nbad name: x\r\n\r\n'
    await writeRaw(nats, alice, buildTestJwt(nats, alice, [{ room, role: 'member' }]), [
      `HPUB ${subjects.sendEvent(room, alice.user)} ${head.length} ${head.length + 2}\r\n${head}{}\r\n`,
      `PUB ${subjects.roomTyping(room, alice.user)} 2\r\n{}\r\n`,
    ])
    const said: string[] = []
    for await (const message of heard) {
      said.push(message.subject)
      if (message.subject === subjects.roomEvent(room, alice.user)) {
        expect(() => message.headers).toThrow()
        expect(message.string()).toBe('{}')
      }
      if (said.length === 2) break
    }
    expect(said.sort()).toEqual([subjects.roomEvent(room, alice.user), subjects.roomTyping(room, alice.user)])
    const stored = await (await jetstreamManager(backbone)).streams.getMessage(streams.events(0), {
      last_by_subj: subjects.sendEvent(room, alice.user),
    })
    expect(() => stored?.header).toThrow()
    expect(stored?.string()).toBe('{}')
    await member.close()
  })
})

/** Signs in over a bare WebSocket, writes the lines as they are and waits until the broker has read them. */
async function writeRaw(nats: TestNats, who: TestIdentity, jwt: string, lines: readonly string[]): Promise<void> {
  const socket = new WebSocket(nats.wsUrl)
  let said = ''
  socket.on('message', (data) => {
    said += String(data)
  })
  while (!said.includes('\r\n')) await once(socket, 'message')
  const { nonce } = JSON.parse(said.slice(said.indexOf('{'), said.indexOf('\r\n'))) as { nonce: string }
  const { jwt: user_jwt, ...proof } = buildTestAuthenticator(who, jwt)(nonce)
  const sign = { jwt: user_jwt, sig: Buffer.from(proof.sig, 'base64').toString('base64url') }
  const about = {
    verbose: false,
    pedantic: false,
    headers: true,
    no_responders: true,
    protocol: 1,
    lang: 'raw',
    version: '1',
  }
  socket.send(`CONNECT ${JSON.stringify({ ...about, ...sign })}\r\n${lines.join('')}PING\r\n`)
  while (!said.includes('PONG')) await once(socket, 'message')
  socket.terminate()
}
