import { createClient } from 'redis'
import { type WebSocket, WebSocketServer } from 'ws'
import { peerConfig } from './peer-config.ts'

/** Part 3 of 3: a gateway that holds the WebSockets and broadcasts what the worker announces to a room's members. */
const rooms = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({ host: '127.0.0.1', port: peerConfig.wsPort })
server.on('connection', (socket, request) => {
  const room = (request.url ?? '/').slice(1)
  const members = rooms.get(room) ?? new Set()
  rooms.set(room, members.add(socket))
  socket.on('close', () => members.delete(socket))
})
const redis = await createClient({ url: peerConfig.redisUrl }).connect()
await redis.subscribe('broadcast', (announced) => {
  const { room, text }: { room: string; text: string } = JSON.parse(announced)
  for (const socket of rooms.get(room) ?? []) socket.send(text)
})
