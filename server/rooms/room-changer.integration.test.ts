import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildEventId,
  buildRoomId,
  buildUserId,
  eventIdRandomBytes,
  type RoomId,
  type UserId,
} from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { streams } from '../../common/subjects.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { ensureStreams } from '../streams/ensure-streams.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { buildStreamReader } from '../streams/stream-reader.ts'
import { buildSystemPublisher } from '../streams/system-publisher.ts'
import { createRoomChanger, type RoomChanger } from './room-changer.ts'
import { createRoomDirectory } from './room-directory.ts'
import { buildRoomLog, type RoomLog } from './room-log.ts'
import { judgeWish, type RoomWish } from './room-rights.ts'

describe.skipIf(natsServerBinary === undefined)('a change of a room, cut off after any step', () => {
  let nats: TestNats
  let store: Store
  let log: RoomLog
  let stop: () => Promise<void>
  let purge: () => Promise<void>
  beforeAll(async () => {
    nats = await startTestNats()
    store = await openStore({ dataDir: join(nats.dataDir, 'server') })
    const backbone = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!backbone.ok) throw backbone.error.cause
    const ensured = await ensureStreams(backbone.value, defaultStreamOptions)
    if (!ensured.ok) throw ensured.error.cause
    const reader = buildStreamReader(backbone.value)
    log = buildRoomLog({
      ...reader,
      publishSystemEvent: buildSystemPublisher(backbone.value, reader.loadSystemEventsAfter),
    })
    purge = async () => {
      const manager = await jetstreamManager(backbone.value, { checkAPI: false })
      await manager.streams.purge(streams.events(0))
    }
    stop = async () => {
      await backbone.value.close()
      await store.close()
      await nats.stop()
    }
  })
  afterAll(() => stop?.())

  type Copy = {
    readonly changer: RoomChanger
    readonly cut: UserId[]
    readonly hinted: string[]
    readonly steps: number
  }

  /** One copy of the server that dies after so many calls of the world outside: none of its calls returns from then on. */
  function startCopy(dieAfter = Number.POSITIVE_INFINITY, laterMs = 0): Copy {
    const copy = { cut: [] as UserId[], hinted: [] as string[], steps: 0 }
    const mortal = <Ports extends object>(ports: Ports): Ports =>
      new Proxy(ports, {
        get: (target, name) => {
          const found: unknown = Reflect.get(target, name)
          if (typeof found !== 'function') return found
          return async (...given: unknown[]) => {
            if (copy.steps++ >= dieAfter) throw new Died()
            return found.apply(target, given)
          }
        },
      })
    const mortalLog = mortal(log)
    const mortalRooms = mortal(store.rooms)
    const effects = mortal({
      revokeUsers: async (users: readonly UserId[]) => {
        copy.cut.push(...users)
        return ok(undefined)
      },
    })
    const changer = createRoomChanger({
      store: mortal(store.changes),
      directory: createRoomDirectory(mortalRooms, mortalLog),
      log: mortalLog,
      revokeUsers: effects.revokeUsers,
      reachOf: (user, state) => ({ scope: state.members.has(user) ? 'room' : 'none' }),
      hint: (user, topic) => copy.hinted.push(`${user} ${topic}`),
      now: () => Date.now() + laterMs,
    })
    return Object.assign(copy, { changer })
  }

  const createUser = () => buildUserId(randomBytes(32))

  async function createRoom(): Promise<{ room: RoomId; owner: UserId; member: UserId }> {
    const [room, owner, member] = [buildRoomId(0, randomBytes(32)), createUser(), createUser()]
    const members = [
      { user: owner, role: 'owner' as const },
      { user: member, role: 'member' as const },
    ]
    const fact = { kind: 'room.created', by: owner, roomKind: 'group', name: 'Tea', members } as const
    expect(await startCopy().changer.create(room, fact)).toMatchObject({ ok: true })
    return { room, owner, member }
  }

  const ask = ({ changer }: Copy, room: RoomId, by: UserId, wish: RoomWish) =>
    changer.change(room, (state) => judgeWish(state, by, wish, 100))

  const close = ({ changer }: Copy, room: RoomId, by: UserId) =>
    changer.changeAll(room, (state, made) =>
      made > 0 && !state.members.has(by) ? ok(undefined) : judgeWish(state, by, { kind: 'close' }, 100),
    )

  const pendingOf = async (room: RoomId) =>
    (await store.changes.loadChanges('room')).filter(({ detail }) => JSON.stringify(detail).includes(room))

  it('ends as if it had not been begun, or as if it had not been cut off', async () => {
    let outcomes = { undone: 0, done: 0 }
    for (let dieAfter = 0; ; dieAfter++) {
      const { room, owner, member } = await createRoom()
      const dying = startCopy(dieAfter)
      const whole = await ask(dying, room, owner, { kind: 'remove-member', user: member }).then(
        () => true,
        (fault: unknown) => {
          if (!(fault instanceof Died)) throw fault
          return false
        },
      )
      const next = startCopy()
      await next.changer.repair()
      const logged = await log.loadAfter(room, 0)
      const isLogged = logged.ok && logged.value.events.some(({ event }) => event.kind === 'member.removed')
      const state = await store.rooms.loadRoom(room)
      expect(state?.members.has(member), `died after ${dieAfter}`).toBe(!isLogged)
      if (isLogged) {
        expect([...dying.cut, ...next.cut]).toContain(member)
        expect(await pendingOf(room)).toEqual([])
        outcomes = { ...outcomes, done: outcomes.done + 1 }
      } else {
        // It may still be on its way to the broker, so it is dropped only when that cannot be any more.
        expect((await pendingOf(room)).length).toBeLessThanOrEqual(1)
        await startCopy(undefined, 120_000).changer.repair()
        expect(await pendingOf(room)).toEqual([])
        outcomes = { ...outcomes, undone: outcomes.undone + 1 }
      }
      if (whole) break
    }
    expect(outcomes.undone).toBeGreaterThanOrEqual(2)
    expect(outcomes.done).toBeGreaterThanOrEqual(4)
  })

  it('has its effects though its event was trimmed before anybody came to finish it', async () => {
    const { room, owner, member } = await createRoom()
    // Before the cut: kept, published, folded (the directory is asked twice and written once), and then it dies.
    const before = await store.rooms.loadRoom(room)
    const event = { v: 1, id: nextId(), at: Date.now(), kind: 'member.removed', by: owner, user: member } as const
    await store.changes.putChange({ id: event.id, kind: 'room', detail: { room, event }, startedAt: event.at })
    expect(await log.publish({ room, lastSeq: before?.version ?? 0, event })).toMatchObject({ ok: true })
    await purge()
    // Another copy may be about to publish it.
    const early = startCopy()
    await early.changer.repair()
    expect([early.cut, await pendingOf(room)]).toEqual([[], [expect.objectContaining({ id: event.id })]])
    const copy = startCopy(undefined, 3_600_000)
    await copy.changer.repair()
    expect(copy.cut).toEqual([member])
    expect(copy.hinted).toContain(`${member} credentials`)
    expect(await pendingOf(room)).toEqual([])
  })

  it('of which there are several ends by repair, with a cut for each of them that stands', async () => {
    for (let dieAfter = 0; ; dieAfter++) {
      const { room, owner, member } = await createRoom()
      const dying = startCopy(dieAfter)
      const whole = await close(dying, room, owner).then(
        () => true,
        (fault: unknown) => {
          if (!(fault instanceof Died)) throw fault
          return false
        },
      )
      const next = startCopy()
      await next.changer.repair()
      const left = (await store.rooms.loadRoom(room))?.members
      const cut = [...dying.cut, ...next.cut]
      for (const user of [owner, member]) {
        expect(left?.has(user) === true || cut.includes(user), `died after ${dieAfter}`).toBe(true)
      }
      // Whoever closes goes last, so there is somebody to ask again.
      expect(left?.size === 0 || left?.has(owner)).toBe(true)
      if (!whole) continue
      expect(left?.size).toBe(0)
      expect(await pendingOf(room)).toEqual([])
      break
    }
  })

  it('leaves nobody in a room that two owners close at once', async () => {
    const { room, owner, member } = await createRoom()
    const [one, other] = [startCopy(), startCopy()]
    await ask(one, room, owner, { kind: 'put-member', user: member, role: 'owner' })
    for (let people = 0; people < 6; people++) {
      expect(await ask(one, room, owner, { kind: 'put-member', user: createUser() })).toMatchObject({ ok: true })
    }
    const answers = await Promise.all([close(one, room, owner), close(other, room, member)])
    // Whoever was taken out before their own first change is told that there is no such room.
    expect(answers.some(({ ok: isOk }) => isOk)).toBe(true)
    expect((await store.rooms.loadRoom(room))?.members.size).toBe(0)
    expect(new Set([...one.cut, ...other.cut]).size).toBe(8)
    expect(await pendingOf(room)).toEqual([])
  })

  it('is made once when two copies are asked the same at once', async () => {
    const { room, owner } = await createRoom()
    const user = createUser()
    const copies = [startCopy(), startCopy(), startCopy()]
    const wish = { kind: 'put-member', user } as const
    const answers = await Promise.all(copies.map((copy) => ask(copy, room, owner, wish)))
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
    const logged = await log.loadAfter(room, 0)
    expect(logged.ok && logged.value.events.filter(({ event }) => event.kind === 'member.joined')).toHaveLength(1)
  })

  it('loses none of many changes that several copies make at once', async () => {
    const { room, owner } = await createRoom()
    const copies = [startCopy(), startCopy(), startCopy()]
    const users = Array.from({ length: 24 }, createUser)
    const answers = await Promise.all(
      users.map((user, index) => ask(copies[index % 3] ?? startCopy(), room, owner, { kind: 'put-member', user })),
    )
    expect(answers.filter((answer) => !answer.ok)).toEqual([])
    expect((await store.rooms.loadRoom(room))?.members.size).toBe(26)
    expect(await pendingOf(room)).toEqual([])
  })

  it('is applied when the archiver finds it in the log and nobody else does', async () => {
    const { room, owner, member } = await createRoom()
    const before = await store.rooms.loadRoom(room)
    const published = await log.publish({
      room,
      lastSeq: before?.version ?? 0,
      event: { v: 1, id: nextId(), at: Date.now(), kind: 'member.removed', by: owner, user: member },
    })
    expect(published.ok).toBe(true)
    const copy = startCopy()
    const logged = await log.loadAfter(room, before?.version ?? 0)
    for (const stored of logged.ok ? logged.value.events : []) {
      await copy.changer.applySystemEvent(stored)
      await copy.changer.applySystemEvent(stored)
    }
    expect((await store.rooms.loadRoom(room))?.members.has(member)).toBe(false)
    expect(copy.cut).toEqual([member])
    expect(copy.hinted).toContain(`${member} credentials`)
  })
})

class Died extends Error {}

function nextId() {
  return buildEventId(Date.now(), randomBytes(eventIdRandomBytes))
}
