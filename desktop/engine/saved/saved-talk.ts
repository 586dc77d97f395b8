import type { AppError } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import { type Saved, savedWordLifeMs } from '../../../common/http-contract/saved-contract.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { nothingSaved, type SavedKey, type SavedListView, savedKeyOf } from '../../saved-command.ts'
import { isFinal } from '../control-plane/final-refusal.ts'
import type { SavedCalls } from '../control-plane/saved-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptSaved, KeptWord } from '../local-store/kept-saved-store.ts'
import { withListed } from './saved-records.ts'

/** What is said to the server of saved messages, and asked of it: one thing at a time, words first. */
export type SavedTalk = {
  /** Resolves once the server has what is to be said of it, or that has to wait; with an error where it is not taken. */
  say(key: SavedKey): Promise<Result<null>>
  askAll(): void
  onRestored(): void
  onHint(): void
  onUp(): void
  /** Something became of messages in a time away. */
  onMissed(): void
  onMoreRooms(): void
  onFewerRooms(): void
  /** It is not known here what became of a message. */
  onUnsure(): void
  stop(): void
}

type Talking = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly client: SavedCalls
  readonly records: ReadonlyMap<SavedKey, KeptSaved>
  readonly put: (key: SavedKey, record: KeptSaved | undefined) => void
  readonly onProblem: (key: SavedKey, problem: AppError | undefined) => void
  readonly onList: (list: SavedListView) => void
}

const hintMs = 150

