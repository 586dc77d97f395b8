import type { User } from '../../../common/http-contract/account-contract.ts'
import { type InboxItem, mostDismissed } from '../../../common/http-contract/inbox-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { type Dismissal, isHidden } from '../../../common/inbox-dismissal.ts'
import { ok } from '../../../common/result.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import { dismissedForMs, type InboxCommand, type InboxView } from '../../inbox-command.ts'
import { isFinal } from '../control-plane/final-refusal.ts'
import type { InboxCalls } from '../control-plane/inbox-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { InboxFacts } from '../local-store/fact-store.ts'
import type { KeptInbox } from '../local-store/kept-records.ts'
import { buildHintedAsk } from './hinted-ask.ts'

/**
 * What concerns me, the newest of it: on disk, so that it is there without a network. The server says when something came (a hint,
 * once it is archived), so nothing that is heard in rooms is looked at for it.
 */
export type InboxDesk = {
  readonly handlers: CommandHandlers<InboxCommand>
  restore(): Promise<void>
  /** A hint has come, to many at once where somebody calls a room. */
  onHint(): void
  onUp(): void
  onDown(): void
  /** Rooms may have come or gone. */
  onSynced(): void
  /** I have read on in it, here or elsewhere. */
  onRead(room: RoomId): void
  /** I am in it no more: nothing that was said there stays here. */
  onGone(room: RoomId): void
  /** Its words go at once, from the disk too; where that is not certain the server is asked. */
  onRemoved(gone: { readonly room: RoomId; readonly message: MessageId; readonly isCertain: boolean }): void
  stop(): void
}

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly client: InboxCalls
  readonly store: InboxFacts
  /** How far I have read there; undefined: I am not in it. */
  readonly readTo: (room: RoomId) => number | undefined
  readonly putUsers: (users: readonly User[]) => void
  readonly onInbox: (view: InboxView) => void
}

const pageItems = 100
const hintMs = 300
const hintSpreadMs = 1_500
/** Of the start nothing waits for it. */
const startMs = 1_500
const startSpreadMs = 3_000
/** Whoever is called every second has it asked for no more often than that. */
const restMs = 3_000

const nothing: KeptInbox = { items: [], seenTo: 0, pending: [] }

