import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildRoomId, type DeviceId, type MessageId, type PublicNkey, type UserId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import type { SystemEvent } from '../../common/wire-event.ts'
import { buildTestMongoUrl, createEventId, createUserId, testStores } from '../rigs/archiver-test-rig.ts'
import { openMongoImport } from './mongo/mongo-import.ts'
import { moveStore } from './move-store.ts'
import { embeddedStorePath, openStore } from './open-store.ts'
import { openSqliteExport } from './sqlite/sqlite-export.ts'
import type { Store } from './store-port.ts'

/**
 * `NATTER_MOVE_MESSAGES=100000 npx vitest run --project integration server/store/move-store -t 'as it was'` moves as many. All
 * are compared by count and digest, and as history gives them the first thousand and the last.
 */
const messageCount = Number(process.env.NATTER_MOVE_MESSAGES ?? 1_200)
const comparedAtEachEnd = 1_000
/** Of the server that stands in for MongoDB alone: 49 s of one core that had as much again to do. */
const timeout = 120_000 + messageCount * 20

describe.skipIf(!testStores.includes('mongo'))('a move to MongoDB', () => {
  let dataDir: string
  let mongodbUrl: string
  let ann: UserId
  const room = buildRoomId(0, new Uint8Array(32).fill(7))
  const device = 'device-1' as DeviceId
  const publicKey = `U${'A'.repeat(55)}` as PublicNkey

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'natter-move-'))
    mongodbUrl = buildTestMongoUrl()
    ann = createUserId()
    const store = await openStore({ dataDir })
    await fill(store)
    await store.close()
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  async function fill(store: Store): Promise<void> {
    const about = { displayName: 'Ann', passwordHash: 'x', admin: true, createdAt: 5 }
    await store.accounts.putUser({ id: ann, handle: 'ann', email: 'ann@example.org', ...about })
    await store.accounts.claimFirstAdmin(ann)
    await store.devices.putDevice({ id: device, user: ann, name: 'Laptop', createdAt: 6, lastSeenAt: 7 })
    await store.refreshTokens.putRefreshFamily({ device, user: ann, tokenHash: 'hash', expiresAt: Date.now() + 1e9 })
    await store.credentials.bindKey({ publicKey, device, user: ann })
    await store.credentials.putRevocation(publicKey, 1_000)
    await store.changes.putChange({ id: createEventId(), kind: 'room', detail: { 'a.b': 1 }, startedAt: 9 })
    await store.receipts.putReceipts([{ user: ann, room, seq: 3 }])
    await store.cuts.putCut({ publicKey, device, user: ann, revokedAtSec: 1, expiresAtSec: 2 })
    await store.cuts.putNode('nats-1', 4)
    await store.shards.putShard({ shard: 0, turn: 0, state: { epoch: 3, forkSeq: 1, gaps: [], backupSeq: 2 } })
    await store.shards.putErased([{ room, id: createEventId() as unknown as MessageId, seq: 1 }])
    const state: RoomState = {
      room,
      roomKind: 'group',
      name: 'Kitchen',
      topic: '',
      createdAt: 1,
      createdBy: ann,
      version: 2,
      members: new Map([[ann, { user: ann, role: 'owner', joinedSeq: 1 }]]),
    }
    await store.rooms.putRoom(state, 0)
    const posted = Array.from({ length: messageCount }, (_, n): Message => buildMessage(n + 2))
    const aside = {
      shard: 0,
      seq: 1,
      subject: 's',
      reason: 'r',
      detail: '',
      storedAt: 8,
      body: new Uint8Array([0, 255]),
    }
    const event: SystemEvent = {
      v: 1,
      kind: 'room.created',
      id: createEventId(),
      at: 1,
      by: ann,
      roomKind: 'group',
      name: 'Kitchen',
      members: [],
    }
    for (let at = 5_000; at < posted.length; at += 5_000) {
      const later = { posted: posted.slice(at, at + 5_000), changed: [], rooms: [], setAside: [], notices: [] }
      await store.archive.writeBatch(later)
    }
    await store.archive.writeBatch({
      posted: posted.slice(0, 5_000),
      changed: [],
      rooms: [{ state, head: messageCount + 1 }],
      setAside: [aside],
      notices: [{ room, seq: 1, at: 1, event }],
    })
    await store.archive.advancePosition(0, 0, messageCount + 1, [{ seq: 5, at: 6 }])
  }
  const buildMessage = (seq: number): Message => ({
    id: createEventId() as unknown as MessageId,
    room,
    seq,
    version: seq === 40 ? 2_000 : seq,
    author: ann,
    at: seq,
    text: `word ${seq} ü 🦉`,
    format: 'plain',
    mentions: seq % 5 === 0 ? [ann] : [],
    attachments: [],
    reactions: [],
    ...(seq === 40 ? { editedAt: 99 } : {}),
  })

  /** As people, the archiver and the credentials see it. */
  async function look(store: Store) {
    const pages = []
    for (const from of new Set([0, Math.max(0, messageCount - comparedAtEachEnd)])) {
      for (let after = from, more = true; more && after < from + comparedAtEachEnd; ) {
        const page = await store.history.loadPage({ room, after, limit: 200 })
        pages.push(page)
        after = page.messages.at(-1)?.seq ?? after
        more = page.hasMoreAfter
      }
    }
    return {
      pages,
      user: await store.accounts.loadUserByEmail('ann@example.org'),
      admin: await store.accounts.claimFirstAdmin(ann),
      devices: await store.devices.loadDevicesOfUser(ann),
      keys: await store.credentials.loadKeysOfUser(ann),
      revocations: await store.credentials.loadRevocations(),
      claims: await store.credentials.loadClaimsVersion(),
      changes: await store.changes.loadChanges('room'),
      cuts: await store.cuts.loadCuts(10),
      nodes: await store.cuts.loadNodes(),
      shard: await store.shards.loadShard(0),
      place: await store.shards.loadPlace(0),
      room: await store.rooms.loadRoom(room),
      archived: await store.archive.loadArchivedRooms([room]),
      listed: await store.sync.loadListedRooms(ann),
      setAside: await store.archive.loadSetAside(10),
      exchange: await store.refreshTokens.rotateRefreshToken({
        oldHash: 'hash',
        newHash: 'next',
        attemptHash: 'attempt',
        nowAt: Date.now(),
        expiresAt: Date.now() + 1e9,
      }),
    }
  }

  it('has everything as it was, history page by page', { timeout }, async () => {
    const beganAt = performance.now()
    const outcome = await moveStore({ dataDir, mongodbUrl })
    const seconds = (performance.now() - beganAt) / 1_000
    expect(outcome).toMatchObject({ kind: 'moved' })
    expect(outcome.kind === 'moved' && outcome.counts.get('messages')).toBe(messageCount)
    const [from, to] = [await openStore({ dataDir }), await openStore({ dataDir, mongodbUrl })]
    const [wanted, found] = [await look(from), await look(to)]
    await Promise.all([from.close(), to.close()])
    const compared = new Set(wanted.pages.flatMap(({ messages }) => messages.map(({ id }) => id))).size
    expect(compared).toBeGreaterThanOrEqual(Math.min(messageCount, 2 * comparedAtEachEnd) - 10)
    console.log(`moved ${messageCount} messages in ${seconds.toFixed(1)} s; ${compared} of history are the same`)
    expect(wanted.revocations).toHaveLength(1)
    expect(wanted.listed).toHaveLength(1)
    expect(found).toEqual(wanted)
    expect(await moveStore({ dataDir, mongodbUrl })).toEqual({ kind: 'moved-before' })
  })

  it('that was broken off goes on, and no server takes half of it; what differs is made again', {
    timeout,
  }, async () => {
    const source = await openSqliteExport(embeddedStorePath(dataDir))
    const target = await openMongoImport(mongodbUrl)
    await target.putState('under way')
    const { rows, last } = source.loadRows('messages', undefined, 700)
    await target.putRows('messages', rows)
    if (last !== undefined) await target.putReached('messages', last)
    // Gone without a word; and a row too many.
    await target.putRows('receipts', [{ user: createUserId(), room, seq: 1 }])
    await target.close()
    source.close()
    await expect(openStore({ dataDir, mongodbUrl })).rejects.toThrow('is not finished')
    expect(await moveStore({ dataDir, mongodbUrl })).toMatchObject({ kind: 'moved' })
    const store = await openStore({ dataDir, mongodbUrl })
    expect((await store.history.loadPage({ room, limit: 5 })).messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 5 }, (_, n) => messageCount - 3 + n),
    )
    await store.close()
  })

  it('is refused into a database that is in use, and while Natter works on the file', { timeout }, async () => {
    const used = await openStore({ dataDir, mongodbUrl })
    await used.cuts.putNode('nats-9', 1)
    await used.close()
    expect(await moveStore({ dataDir, mongodbUrl })).toEqual({ kind: 'in-use' })
    const store = await openStore({ dataDir })
    await store.leases.takeLease({ name: 'claims', holder: 'a server', lifeMs: 60_000 })
    await expect(moveStore({ dataDir, mongodbUrl: buildTestMongoUrl() })).rejects.toThrow('Natter runs on this store')
    await store.close()
  })
})
