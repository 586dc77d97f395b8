import { randomBytes } from 'node:crypto'
import { headers, type NatsConnection, type WsConnectionOptions } from 'nats.ws'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { History } from '../../common/http-contract/history-contract.ts'
import { buildMessageFromApi, buildMessagesFromApi } from '../../common/http-contract/history-contract.ts'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import { buildEventId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Timeline } from '../../common/reducers/timeline-reducer.ts'
import { buildTimeline, loadMessages, moveCheckpoint, reduceTimeline } from '../../common/reducers/timeline-reducer.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody, parseLiveEvent } from '../../common/wire-decode.ts'
import { connectTestClient, createTestIdentity } from './nats-test-client.ts'

type Live = Parameters<typeof parseLiveEvent>[0]

export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

/** For system tests: one person with a real account, a real credential and an outbox that does not give up. */
export type ChatActor = {
  readonly user: UserId
  readonly handle: string
  readonly ask: Ask
  /** Fetches a credential for the rooms as they are now, connects anew, listens, then asks history for where to fold from. */
  readonly join: (rooms: readonly RoomId[]) => Promise<void>
  /** Whether the broker takes the credential that the person came with last. */
  readonly isLetIn: (wsUrl?: string) => Promise<boolean>
  /** Sends until it is acknowledged, with the same id each time; the sequence of the acknowledgement. */
  readonly post: (room: RoomId, text: string) => Promise<{ readonly id: EventId; readonly seq: number }>
  readonly timelineOf: (room: RoomId) => Timeline
  /** What history has beyond the window's checkpoint, as after a reconnect. Answers whether it was complete. */
  readonly fill: (room: RoomId) => Promise<boolean>
  /** Hangs up; it connects anew at once, wherever it is let in. */
  readonly drop: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Who looks on, and what a client of another place needs. */
export type ActorOptions = {
  readonly client?: WsConnectionOptions
  /** A message came, by the place it was said in. */
  readonly onHeard?: (room: RoomId) => void
  readonly onConnected?: (connection: NatsConnection) => void
  readonly onCut?: () => void
}

export async function signUpActor(serverUrl: string, handle: string, options: ActorOptions = {}): Promise<ChatActor> {
  let token = ''
  const ask: Ask = async (method, path, body) => {
    const answer = await fetch(serverUrl + path, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : await answer.json()
  }
  const person = { handle, displayName: handle, password: 'correct horse battery' }
  const session = (await ask('POST', '/api/v1/auth/register', person)) as { accessToken: string; user: { id: UserId } }
  token = session.accessToken
  const identity = createTestIdentity(session.user.id)
  const timelines = new Map<RoomId, Timeline>()
  let connection: NatsConnection | undefined
  let isOver = false
  let last: Credential | undefined

  const timelineOf = (room: RoomId): Timeline => {
    const timeline = timelines.get(room)
    if (timeline === undefined) throw new Error(`${handle} has not joined ${room}`)
    return timeline
  }
  const loadHistory = (room: RoomId, query: string) =>
    ask('GET', `/api/v1/rooms/${room}/messages?${query}`) as Promise<History>

  function fold(room: RoomId, live: Live): void {
    const stored = parseLiveEvent(live)
    if (stored.ok) timelines.set(room, reduceTimeline(timelineOf(room), stored.value))
  }

  /** Subscribe first, ask second; what comes in between waits. */
  async function listen(nc: NatsConnection, room: RoomId): Promise<void> {
    const held: Live[] = []
    nc.subscribe(subjects.roomEvent(room, '*' as UserId), {
      callback: (_, { subject, data, headers: given }) => {
        const list = [...(given ?? [])].flatMap(([name, values]) => values.map((value) => [name, value] as const))
        const live = { subject, data, headers: list }
        options.onHeard?.(room)
        if (timelines.has(room)) fold(room, live)
        else held.push(live)
      },
    })
    await nc.flush()
    if (timelines.has(room)) return
    const { checkpoint, messages } = await loadHistory(room, 'limit=200')
    timelines.set(
      room,
      loadMessages(
        buildTimeline(room, checkpoint, identity.user),
        messages.map((one) => buildMessageFromApi(one)),
      ),
    )
    for (const live of held) fold(room, live)
  }

  /** As long as it takes: the broker may be away for a while. */
  async function connect(jwt: string, wsUrl: string, rooms: readonly RoomId[]): Promise<void> {
    for (;;) {
      try {
        const nc = await connectTestClient({ wsUrl }, identity, jwt, options.client)
        for (const room of rooms) await listen(nc, room)
        connection = nc
        options.onConnected?.(nc)
        void untilOver(nc).then(() => {
          options.onCut?.()
          return isOver ? undefined : connect(jwt, wsUrl, rooms)
        })
        return
      } catch (fault) {
        if (isOver) return
        if (connection === undefined) throw fault
        await new Promise((next) => setTimeout(next, 100))
      }
    }
  }

  return {
    user: identity.user,
    handle,
    ask,
    timelineOf,
    join: async (rooms) => {
      const proof = identity.key.sign(Buffer.from(token)).toString('base64url')
      const body = { publicKey: identity.publicKey, proof }
      const { jwt, servers, ...rest } = (await ask('POST', '/api/v1/credentials', body)) as Credential
      last = { jwt, servers, ...rest }
      await connect(jwt, servers[0] ?? '', rooms)
    },
    isLetIn: async (wsUrl = last?.servers[0] ?? '') => {
      try {
        const attempt = await connectTestClient({ wsUrl }, identity, last?.jwt ?? '', options.client)
        // One that slips in is cut at once.
        await attempt.flush()
        await attempt.close()
        return true
      } catch {
        return false
      }
    },
    post: async (room, text) => {
      const id = buildEventId(Date.now(), randomBytes(10))
      const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text, format: 'plain' }
      const head = headers()
      head.set('Nats-Msg-Id', id)
      for (;;) {
        try {
          const subject = subjects.sendEvent(room, identity.user)
          const answer = await connection?.request(subject, encodeBody(event), { headers: head, timeout: 2_000 })
          const ack = answer?.json<{ seq?: number }>()
          if (ack?.seq !== undefined && ack.seq > 0) return { id, seq: ack.seq }
        } catch {
          // No answer, no stream, no connection: it is sent again, as an outbox does.
        }
        await new Promise((next) => setTimeout(next, 50))
      }
    },
    fill: async (room) => {
      let complete = true
      const from = timelineOf(room).checkpoint.seq
      const messages: Message[] = []
      for (let after = from; ; ) {
        const page = await loadHistory(room, `changedAfter=${after}&limit=200`)
        messages.push(...buildMessagesFromApi(page))
        complete &&= page.complete
        after = page.messages.at(-1)?.version ?? after
        if (page.hasMoreAfter) continue
        timelines.set(room, moveCheckpoint(loadMessages(timelineOf(room), messages), page.checkpoint))
        return complete
      }
    },
    drop: async () => connection?.close(),
    close: async () => {
      isOver = true
      await connection?.close()
    },
  }
}

/** As the client of the app sees it: on a line that is dead the closing itself is never answered. */
async function untilOver(nc: NatsConnection): Promise<void> {
  const isStale = (async () => {
    for await (const { type } of nc.status()) if (type === 'staleConnection' || type === 'disconnect') return
  })()
  await Promise.race([nc.closed(), isStale])
  nc.close().catch(() => {})
}

/** Each message once, in the order shown, as text a test can compare. */
export function sayTimeline(
  messages: readonly { readonly id: string; readonly seq: number; readonly text: string }[],
): string {
  return messages.map(({ id, seq, text }) => `${seq} ${id} ${text}`).join('\n')
}
