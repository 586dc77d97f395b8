import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { buildUserId } from '../../common/ids.ts'
import { connectTestClient, createTestIdentity } from './nats-test-client.ts'

test('a flush whose connection is cut before the broker answered fails, so that whoever waits learns of it', async () => {
  const broker = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(broker, 'listening')
  broker.on('connection', (socket) => {
    const say = (line: string) => socket.send(Buffer.from(`${line}\r\n`))
    say('INFO {"server_id":"x","version":"2.12.0","max_payload":1048576,"headers":true,"nonce":"n"}')
    let pings = 0
    socket.on('message', (data) => {
      for (const _ of String(data).matchAll(/PING\r\n/g)) {
        if (++pings === 1) say('PONG')
        else socket.terminate()
      }
    })
  })
  const { port } = broker.address() as AddressInfo
  const who = createTestIdentity(buildUserId(new Uint8Array(32)))
  const connection = await connectTestClient({ wsUrl: `ws://127.0.0.1:${port}` }, who, 'no.jwt.here')
  await expect(connection.flush()).rejects.toThrow(/cut before/)
  broker.close()
})