export function buildSavedTalk({ deps, client, records, put, onProblem, onList }: Talking): SavedTalk {
  const { clock, chance } = deps
  const whoWaits = new Map<SavedKey, ((answer: Result<null>) => void)[]>()
  /** Not taken as things are; said again when they may be others. */
  const refused = new Set<SavedKey>()
  /** Which word of mine the server took at which step, so that an answer of before says nothing of it. */
  const saidAt = new Map<SavedKey, number>()
  let step = 0
  let list = nothingSaved
  let wants: 'all' | 'news' | undefined
  /** So many are saved that I may not see; undefined: not known. */
  let hidden: number | undefined
  /** All that is saved is being asked for, or was, since there is this connection. */
  let isWholeSinceUp = false
  let isRunning = false
  let stopped = false
  let tries = 0
  let cancel: (() => void) | undefined

  function showList(change: Partial<SavedListView>, problem?: AppError) {
    const { problem: _, ...rest } = list
    list = { ...rest, ...change, ...(problem === undefined ? {} : { problem }) }
    onList(list)
  }
  function later(ms: number) {
    cancel?.()
    cancel = clock.after(ms, () => {
      cancel = undefined
      void run()
    })
  }
  function tell(key: SavedKey, answer: Result<null>): boolean {
    const waiting = whoWaits.get(key) ?? []
    whoWaits.delete(key)
    for (const one of waiting) one(answer)
    return waiting.length > 0
  }
  const nextWord = () =>
    [...records].find(([key, { word }]) => word !== undefined && !refused.has(key)) as [SavedKey, WithWord] | undefined

  async function run(): Promise<void> {
    if (isRunning || stopped) return
    isRunning = true
    try {
      for (;;) {
        const next = nextWord()
        if (stopped || (next === undefined && wants === undefined)) return
        const problem = next === undefined ? await listNow() : await sayNow(...next)
        if (problem === undefined) continue
        if (!stopped) giveWay(problem)
        return
      }
    } finally {
      isRunning = false
    }
  }

  function giveWay({ retryAfterMs = 0 }: AppError) {
    // It is kept: that is all that whoever said it waits for.
    for (const key of [...whoWaits.keys()]) tell(key, ok(null))
    tries++
    later(Math.max(retryAfterMs, backoffMs(tries, chance(), { firstMs: 1_000 })))
  }

  async function sayNow(key: SavedKey, { room, id, word }: WithWord): Promise<AppError | undefined> {
    const agoMs = Math.min(Math.max(0, Math.round(clock.now() - word.at)), savedWordLifeMs)
    const answer = await client.setSaved({ room, message: id, on: word.on, agoMs })
    if (stopped) return undefined
    if (answer.ok) settle(key, word)
    else if (!isFinal(answer.error)) return answer.error
    else refuse(key, word, answer.error)
    tries = 0
    return undefined
  }

  function settle(key: SavedKey, said: KeptWord) {
    saidAt.set(key, ++step)
    const record = records.get(key)
    if (record === undefined) return
    const { at: before, word, ...rest } = record
    const at = said.on ? (before ?? said.place ?? said.at) : undefined
    const isDone = word === said
    if (isDone && !said.on) put(key, undefined)
    else put(key, { ...rest, ...(at === undefined ? {} : { at }), ...(isDone || word === undefined ? {} : { word }) })
    if (isDone) tell(key, ok(null))
    // There is room for one more.
    if (!said.on) retryRefused()
  }

  function refuse(key: SavedKey, said: KeptWord, error: AppError) {
    const record = records.get(key)
    // Somebody said otherwise meanwhile.
    if (record?.word !== said) return
    const isTold = tell(key, err(error))
    // Nobody looks any more: what was saved without a network is not lost in silence.
    if (!isTold && error.code === 'saved-too-many') {
      refused.add(key)
      return onProblem(key, error)
    }
    const { word: _, ...before } = record
    put(key, before.at === undefined ? undefined : before)
  }

  function retryRefused() {
    for (const key of refused) onProblem(key, undefined)
    refused.clear()
  }

  async function listNow(): Promise<AppError | undefined> {
    const isWhole = wants === 'all' || hidden === undefined
    isWholeSinceUp ||= isWhole
    const [since, listed] = [step, new Set<SavedKey>()]
    wants = undefined
    showList({ isAsking: true }, list.problem)
    for (let cursor: string | undefined; ; ) {
      const page = await client.saved(cursor)
      if (stopped) return undefined
      if (!page.ok) {
        showList({ isAsking: false }, page.error)
        // As a server of before says it: asking again tells nothing else until there is another connection.
        if (isFinal(page.error)) return undefined
        wants = isWhole ? 'all' : (wants ?? 'news')
        return page.error
      }
      take(page.value, { since, listed })
      cursor = page.value.cursor
      const to =
        cursor === undefined ? Number.NEGATIVE_INFINITY : (page.value.saved.at(-1)?.at ?? Number.POSITIVE_INFINITY)
      dropUnlisted(listed, { since, to })
      if (cursor === undefined) hidden = Math.max(0, page.value.total - listed.size)
      if (cursor !== undefined && (isWhole || countKnown() + (hidden ?? 0) !== page.value.total)) continue
      tries = 0
      showList({ isAsking: false, isKnown: true })
      return undefined
    }
  }

  function take({ saved }: Saved, { since, listed }: { readonly since: number; readonly listed: Set<SavedKey> }) {
    for (const { room, message, at } of saved) {
      const key = savedKeyOf(room, message.id)
      listed.add(key)
      if ((saidAt.get(key) ?? 0) > since) continue
      put(key, withListed(records.get(key), { room, id: message.id, at, message: buildMessageFromApi(message) }))
    }
  }

  /** Of those that would stand in what was listed so far. */
  function dropUnlisted(listed: ReadonlySet<SavedKey>, { since, to }: { readonly since: number; readonly to: number }) {
    for (const [key, record] of records) {
      const { at, word } = record
      if (at === undefined || at <= to || listed.has(key) || (saidAt.get(key) ?? 0) > since) continue
      const { at: _, ...rest } = record
      put(key, word === undefined ? undefined : rest)
    }
  }

  function countKnown(): number {
    return [...records.values()].filter(({ at }) => at !== undefined).length
  }

  function ask(what: 'all' | 'news') {
    wants = wants === 'all' ? 'all' : what
    if (!stopped && cancel === undefined && !isRunning) later(hintMs * (1 + chance()))
  }

  return {
    say(key) {
      refused.delete(key)
      return new Promise((done) => {
        whoWaits.set(key, [...(whoWaits.get(key) ?? []), done])
        void run()
      })
    },
    askAll() {
      wants = 'all'
      tries = 0
      showList({ isAsking: true })
      void run()
    },
    onRestored() {
      if (records.size > 0) showList({ isKnown: true })
    },
    onHint: () => ask('news'),
    onUp() {
      retryRefused()
      // The whole list only where none was read in this run: where copies may be stale, it is told what was missed.
      wants ??= 'news'
      isWholeSinceUp = false
      tries = 0
      cancel?.()
      cancel = undefined
      void run()
    },
    onUnsure: () => ask('all'),
    onMissed() {
      if (!isWholeSinceUp) ask('all')
    },
    onMoreRooms() {
      if (hidden !== 0) ask('all')
    },
    onFewerRooms() {
      hidden = undefined
    },
    stop() {
      stopped = true
      cancel?.()
      for (const key of [...whoWaits.keys()]) tell(key, ok(null))
    },
  }
}

type WithWord = KeptSaved & { readonly word: KeptWord }
