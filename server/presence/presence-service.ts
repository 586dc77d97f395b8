import { randomUUID } from 'node:crypto'
import { createInbox, type NatsConnection } from 'nats'
import { parseUserId, type RoomId, type UserId } from '../../common/ids.ts'
import { presenceSignSchema } from '../../common/presence-event.ts'
import { backboneSubjects, parseUserSubject, subjects } from '../../common/subjects.ts'
import { decodeUtf8 } from '../../common/text-codec.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import type { HeldLease } from '../leases/held-lease.ts'
import { type Connected, parseConnected, parseConnectionEvent } from './presence-answers.ts'
import { buildPresenceLedger, type PersonFacts, type RoomNews } from './presence-ledger.ts'

export type PresenceOptions = {
  readonly system: NatsConnection
  readonly backbone: NatsConnection
  /** The account of the clients. */
  readonly account: string
  /** What somebody wishes, and the rooms in which they are shown. */
  readonly loadFacts: (user: UserId) => Promise<PersonFacts | undefined>
  /** Who speaks; the other copies only know. */
  readonly lease: HeldLease
  readonly log: { readonly warn: (fields: object, text: string) => void }
}

export type Presence = { readonly stop: () => Promise<void> }

const lookEveryMs = 50
const healEveryMs = 30_000
const wholeEveryMs = 30_000
const leaseEveryMs = 1_000
const silentMs = 75_000
const page = 64
const loadsAtOnce = 20

/**
 * Who is here, from the broker's own account events, healed by asking it every half minute; nobody says it of themselves
 * but that they are idle. Every copy knows it, and one of them speaks, by a lease: what it says is one run, and another run
 * says everything anew.
 */