export function buildInboxDesk({ deps, client, store, readTo, putUsers, onInbox }: Keeping): InboxDesk {
  const { clock, log } = deps
  let kept = nothing
  let isLoaded = false
  let cursor: string | undefined
  /** Of this run, told already or not. */
  let hidden: readonly Dismissal[] = []
  let isUp = false
  let isStopped = false
  let askedAt = Number.NEGATIVE_INFINITY
  let cancelSend: (() => void) | undefined
  /** In this run: an answer that was under way, or came before the archive knew, still has their words. */
  const removed = new Set<MessageId>()

  const isThere = ({ message }: InboxItem) => message === undefined || !removed.has(message.id)
  const isMine = ({ room, request }: InboxItem) =>
    room === undefined || request !== undefined || readTo(room) !== undefined
  const isFresh = ({ at, isRead, kind, room, message }: InboxItem) => {
    if (at <= kept.seenTo || isRead) return false
    if (kind === 'reaction' || kind === 'request' || room === undefined || message === undefined) return true
    return isOnlyInThread(message) || message.seq > (readTo(room) ?? 0)
  }

  function show() {
    if (isStopped) return
    const items = kept.items.filter((item) => isMine(item) && !isHidden(hidden, item))
    const freshIds = items.filter(isFresh).map(({ id }) => id)
    onInbox({
      ...{ isLoaded, items, fresh: freshIds.length, freshIds, hidden },
      ...(cursor === undefined ? {} : { cursor }),
    })
  }
  function keep(change: Partial<KeptInbox>) {
    kept = { ...kept, ...change }
    store.putInbox(kept).catch((cause) => log('inbox: could not write', cause))
    show()
  }

  /** What stands in its place, an answer before it say, the server knows; and it may have answered a moment ago. */
  function drop(isGone: (item: InboxItem) => boolean) {
    const items = kept.items.filter((item) => !isGone(item))
    if (items.length === kept.items.length) return
    keep({ items })
    askSoon(hintMs, hintSpreadMs)
  }

  const asking = buildHintedAsk(deps, async () => {
    if (!isUp || isStopped) return
    askedAt = clock.now()
    const answer = await client.inbox({ limit: pageItems })
    // What is known stands until it can be asked.
    if (!answer.ok || isStopped) return
    const { items, users, seenTo } = answer.value
    putUsers(users)
    isLoaded = true
    cursor = answer.value.cursor
    const isBehind = seenTo < kept.seenTo
    keep({ items: items.filter(isThere), seenTo: Math.max(kept.seenTo, seenTo) })
    if (isBehind) void saySeen()
  })
  function askSoon(afterMs: number, spreadMs: number) {
    if (isStopped || !isUp) return
    const restLeftMs = Math.max(0, askedAt + restMs - clock.now())
    asking.soon(Math.max(afterMs, restLeftMs), spreadMs)
  }

  /** What cannot be taken back any more, and how far was looked, in their order; what fails is said at the next connection. */
  async function send(): Promise<void> {
    cancelSend?.()
    cancelSend = undefined
    while (isUp && !isStopped) {
      const [first] = kept.pending
      if (first === undefined) return
      const leftMs = first.at + dismissedForMs - clock.now()
      // A clock that was set back must not keep it for years.
      if (leftMs > 0 && leftMs <= dismissedForMs) {
        cancelSend = clock.after(leftMs, () => void send())
        return
      }
      const { upTo, ids } = first
      const sent = await client.dismissInbox({ upTo, ...(ids === undefined ? {} : { ids: [...ids] }) })
      if (!sent.ok && !isFinal(sent.error)) return
      if (kept.pending[0] === first) keep({ pending: kept.pending.slice(1) })
    }
  }
  /** What could not be said is said with the next question. */
  async function saySeen() {
    if (!isUp) return
    const said = await client.seeInbox(kept.seenTo)
    if (!said.ok) log(`inbox: ${said.error.code}`)
  }

  return {
    handlers: {
      'refresh-inbox': async () => {
        await asking.refresh()
        return ok(null)
      },
      'see-inbox': () => {
        const upTo = kept.items[0]?.at ?? 0
        if (upTo > kept.seenTo) {
          keep({ seenTo: upTo })
          void saySeen()
        }
        return ok(null)
      },
      'load-inbox': async ({ of, cursor: from }) => {
        const found = await client.inbox({ limit: pageItems, kind: of, cursor: from })
        if (!found.ok) return found
        putUsers(found.value.users)
        const { items, cursor: next } = found.value
        return ok({
          items: items.filter((item) => isMine(item) && isThere(item) && !isHidden(hidden, item)),
          ...(next === undefined ? {} : { cursor: next }),
        })
      },
      'dismiss-inbox': ({ upTo, ids }) => {
        hidden = [...hidden, { upTo, ...(ids === undefined ? {} : { ids }) }]
        const at = clock.now()
        const parts = ids === undefined ? [undefined] : cutInto(ids, mostDismissed)
        keep({ pending: [...kept.pending, ...parts.map((part) => ({ upTo, ids: part, at }))] })
        void send()
        return ok(null)
      },
      'restore-inbox': () => {
        const last = kept.pending.at(-1)
        if (last === undefined) return ok(false)
        hidden = hidden.slice(0, -1)
        keep({ pending: kept.pending.filter(({ at }) => at !== last.at) })
        return ok(true)
      },
    },
    async restore() {
      const before = await store.loadInbox()
      if (before === undefined) return
      kept = before
      hidden = before.pending
      isLoaded = true
      show()
    },
    onHint: () => askSoon(hintMs, hintSpreadMs),
    onUp() {
      isUp = true
      void send()
      askSoon(startMs, startSpreadMs)
    },
    onDown() {
      isUp = false
      asking.callOff()
      cancelSend?.()
      cancelSend = undefined
    },
    onSynced: show,
    onRead(room) {
      if (kept.items.some((item) => item.room === room)) show()
    },
    onGone: (room) => drop((item) => item.room === room && item.request === undefined),
    onRemoved({ room, message, isCertain }) {
      const isOfIt = (item: InboxItem) => item.room === room && item.message?.id === message
      if (!kept.items.some(isOfIt)) return
      if (!isCertain) return askSoon(hintMs, hintSpreadMs)
      removed.add(message)
      drop(isOfIt)
    },
    stop() {
      isStopped = true
      asking.callOff()
      cancelSend?.()
    },
  }
}

function cutInto<One>(all: readonly One[], most: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most))
}
