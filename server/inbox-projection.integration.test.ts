import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../common/ids.ts'
import type { RoomState } from '../common/message.ts'
import { encodeBody, type StoredEvent } from '../common/wire-decode.ts'
import { buildArchiverMetrics } from './archiver/archiver-metrics.ts'
import type { ShardPorts } from './archiver/archiver-ports.ts'
import { buildBatchArchiver } from './archiver/batch-archiver.ts'
import { buildFaultWatch } from './archiver/fault-watch.ts'
import { buildInboxMarks } from './inbox/inbox-marks.ts'
import { buildInboxService } from './inbox/inbox-service.ts'
import { placeOf, reachIn } from './reach/room-reach.ts'
import { newEvent, newRoom, newUser } from './rigs/conformance/store-samples.ts'
import { noFiles } from './rigs/no-files.ts'
import { type InboxRow, inboxRowId } from './store/inbox-store.ts'
import { openStore } from './store/open-store.ts'
import type { RecordPlace } from './store/record-store.ts'
import { type Store, StoreUnavailableError } from './store/store-port.ts'

let folder: string
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natter-inbox-'))
  store = await openStore({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const startedAt = Date.now() - 1_000_000
const people = [newUser(), newUser(), newUser()] as const
const [me, ben] = people

type Step = {
  readonly what: 'post' | 'edit' | 'remove' | 'react' | 'unreact'
  readonly by: number
  readonly on: number
  readonly names: readonly ('room' | number)[]
  readonly isReply: boolean
  readonly emoji: string
}
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('post', 'post', 'edit', 'remove', 'react', 'react', 'unreact'),
  by: fc.nat(2),
  on: fc.nat(5),
  names: fc.subarray(['room', 0, 1, 2] as const),
  isReply: fc.boolean(),
  emoji: fc.constantFrom('👍', '❤️'),
})

/** The same steps in a room of its own. */
function buildEvents(room: RoomId, ids: readonly EventId[], steps: readonly Step[], joins: boolean): StoredEvent[] {
  const members = people.map((user) => ({ user, role: 'member' as const }))
  const made = {
    kind: 'room.created',
    by: ben,
    roomKind: 'group',
    name: 'Kitchen',
    members: joins ? members.slice(1) : members,
  }
  const events: { readonly author: UserId | 'system'; readonly event: object }[] = [{ author: 'system', event: made }]
  let posts = 0
  for (const [index, { what, by, on, names, isReply, emoji }] of steps.entries()) {
    if (joins && index === Math.floor(steps.length / 2))
      events.push({ author: 'system', event: { kind: 'member.joined', user: me, by: ben, role: 'member' } })
    const author = people[by] ?? me
    const message = ids[on % Math.max(1, posts)]
    const mentions = names.map((one) => (one === 'room' ? one : people[one]))
    const words = { text: `line ${index}`, format: 'plain', mentions }
    if (what === 'post' || posts === 0) {
      const id = ids[posts++]
      const reply = isReply && posts > 1 ? { replyTo: message } : {}
      events.push({ author, event: { kind: 'message.posted', id, ...words, ...reply } })
    } else if (what === 'edit') events.push({ author, event: { kind: 'message.edited', message, ...words } })
    else if (what === 'remove') events.push({ author, event: { kind: 'message.removed', message } })
    else {
      const kind = what === 'react' ? 'reaction.added' : 'reaction.removed'
      events.push({ author, event: { kind, message, emoji } })
    }
  }
  return events.map(({ author, event }, index) => {
    const seq = index + 1
    const base = { v: 1, id: newEvent(), at: 0 }
    return { room, author, seq, storedAt: startedAt + seq, event: { ...base, ...event } } as StoredEvent
  })
}

function buildArchiver(mayFail: () => boolean) {
  const archive: Store['archive'] = {
    ...store.archive,
    writeBatch: async (batch) => {
      if (mayFail()) throw new StoreUnavailableError('it ends here')
      await store.archive.writeBatch(batch)
    },
  }
  const ports = {
    ...{ shard: 3, store: { ...store, archive }, metrics: buildArchiverMetrics(new Registry()), files: noFiles },
    ...{ isLeading: () => true, faults: buildFaultWatch(), tellAuthors: () => {}, tellConcerned: () => {} },
    ...{ onTooMuch: () => {}, noteErased: async () => {} },
  } as unknown as ShardPorts
  return buildBatchArchiver(ports)
}

async function archive(events: readonly StoredEvent[], cuts: readonly number[], fails: readonly boolean[]) {
  let batches = 0
  let failed = 0
  let archiver = buildArchiver(() => false)
  const decoded = events.map((stored) => {
    const raw = { shard: 3, seq: stored.seq, storedAt: stored.storedAt, subject: '', data: encodeBody(stored.event) }
    return { kind: 'event' as const, stored, raw }
  })
  for (let from = 0; from < decoded.length; ) {
    const to = Math.min(decoded.length, from + 1 + (cuts[batches % Math.max(1, cuts.length)] ?? 0))
    batches++
    let isToFail = fails[failed++] === true
    archiver = buildArchiver(() => {
      const mine = isToFail
      isToFail = false
      return mine
    })
    try {
      await archiver.archive(decoded.slice(from, to))
      // What was taken in may come again, with more behind it.
      from = to
    } catch (fault) {
      if (!(fault instanceof StoreUnavailableError)) throw fault
    }
  }
  await archiver.archive(decoded.slice(Math.floor(decoded.length / 2)))
}