export function startPresence(options: PresenceOptions): Presence {
  const { system, backbone, account, log, lease } = options
  const ledger = buildPresenceLedger()
  const said = new Map<RoomId, number>()
  const loading = new Set<UserId>()
  const inbox = createInbox()
  let run = randomUUID()
  let [isSpeaking, isStopped] = [false, false]
  let [healedAt, wholeAt, leasedAt] = [0, 0, 0]
  /** When each server of the broker last named its connections: one that is gone says no more of them. */
  const heardAt = new Map<string, number>()
  /** Of a server: what it has named so far in this look, and what it must not be blamed for. */
  const looks = new Map<string, { readonly named: Set<string>; readonly before: ReadonlySet<string> }>()

  const ask = (server: string, offset: number) => {
    const subject = server === 'PING' ? '$SYS.REQ.SERVER.PING.CONNZ' : `$SYS.REQ.SERVER.${server}.CONNZ`
    const what = { acc: account, auth: true, limit: page, offset }
    if (!system.isClosed()) system.publish(subject, JSON.stringify(what), { reply: inbox })
  }
  const onConnected = (list: Connected) => {
    heardAt.set(list.server, Date.now())
    const look = looks.get(list.server) ?? { named: new Set(), before: new Set(ledger.listConnections(list.server)) }
    looks.set(list.server, look)
    for (const { server, cid, user } of list.connections) {
      const key = `${server} ${cid}`
      look.named.add(key)
      if (user !== undefined && ledger.userOf(key) === undefined) ledger.onConnected(key, user)
    }
    const next = list.offset + page
    if (list.connections.length === page && next < list.total) return ask(list.server, next)
    looks.delete(list.server)
    // Opened since the look began: not named, and there all the same.
    for (const key of look.before) if (!look.named.has(key)) ledger.onGone(key, Date.now())
  }

  const forgetSilent = (nowAt: number) => {
    for (const [server, at] of heardAt) {
      if (nowAt - at < silentMs) continue
      heardAt.delete(server)
      looks.delete(server)
      for (const key of ledger.listConnections(server)) ledger.onGone(key, nowAt)
    }
  }

  async function loadUnknown(): Promise<void> {
    const wanted = ledger.listUnknown().filter((user) => !loading.has(user))
    for (const user of wanted.slice(0, loadsAtOnce)) void load(user)
  }
  async function load(user: UserId): Promise<void> {
    loading.add(user)
    try {
      const facts = await options.loadFacts(user)
      if (facts !== undefined) ledger.onFacts(user, facts, Date.now())
    } catch (fault) {
      log.warn({ user, fault: fault instanceof Error ? fault.name : 'unknown' }, 'presence could not be looked up')
    } finally {
      loading.delete(user)
    }
  }

  const speak = (news: readonly RoomNews[]) => {
    if (!isSpeaking || backbone.isClosed()) return
    for (const { room, changes } of news) {
      const n = (said.get(room) ?? 0) + 1
      said.set(room, n)
      backbone.publish(subjects.roomPresence(room), encodeBody({ v: 1, run, n, changes }))
    }
  }

  async function holdLease(nowAt: number): Promise<void> {
    if (nowAt - leasedAt < leaseEveryMs) return
    leasedAt = nowAt
    const before = isSpeaking
    isSpeaking = await lease.take().catch(() => lease.isOurs())
    if (!isSpeaking || before) return
    // Another one spoke until now: whoever listens hears a new run, and all of it.
    run = randomUUID()
    said.clear()
    wholeAt = 0
  }

  const listen = (connection: NatsConnection, subject: string, onText: (text: string, reply: string) => void) =>
    connection.subscribe(subject, {
      callback: (fault, message) => {
        if (fault === null && message.data.byteLength < 10_000_000)
          onText(decodeUtf8(message.data), message.reply ?? '')
      },
    })
  const subscriptions = [
    listen(system, inbox, (text) => {
      const list = parseConnected(text)
      if (list !== undefined) onConnected(list)
    }),
    listen(system, `$SYS.ACCOUNT.${account}.CONNECT`, (text) => {
      const opened = parseConnectionEvent(text)
      if (opened?.user !== undefined) ledger.onConnected(`${opened.server} ${opened.cid}`, opened.user)
    }),
    listen(system, `$SYS.ACCOUNT.${account}.DISCONNECT`, (text) => {
      const closed = parseConnectionEvent(text)
      if (closed !== undefined) ledger.onGone(`${closed.server} ${closed.cid}`, Date.now())
    }),
    backbone.subscribe(subjects.sendPresence('*' as UserId), {
      callback: (fault, message) => {
        const user = parseUserId(message.subject.split('.')[2])
        if (fault !== null || user === undefined) return
        const sign = presenceSignSchema.safeParse(parseJson(message.data))
        if (!sign.success) return
        ledger.onSign(user, sign.data, Date.now())
        if (isSpeaking && message.reply !== undefined && message.reply !== '') message.respond('{"v":1}')
      },
    }),
    // What somebody wishes, or the rooms they are in, changed: every copy hears what their devices are told.
    ...(['rooms', 'credentials', 'contacts'] as const).map((topic) =>
      backbone.subscribe(subjects.userTopic('*' as UserId, topic), {
        callback: (_, message) => {
          const user = parseUserSubject(message.subject)?.user
          if (user !== undefined && ledger.isKnown(user) && !loading.has(user)) void load(user)
        },
      }),
    ),
    // Any copy: each knows it.
    backbone.subscribe(backboneSubjects.presence, {
      queue: 'presence',
      callback: (fault, message) => {
        const rooms = parseJson(message.data)
        if (fault !== null || !Array.isArray(rooms)) return
        message.respond(encodeBody({ changes: ledger.listIn(rooms as RoomId[], Date.now()) }))
      },
    }),
  ]

  const look = async () => {
    const nowAt = Date.now()
    await holdLease(nowAt)
    if (nowAt - healedAt >= healEveryMs) {
      healedAt = nowAt
      forgetSilent(nowAt)
      ask('PING', 0)
    }
    await loadUnknown()
    if (nowAt - wholeAt >= wholeEveryMs) {
      wholeAt = nowAt
      ledger.takeNews(nowAt)
      speak(ledger.takeWhole(nowAt))
      return
    }
    speak(ledger.takeNews(nowAt))
  }
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const goOn = () => {
    looking = look()
      .catch((fault: unknown) => log.warn({ err: fault }, 'presence was not looked at; tried again'))
      .then(() => {
        if (!isStopped) timer = setTimeout(goOn, lookEveryMs)
      })
  }
  goOn()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      for (const subscription of subscriptions) subscription.unsubscribe()
      await looking
      await lease.release().catch(() => undefined)
    },
  }
}

function parseJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(data))
  } catch {
    return undefined
  }
}
