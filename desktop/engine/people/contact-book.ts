import type { User } from '../../../common/http-contract/account-contract.ts'
import type { Contacts } from '../../../common/http-contract/contact-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { KeyedSlices } from '../../engine-contract.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptContacts } from '../local-store/kept-records.ts'
import { buildHintedAsk } from './hinted-ask.ts'

/**
 * Who knows whom: contacts, requests either way, and whom I have blocked. On disk, so that it is there without a network;
 * asked for on each connection, when a hint says so, and after what this device did itself.
 */
export type ContactBook = {
  restore(kept: KeptContacts | undefined): void
  /** A hint has come, to many at once: a little later, each at another moment. */
  hint(): void
  /** Now, or after the question that is under way. */
  refresh(): Promise<Result<Contacts>>
  isBlocked(user: UserId): boolean
  nicknameOf(user: UserId): string | undefined
  stop(): void
}

export type ContactSlices = Pick<KeyedSlices, 'contacts' | 'requests' | 'blocks'>

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly ask: () => Promise<Result<Contacts>>
  readonly keep: (contacts: KeptContacts) => Promise<void>
  readonly putUsers: (users: readonly User[]) => void
  /** `undefined`: it is there no more. */
  readonly onEntry: <Slice extends keyof ContactSlices>(
    slice: Slice,
    key: string,
    value: ContactSlices[Slice] | undefined,
  ) => void
  readonly onLoaded: () => void
  /** Their names are others now. */
  readonly onNicknames: (users: readonly UserId[]) => void
  /** Typing and receipts of theirs are to be seen again, or no more. */
  readonly onBlocks: (users: readonly UserId[]) => void
}

const hintMs = 100
const hintSpreadMs = 500
const none: KeptContacts = { contacts: [], requests: [], blocks: [] }

export function buildContactBook(keeping: Keeping): ContactBook {
  const { deps, ask, keep, putUsers, onEntry } = keeping
  let known = none
  let blocked: ReadonlySet<UserId> = new Set()
  let nicknames: ReadonlyMap<UserId, string> = new Map()
  let stopped = false

  function take(now: KeptContacts) {
    const before = known
    known = now
    const nicknamesBefore = nicknames
    const blockedBefore = blocked
    blocked = new Set(now.blocks.map(({ user }) => user))
    nicknames = new Map(
      now.contacts.flatMap(({ user, nickname }) => (nickname === undefined ? [] : [[user, nickname]])),
    )
    putEntries('contacts', before.contacts, now.contacts, ({ user }) => user)
    putEntries('requests', before.requests, now.requests, ({ id }) => id)
    putEntries('blocks', before.blocks, now.blocks, ({ user }) => user)
    const named = new Set([...nicknamesBefore.keys(), ...nicknames.keys()])
    const renamed = [...named].filter((user) => nicknamesBefore.get(user) !== nicknames.get(user))
    if (renamed.length > 0) keeping.onNicknames(renamed)
    const turned = [...new Set([...blockedBefore, ...blocked])].filter(
      (user) => blockedBefore.has(user) !== blocked.has(user),
    )
    if (turned.length > 0) keeping.onBlocks(turned)
  }

  function putEntries<Slice extends keyof ContactSlices>(
    slice: Slice,
    before: readonly ContactSlices[Slice][],
    now: readonly ContactSlices[Slice][],
    keyOf: (entry: ContactSlices[Slice]) => string,
  ) {
    const keys = new Set(now.map(keyOf))
    for (const entry of before) if (!keys.has(keyOf(entry))) onEntry(slice, keyOf(entry), undefined)
    for (const entry of now) onEntry(slice, keyOf(entry), entry)
  }

  const asking = buildHintedAsk(deps, async () => {
    const answer = await ask()
    if (stopped || !answer.ok) return answer
    const { users, contacts, requests, blocks } = answer.value
    putUsers(users)
    take({ contacts, requests, blocks })
    keeping.onLoaded()
    keep(known).catch((cause) => deps.log('contacts: could not write', cause))
    return answer
  })

  return {
    restore(kept) {
      if (kept === undefined) return
      take(kept)
      keeping.onLoaded()
    },
    hint() {
      if (!stopped) asking.soon(hintMs, hintSpreadMs)
    },
    refresh: asking.refresh,
    isBlocked: (user) => blocked.has(user),
    nicknameOf: (user) => nicknames.get(user),
    stop() {
      stopped = true
      asking.callOff()
    },
  }
}
