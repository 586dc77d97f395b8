import { createInbox, type NatsConnection } from 'nats'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { UserId } from '../../common/ids.ts'
import { type ConnectionList, parseClosed, parseConnectionList, parseOpened } from './broker-answers.ts'
import { buildConnectionLedger, type Place, type Verdict } from './connection-ledger.ts'
import { buildGuardLimits } from './guard-limits.ts'

export type GuardOptions = {
  /** Into the system account, for the guard alone. */
  readonly system: NatsConnection
  /** The account of the clients. */
  readonly account: string
  readonly eventsPerMinute: number
  /** Takes all credentials of a user for a while; `kick` closes the connections. */
  readonly hold: (user: UserId, reason: string, kick: () => void) => Promise<void>
  readonly registry: Registry
  readonly log: {
    readonly info: (fields: object, text: string) => void
    readonly warn: (fields: object, text: string) => void
  }
}

export type Guard = {
  /** When a server of the broker last answered, ms since the epoch. */
  readonly heardAt: () => number
  /** Servers of the broker, by name, that have answered and do not any more: what floods there is not seen. */
  readonly silentServers: () => readonly string[]
  readonly stop: () => void
}

const lookEveryMs = 250
/** Those that did something last, so what a look costs is bounded however many are connected; a flood is among them. */
const lookedAt = 512
/** Whole lists, to heal what events were missed. */
const healEveryMs = 30_000
const healPage = 1_024
const askedAtOnce = 20
/** With its credential a connection may take 40 kB. */
const ownersPage = 64
const goneAfterMs = 60_000
const silentMs = 10_000
/** One that is away for so long was taken away. */
const silentAtMostMs = 3_600_000

/**
 * Watches the connections of the clients by the broker's own counters, of every server of the cluster, and closes what is
 * above the limits: the broker limits neither rates nor how often one signs in, and much of what floods reaches no stream
 * (live lanes, refused publishes, answers aimed at others' subjects). All counters come from the broker; a client says
 * none of them. Two guards do the same twice, which does no harm.
 */
