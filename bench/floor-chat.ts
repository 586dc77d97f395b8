import { jetstreamManager, StorageType } from '@nats-io/jetstream'
import { connect } from 'nats'
import { headers as buildHeaders, type NatsConnection, wsconnect } from 'nats.ws'
import { WebSocket as NodeWebSocket } from 'ws'
import { buildBody, type OpenChat, textOf } from './chat-under-test.ts'
import type { PlainNats } from './plain-nats.ts'

/**
 * The floor: raw clients on a nats-server without accounts. `bare`: publish and subscribe, nothing kept. `stored`: one
 * stream with republish and the same sync as ours; the sender waits for the acknowledgement.
 */
export function openFloorChat(nats: PlainNats, kind: 'bare' | 'stored'): OpenChat {
  return async (members, onDelivery) => {
    const stream = `FLOOR${Math.random().toString(36).slice(2)}`
    const keeper = await connect({ servers: nats.tcpUrl })
    if (kind === 'stored') {
      const manager = await jetstreamManager(keeper)
      await manager.streams.add({
        name: stream,
        subjects: [`in.${stream}.*`],
        storage: StorageType.File,
        republish: { src: `in.${stream}.*`, dest: `out.${stream}.{{wildcard(1)}}` },
      })
    }
    const connections: NatsConnection[] = []
    const waiting = new Map<string, () => void>()
    for (let member = 0; member < members; member++) {
      const connection = await wsconnect({ servers: nats.wsUrl, wsFactory: openSocket })
      connections.push(connection)
      connection.subscribe(`out.${stream}.*`, {
        callback: (_error, message) => {
          const text = textOf(message.string())
          onDelivery(text)
          if (kind === 'bare' && message.subject.endsWith(`.${member}`)) waiting.get(text)?.()
        },
      })
      await connection.flush()
    }
    return {
      send: async (member, text) => {
        const connection = connections[member]
        if (connection === undefined) throw new Error(`no member ${member}`)
        if (kind === 'bare') {
          // Nothing acknowledges a bare publish; hearing it oneself is the nearest to it.
          await new Promise<void>((resolve) => {
            waiting.set(text, resolve)
            connection.publish(`out.${stream}.${member}`, buildBody(text).body)
          })
          waiting.delete(text)
          return
        }
        const { id, body } = buildBody(text)
        const headers = buildHeaders()
        headers.set('Nats-Msg-Id', id)
        await connection.request(`in.${stream}.${member}`, body, { headers, timeout: 10_000 })
      },
      stop: async () => {
        await Promise.all(connections.map((connection) => connection.close()))
        if (kind === 'stored') await (await jetstreamManager(keeper)).streams.delete(stream)
        await keeper.close()
      },
    }
  }
}

const openSocket = async (url: string) => ({
  socket: new NodeWebSocket(url) as unknown as WebSocket,
  encrypted: false,
})
