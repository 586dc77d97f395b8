import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws'
import type { UserId } from '../../../common/ids.ts'
import { buildSystemClock } from '../engine-clock.ts'
import { createSeed, openDeviceKey } from './device-keys.own.ts'
import { openBrokerLink } from './socket-link.ts'

test('a network that takes in everything and says nothing is given up in time, whatever becomes of the socket', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  // It lets one in, and then neither greets nor hears: no end of it is answered either.
  server.on('connection', (_, request) => request.socket.pause())
  const { port } = server.address() as AddressInfo
  const clock = buildSystemClock()
  const sockets: NodeWebSocket[] = []
  const opened = await openBrokerLink({
    servers: [`ws://127.0.0.1:${port}`],
    jwt: 'a.b.c',
    key: openDeviceKey(createSeed()),
    user: 'a'.repeat(16) as UserId,
    // A hundred times as fast: the library itself waits ten seconds, and then for the socket.
    clock: { now: clock.now, after: (ms, run) => clock.after(ms / 100, run) },
    openSocket(url) {
      const socket = new NodeWebSocket(url)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
  })
  expect(opened).toEqual({ ok: false, error: { kind: 'network' } })
  expect(sockets.map(({ readyState }) => readyState)).not.toContain(NodeWebSocket.OPEN)
  for (const socket of sockets) socket.terminate()
  for (const client of server.clients) client.terminate()
  server.close()
})
