import { randomBytes } from 'node:crypto'
import type { DemoHandle } from '../../common/demo.ts'
import { demoPassword } from '../../common/demo.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import { buildEventId, type EventId, eventIdRandomBytes, type RoomId, type UserId } from '../../common/ids.ts'
import type { MemberEvent } from '../../common/wire-event.ts'
import type { ServerRun } from '../server-run.ts'
import type { PublishMemberEvent } from '../streams/member-publisher.ts'

/** A server that nobody else reaches, at a time of its own, and the people on it. */
export type DemoWorld = {
  /** All that happens from then on happens at that time. */
  readonly setTime: (at: number) => void
  readonly register: (handle: DemoHandle, displayName: string) => Promise<void>
  readonly signIn: (handle: DemoHandle) => Promise<void>
  readonly idOf: (handle: DemoHandle) => UserId
  /** A call of the API, signed in as that one. Throws what was answered otherwise than well. */
  readonly ask: <Answer>(handle: DemoHandle, method: Method, path: string, body?: unknown) => Promise<Answer>
  /** By tus, all at once. */
  readonly upload: (handle: DemoHandle, room: RoomId, file: SentFile) => Promise<File>
  /** As their own client would, at the time that is set. */
  readonly publish: (room: RoomId, author: UserId, event: Said) => Promise<EventId>
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type SentFile = { readonly name: string; readonly type: string; readonly bytes: Buffer }
type Plain<Event> = Event extends MemberEvent ? Omit<Event, 'v' | 'id' | 'at'> : never
export type Said = Plain<MemberEvent>

type Session = { readonly accessToken: string; readonly user: { readonly id: UserId } }

export function buildDemoWorld(
  app: Pick<ServerRun['app'], 'inject'>,
  publish: PublishMemberEvent,
  setTime: (at: number) => void,
): DemoWorld {
  const sessions = new Map<string, Session>()
  const deviceName = 'Demo'

  async function call(method: Method, path: string, sent: { headers?: Record<string, string>; body?: unknown }) {
    const answer = await app.inject({
      method,
      url: path,
      headers: sent.headers ?? {},
      ...(sent.body === undefined ? {} : { payload: sent.body as object }),
    })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
    return answer
  }
  const session = (handle: DemoHandle): Session => {
    const known = sessions.get(handle)
    if (known === undefined) throw new Error(`${handle} has not come yet`)
    return known
  }
  const bearer = (handle: DemoHandle) => ({ authorization: `Bearer ${session(handle).accessToken}` })

  return {
    setTime,
    register: async (handle, displayName) => {
      const body = { handle, displayName, password: demoPassword, deviceName }
      sessions.set(handle, (await call('POST', apiPaths.register, { body })).json())
    },
    signIn: async (handle) => {
      const body = { handle, password: demoPassword, deviceName }
      sessions.set(handle, (await call('POST', apiPaths.login, { body })).json())
    },
    idOf: (handle) => session(handle).user.id,
    ask: async (handle, method, path, body) => {
      const answer = await call(method, path, { headers: bearer(handle), body })
      return (answer.body === '' ? undefined : answer.json()) as never
    },
    upload: async (handle, room, { name, type, bytes }) => {
      const encode = (text: string) => Buffer.from(text).toString('base64')
      const headers = {
        ...bearer(handle),
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': `filename ${encode(name)},type ${encode(type)}`,
        'content-type': 'application/offset+octet-stream',
      }
      const sent = await call('POST', apiPaths.roomFiles(room), { headers, body: bytes })
      const file = sent.headers['natter-file']
      if (typeof file !== 'string') throw new Error(`${name} did not become a file`)
      return (await call('GET', apiPaths.fileInfo(file as File['id']), { headers: bearer(handle) })).json()
    },
    publish: async (room, author, said) => {
      const at = Date.now()
      const id = buildEventId(at, randomBytes(eventIdRandomBytes))
      const published = await publish(room, author, { v: 1, id, at, ...said } as MemberEvent)
      if (!published.ok) throw new Error(`nothing could be said: ${published.error.code}`)
      return id
    },
  }
}