const buildService = (states: readonly RoomState[], inbox = store.inbox) =>
  buildInboxService({
    store: { ...store, inbox },
    marks: buildInboxMarks(store.records, Date.now),
    loadReached: async (user) =>
      states.flatMap((state) => {
        const reach = reachIn(placeOf(user, state), {}, Date.now())
        const joinedSeq = state.members.get(user)?.joinedSeq
        return joinedSeq === undefined ? [] : { room: state.room, reach, joinedSeq }
      }),
    listUnheard: async () => [],
    listRequests: async () => [],
    loadUsers: async () => [],
    hint: () => {},
    now: Date.now,
  })

async function read(room: RoomId, ids: readonly EventId[]) {
  const [archived] = await store.archive.loadArchivedRooms([room])
  const { load } = buildService(archived === undefined ? [] : [archived.state])
  const { items } = await load(me, { behind: undefined, limit: 100 })
  return items.map(({ kind, at, by, count, emoji, names, message }) => ({
    ...{ kind, at, by, count, emoji, names, message: ids.indexOf(message?.id as EventId), text: message?.text },
  }))
}

test('of a message that names somebody and everybody nothing is lost where a page ends between its two rows', async () => {
  const [room, ids] = [newRoom(), Array.from({ length: 3 }, newEvent)]
  const post = (names: Step['names']): Step => ({ what: 'post', by: 1, on: 0, names, isReply: false, emoji: '👍' })
  // The newest names nobody any more: with its row the first of two is a page.
  const steps = [post(['room', 0]), post(['room', 0]), post([0]), { ...post([]), what: 'edit', on: 2 } as const]
  await archive(buildEvents(room, ids, steps, false), [1_000], [])
  const states = (await store.archive.loadArchivedRooms([room])).map(({ state }) => state)
  // Which of the two comes first no store says.
  const roomsFirst: Store['inbox']['loadRows'] = async ({ limit, ...query }) => {
    const rows = await store.inbox.loadRows({ ...query, limit: limit + 1 })
    const isLater = (one: InboxRow, other: InboxRow) =>
      other.at - one.at ||
      inboxRowId(one).localeCompare(inboxRowId(other)) ||
      Number(other.owner === room) - Number(one.owner === room)
    return rows.toSorted(isLater).slice(0, limit)
  }
  const { load } = buildService(states, { ...store.inbox, loadRows: roomsFirst })
  const found: number[] = []
  for (let behind: RecordPlace | undefined; ; ) {
    const { items, next } = await load(me, { behind, limit: 1 })
    found.push(...items.map(({ message }) => ids.indexOf(message?.id as EventId)))
    if (next === undefined) break
    behind = next
  }
  expect(found).toEqual([1, 0])
})

test('an inbox comes out the same however its events were cut, ended in between, and came again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 24 }),
      fc.array(fc.nat(5), { maxLength: 6 }),
      fc.array(fc.boolean(), { maxLength: 8 }),
      fc.boolean(),
      async (steps, cuts, fails, joins) => {
        const idsOf = () => Array.from({ length: 24 }, newEvent)
        const [whole, split] = [
          { room: newRoom(), ids: idsOf() },
          { room: newRoom(), ids: idsOf() },
        ]
        await archive(buildEvents(whole.room, whole.ids, steps, joins), [1_000], [])
        await archive(buildEvents(split.room, split.ids, steps, joins), cuts, fails)
        const once = await read(whole.room, whole.ids)
        expect(await read(split.room, split.ids)).toEqual(once)
        // Nobody's own deeds, and of what is removed nothing.
        for (const { by } of once) expect(by).not.toContain(me)
        const messages = await store.archive.loadMessages(whole.ids.map((id) => ({ room: whole.room, id })))
        const living = messages.filter(({ removedAt }) => removedAt === undefined)
        if (!joins) {
          const named = living.filter(
            ({ author, mentions }) => author !== me && mentions.some((one) => one === me || one === 'room'),
          )
          const shown = once.filter(({ kind }) => kind === 'mention').map(({ message }) => whole.ids[message])
          expect(shown.toSorted()).toEqual(named.map(({ id }) => id).toSorted())
          const liked = living.flatMap(({ author, reactions }) =>
            author === me ? [...new Set(reactions.flatMap(({ user, emoji }) => (user === me ? [] : [emoji])))] : [],
          )
          expect(once.filter(({ kind }) => kind === 'reaction')).toHaveLength(liked.length)
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('what is true no more is passed over with few questions, however small the page that is asked for', async () => {
  const [owner, room] = [newUser(), newRoom()]
  const rows = Array.from({ length: 400 }, (_, index) => ({
    kind: 'put' as const,
    row: { owner, kind: 'mention' as const, room, message: newEvent(), seq: index, at: startedAt + index },
  }))
  await store.inbox.applyChanges(rows)
  let asked = 0
  const { load } = buildService([], {
    ...store.inbox,
    loadRows: (query) => {
      asked++
      return store.inbox.loadRows(query)
    },
  })
  expect((await load(owner, { behind: undefined, limit: 1 })).items).toEqual([])
  expect(asked).toBeLessThan(15)
})
