import type { NatsConnection } from 'nats.ws'
import { headers as buildHeaders } from 'nats.ws'
import type { UserId } from '../common/ids.ts'
import { buildTimeline, reduceTimeline } from '../common/reducers/timeline-reducer.ts'
import { subjects } from '../common/subjects.ts'
import { type HeaderList, parseLiveEvent } from '../common/wire-decode.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../server/rigs/nats-test-client.ts'
import type { TestNats } from '../server/rigs/nats-test-server.ts'
import { buildBody, type OpenChat, textOf } from './chat-under-test.ts'

/**
 * Ours: scoped credentials over WebSocket, two accounts, the event stored in `EVENTS-0` and republished. `path`: members
 * as raw as the floor's, so that the two paths are compared. `clients`: every member decodes strictly and folds into a
 * timeline, as a client does; here all of them in one process, while people's clients each have a machine.
 */
export function openNatterChat(nats: TestNats, kind: 'path' | 'clients'): OpenChat {
  return async (members, onDelivery) => {
    const room = createTestRoom(0)
    const people = Array.from({ length: members }, () => createTestIdentity())
    const roles = people.map(({ user }) => ({ user, role: 'member' as const }))
    const connections: NatsConnection[] = []
    for (const person of people) {
      const jwt = buildTestJwt(nats, person, [{ room, role: 'member' }])
      const connection = await connectTestClient(nats, person, jwt)
      connections.push(connection)
      let timeline = buildTimeline(room, { seq: 0, members: roles })
      connection.subscribe(subjects.roomAll(room), {
        callback: (_error, message) => {
          if (kind === 'path') {
            onDelivery(textOf(message.string()))
            return
          }
          const live = parseLiveEvent({ subject: message.subject, headers: readHeaders(message), data: message.data })
          if (!live.ok) throw new Error(`our own message was malformed: ${live.error.detail}`)
          timeline = reduceTimeline(timeline, live.value)
          if (live.value.event.kind === 'message.posted') onDelivery(live.value.event.text)
        },
      })
      await connection.flush()
    }
    return {
      send: async (member, text) => {
        const [connection, person] = [connections[member], people[member]]
        if (connection === undefined || person === undefined) throw new Error(`no member ${member}`)
        await publishMessage(connection, { room, user: person.user, text })
      },
      stop: async () => {
        await Promise.all(connections.map((connection) => connection.close()))
      },
    }
  }
}

export async function publishMessage(
  connection: NatsConnection,
  message: { readonly room: Parameters<typeof subjects.roomAll>[0]; readonly user: UserId; readonly text: string },
): Promise<void> {
  const { id, body } = buildBody(message.text)
  const headers = buildHeaders()
  headers.set('Nats-Msg-Id', id)
  const ack = await connection.request(subjects.sendEvent(message.room, message.user), body, {
    headers,
    timeout: 10_000,
  })
  const answer: { seq?: unknown } = ack.json()
  if (typeof answer.seq !== 'number') throw new Error(`not stored: ${ack.string()}`)
}

function readHeaders(message: { readonly headers?: { keys(): string[]; values(key: string): string[] } }): HeaderList {
  const list: [string, string][] = []
  for (const key of message.headers?.keys() ?? [])
    for (const value of message.headers?.values(key) ?? []) list.push([key, value])
  return list
}