export function startGuard(options: GuardOptions): Guard {
  const { system, account, log } = options
  const ledger = buildConnectionLedger(buildGuardLimits(options.eventsPerMinute))
  const metrics = buildGuardMetrics(options.registry)
  const holding = new Set<UserId>()
  /** When each server last answered. */
  const servers = new Map<string, number>()
  const nodesHeardAt = new Map<string, number>()
  let heardAt = Date.now()
  let healedAt = Date.now()

  const inbox = { look: createInbox(), heal: createInbox(), owners: createInbox(), kicks: createInbox() }
  const ask = (server: string, what: object, reply: string) => {
    const subject = server === 'PING' ? '$SYS.REQ.SERVER.PING.CONNZ' : `$SYS.REQ.SERVER.${server}.CONNZ`
    if (!system.isClosed()) system.publish(subject, JSON.stringify({ acc: account, ...what }), { reply })
  }
  const close = ({ server, cid }: Place) => {
    // The broker passes over a kick that asks for no answer (tried on 2.15.1). Nobody needs it: the next look shows.
    const question = `$SYS.REQ.SERVER.${server}.KICK`
    if (!system.isClosed()) system.publish(question, JSON.stringify({ cid }), { reply: inbox.kicks })
  }

  const cutUser = async (user: UserId, excess: string, places: readonly Place[]) => {
    const kick = () => places.forEach(close)
    // Under way already: what is still there is closed again, and that is all.
    if (holding.has(user)) return kick()
    holding.add(user)
    metrics.cut.inc({ excess })
    log.warn({ user, excess, connections: places.length }, 'a user was cut off for a flood')
    try {
      await options.hold(user, 'too-much-traffic', kick)
    } catch (fault) {
      log.warn({ user, fault: fault instanceof Error ? fault.name : 'unknown' }, 'a flood could not be punished')
    } finally {
      holding.delete(user)
    }
  }
  const carryOut = (verdicts: readonly Verdict[]) => {
    for (const verdict of verdicts) {
      if (verdict.kind === 'cut') void cutUser(verdict.user, verdict.excess, verdict.places)
      else {
        metrics.closed.inc({ why: verdict.kind })
        close(verdict.place)
      }
    }
  }

  const onList = (list: ConnectionList, isAll: boolean) => {
    const isNew = !servers.has(list.server)
    heardAt = Date.now()
    servers.set(list.server, heardAt)
    nodesHeardAt.set(list.name, heardAt)
    carryOut(ledger.onSeen({ ...list, nowAt: heardAt, isAll }))
    if (isNew) {
      // Who was connected before we looked: page after page, each asked for when the one before is there.
      ask(list.server, { auth: true, limit: ownersPage, offset: 0 }, inbox.owners)
      return
    }
    for (const cid of ledger.listUnknown(list.server, askedAtOnce)) ask(list.server, { auth: true, cid }, inbox.owners)
  }
  const onOwners = (list: ConnectionList) => {
    for (const { cid, owner } of list.connections) {
      if (owner !== undefined) carryOut(ledger.onOwner({ server: list.server, cid }, owner))
    }
    const next = list.offset + ownersPage
    const isPage = list.connections.length === ownersPage
    if (isPage && next < list.total) ask(list.server, { auth: true, limit: ownersPage, offset: next }, inbox.owners)
  }
  const listen = (subject: string, onText: (text: string) => void) =>
    system.subscribe(subject, {
      callback: (fault, message) => {
        if (fault === null) onText(message.string())
      },
    })
  const listenForLists = (subject: string, onEach: (list: ConnectionList) => void) =>
    listen(subject, (text) => {
      const list = parseConnectionList(text)
      if (list !== undefined) onEach(list)
    })
  const subscriptions = [
    listenForLists(inbox.look, (list) => onList(list, list.connections.length === list.total)),
    listenForLists(inbox.heal, (list) => {
      onList(list, list.connections.length === list.total)
      const next = list.offset + healPage
      if (next < list.total) ask(list.server, { limit: healPage, offset: next }, inbox.heal)
    }),
    listenForLists(inbox.owners, onOwners),
    listen(`$SYS.ACCOUNT.${account}.CONNECT`, (text) => {
      const opened = parseOpened(text)
      if (opened !== undefined) carryOut(ledger.onOpened(opened, Date.now()))
    }),
    listen(`$SYS.ACCOUNT.${account}.DISCONNECT`, (text) => {
      const closed = parseClosed(text)
      if (closed !== undefined) ledger.onClosed(closed)
    }),
  ]

  const look = () => {
    ask('PING', { limit: lookedAt, sort: 'last' }, inbox.look)
    if (Date.now() - healedAt < healEveryMs) return
    healedAt = Date.now()
    ask('PING', { limit: healPage, offset: 0 }, inbox.heal)
    metrics.connections.set(ledger.size())
    for (const [server, at] of servers) {
      if (Date.now() - at < goneAfterMs) continue
      servers.delete(server)
      ledger.forgetServer(server)
    }
  }
  look()
  const timer = setInterval(look, lookEveryMs)
  return {
    heardAt: () => heardAt,
    silentServers: () => {
      const now = Date.now()
      for (const [name, at] of nodesHeardAt) if (now - at > silentAtMostMs) nodesHeardAt.delete(name)
      return [...nodesHeardAt].filter(([, at]) => now - at > silentMs).map(([name]) => name)
    },
    stop: () => {
      clearInterval(timer)
      for (const subscription of subscriptions) subscription.unsubscribe()
    },
  }
}

function buildGuardMetrics(registry: Registry) {
  const registers = [registry]
  return {
    cut: new Counter({
      name: 'natter_guard_cut_total',
      help: 'Users that were cut off for a flood',
      labelNames: ['excess'],
      registers,
    }),
    closed: new Counter({
      name: 'natter_guard_closed_total',
      help: 'Connections that were closed, and their credential left as it is',
      labelNames: ['why'],
      registers,
    }),
    connections: new Gauge({
      name: 'natter_guard_connections',
      help: 'Connections of clients that the guard knows, counted every half minute',
      registers,
    }),
  }
}
