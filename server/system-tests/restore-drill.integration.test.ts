import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { History } from '../../common/http-contract/history-contract.ts'
import type { EventId, RoomId } from '../../common/ids.ts'
import { streams } from '../../common/subjects.ts'
import { connectTestBackbone, until } from '../rigs/archiver-test-rig.ts'
import { type ChatActor, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { saveStreamsFolder } from '../rigs/streams-folder.ts'
import { resolverFolder } from '../secrets/nats-keys.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'

const pauseMs = 60
const pollMs = 60
const enough = 25
const enoughPolls = 10

type Acknowledged = { readonly room: RoomId; readonly id: EventId; readonly at: number }
type Poll = { readonly room: RoomId; readonly askedAt: number; readonly ids: ReadonlySet<string> }

/**
 * Parts of an installation put back to what they were, under people who go on talking and one who asks for history all the
 * time. Each word that was acknowledged and still stood in the streams or in the archive is in the archive once, and no
 * answer that was called complete lacked one of them.
 */
describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('a restore under traffic', () => {
  let nats: TestNats
  let server: ServerProcess
  let folder: string
  let people: ChatActor[]
  let rooms: RoomId[]
  let acknowledged: Acknowledged[]
  let polls: Poll[]
  let talking: Promise<unknown>
  let isOver: boolean

  beforeEach(async () => {
    people = []
    folder = mkdtempSync(join(tmpdir(), 'natter-drill-'))
    nats = await startTestNats()
    server = await createServerProcess(nats)
    await server.start()
    people = await Promise.all(['ann', 'ben', 'cara'].map((handle) => signUpActor(server.url, handle)))
    rooms = []
    for (const name of ['Kitchen', 'Garden']) {
      const members = people.slice(1).map(({ user }) => user)
      const made = (await people[0]?.ask('POST', '/api/v1/rooms', { name, members })) as { room: { id: RoomId } }
      rooms.push(made.room.id)
    }
    for (const person of people) await person.join(rooms)
    acknowledged = []
    polls = []
    isOver = false
    talking = Promise.all([...people.slice(0, 2).map(talk), poll()])
    await heard()
  })
  afterEach(async () => {
    isOver = true
    await talking
    await Promise.all(people.map((person) => person.close()))
    await server?.stop()
    await nats?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const pause = (ms: number) => new Promise((next) => setTimeout(next, ms))
  async function talk(person: ChatActor, index: number): Promise<void> {
    for (let n = index; !isOver; n++) {
      const room = rooms[n % rooms.length]
      if (room === undefined) return
      const { id } = await person.post(room, `${person.handle} says ${n}`)
      acknowledged.push({ room, id, at: Date.now() })
      await pause(2 * pauseMs)
    }
  }
  async function poll(): Promise<void> {
    for (let n = 0; !isOver; n++) {
      const room = rooms[n % rooms.length]
      if (room === undefined) return
      const askedAt = Date.now()
      try {
        const { complete, ids } = await loadAll(room)
        if (complete) polls.push({ room, askedAt, ids })
      } catch {
        // The server is away: nothing was said.
      }
      await pause(pollMs)
    }
  }
  async function loadAll(room: RoomId): Promise<{ readonly complete: boolean; readonly ids: ReadonlySet<string> }> {
    const ids = new Set<string>()
    let complete = true
    for (let before: number | undefined; ; ) {
      const query = before === undefined ? '' : `&before=${before}`
      const page = (await people[0]?.ask('GET', `/api/v1/rooms/${room}/messages?limit=200${query}`)) as History
      for (const { id } of page.messages) ids.add(id)
      complete &&= page.complete
      const [first] = page.messages
      if (!page.hasMoreBefore || first === undefined) return { complete, ids }
      before = first.seq
    }
  }
  /** Some more words were acknowledged. */
  const heard = async (count = enough) => {
    const wanted = acknowledged.length + count
    await until(
      () => acknowledged.length,
      (length) => length >= wanted,
      40_000,
    )
  }
  const idsOf = (all: readonly Acknowledged[]) => new Set<string>(all.map(({ id }) => id))
  async function loadArchived(): Promise<string[]> {
    const store = await openStore({ dataDir: nats.dataDir })
    const ids: string[] = []
    for (const room of rooms) {
      for (let after = 0, more = true; more; ) {
        const page = await store.history.loadPage({ room, after, limit: 200 })
        ids.push(...page.messages.map(({ id }) => id))
        after = page.messages.at(-1)?.seq ?? after
        more = page.hasMoreAfter
      }
    }
    await store.close()
    return ids
  }

  /** All is quiet and complete; then what must stand does, once, and was in every answer that was called complete. */
  async function expectNothingLost(mustStand: ReadonlySet<string>): Promise<void> {
    // On a busy machine an answer may take a second.
    await until(
      () => polls.length,
      (length) => length > enoughPolls,
      40_000,
    )
    isOver = true
    await talking
    const isWhole = async () =>
      (await Promise.all(rooms.map((room) => loadAll(room)))).every(({ complete }) => complete)
    await until(() => isWhole().catch(() => false), Boolean, 60_000)
    const archived = await loadArchived()
    expect(archived.length).toBe(new Set(archived).size)
    const missing = [...mustStand].filter((id) => !archived.includes(id))
    expect(missing, missing.length > 0 ? await tellOfMissing(missing) : '').toEqual([])
    const stood = acknowledged.filter(({ id }) => mustStand.has(id))
    expect(stood.length).toBeGreaterThanOrEqual(2 * enough)
    for (const { room, askedAt, ids } of polls) {
      const lacking = stood.filter((one) => one.room === room && one.at < askedAt && !ids.has(one.id))
      expect(lacking, `an answer that was called complete, ${Date.now() - askedAt} ms ago`).toEqual([])
    }
  }

  /** What whoever looks for the reason wants to know first: where each is, and whether it only came late. */
  async function tellOfMissing(missing: readonly string[]): Promise<string> {
    const inStreams = await loadStreamIds()
    const store = await openStore({ dataDir: nats.dataDir })
    const shards = [...new Set(rooms.map((room) => Number(room.split('.')[0])))]
    const rows = await Promise.all(shards.map((shard) => store.shards.loadShard(shard)))
    await store.close()
    await pause(3_000)
    const late = await loadArchived()
    const of = (id: string) => acknowledged.findIndex((one) => one.id === id)
    const lines = missing.map(
      (id) =>
        `${id}: ${of(id)} of ${acknowledged.length}, in stream: ${inStreams.includes(id)}, late: ${late.includes(id)}`,
    )
    return [...lines, JSON.stringify(rows)].join('\n')
  }

  const storeFolder = () => dirname(embeddedStorePath(nats.dataDir))
  const keep = (from: string, name: string) => cpSync(from, join(folder, name), { recursive: true })
  const putBack = (to: string, name: string) => {
    rmSync(to, { recursive: true, force: true })
    cpSync(join(folder, name), to, { recursive: true })
  }

  it("of the broker's folder loses nothing that stood in the archive, and brings in what was said since", {
    timeout: 90_000,
  }, async () => {
    const before = idsOf(acknowledged)
    const saved = await saveStreamsFolder(nats)
    await heard()
    await nats.kill()
    const archived = new Set(await loadArchived())
    const killedAt = Date.now()
    await saved.restore()
    await heard()
    saved.remove()
    const after = idsOf(acknowledged.filter(({ at }) => at > killedAt))
    await expectNothingLost(new Set([...before, ...archived, ...after]))
  })

  it('of the archive is refilled from the streams', { timeout: 90_000 }, async () => {
    await server.kill()
    keep(storeFolder(), 'store')
    await server.start()
    await heard()
    await server.kill()
    putBack(storeFolder(), 'store')
    await server.start()
    await heard()
    await expectNothingLost(idsOf(acknowledged))
  })

  it('of both to one moment has all that was said until then, and since', { timeout: 90_000 }, async () => {
    const streamsFolder = join(nats.dataDir, 'nats', 'jetstream')
    const before = idsOf(acknowledged)
    await server.kill()
    await nats.kill()
    keep(storeFolder(), 'store')
    keep(streamsFolder, 'streams')
    await nats.restart()
    await server.start()
    await heard()
    await server.kill()
    await nats.kill()
    const killedAt = Date.now()
    putBack(storeFolder(), 'store')
    putBack(streamsFolder, 'streams')
    await nats.restart()
    await server.start()
    await heard()
    const after = idsOf(acknowledged.filter(({ at }) => at > killedAt))
    await expectNothingLost(new Set([...before, ...after]))
  })

  it.each(['emptied', 'as it was before'])(
    "with the broker's resolver folder %s lets nobody back in who was revoked",
    {
      timeout: 90_000,
    },
    async (how) => {
      const resolver = resolverFolder(nats.dataDir)
      const [ann, , cara] = people
      if (ann === undefined || cara === undefined) throw new Error('nobody is there')
      keep(resolver, 'resolver')
      expect(await cara.isLetIn()).toBe(true)
      const outOf = rooms[1] as RoomId
      await ann.ask('DELETE', `/api/v1/rooms/${outOf}/members/${cara.user}`)
      expect(await cara.isLetIn()).toBe(false)
      await nats.kill()
      if (how === 'emptied') rmSync(resolver, { recursive: true, force: true })
      else putBack(resolver, 'resolver')
      await nats.restart()
      await until(
        () => cara.isLetIn(),
        (isIn) => !isIn,
      )
      for (let times = 0; times < 10; times++) {
        expect(await cara.isLetIn()).toBe(false)
        await pause(50)
      }
      await cara.join([rooms[0] as RoomId])
      isOver = true
      await talking
      expect(idsOf(acknowledged).size).toBeGreaterThan(enough)
    },
  )

  it('after kill -9 with the tail of a stream cut off anywhere has all that still stands', {
    timeout: 90_000,
  }, async () => {
    // The archive stands still, so that there is something that only the stream has.
    await server.kill()
    await heard()
    await nats.kill()
    const killedAt = Date.now()
    const archived = new Set(await loadArchived())
    const cut = cutTails(join(nats.dataDir, 'nats', 'jetstream'))
    expect(cut).toBeGreaterThan(0)
    await nats.restart()
    const surviving = await loadStreamIds()
    await server.start()
    await heard()
    const after = idsOf(acknowledged.filter(({ at }) => at > killedAt))
    await expectNothingLost(new Set([...archived, ...surviving, ...after]))
  })

  /** Of each stream that the rooms are in, some bytes at its end; answers how many streams. */
  function cutTails(root: string): number {
    const blocks = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      rooms.some((room) => path.includes(`EVENTS-${room.split('.')[0]}/msgs/`) && path.endsWith('.blk')),
    )
    for (const block of blocks) {
      const file = join(root, block)
      const { size } = statSync(file)
      if (existsSync(file) && size > 0) truncateSync(file, Math.max(0, size - 1 - Math.floor(Math.random() * 1_500)))
    }
    return blocks.length
  }

  async function loadStreamIds(): Promise<string[]> {
    const backbone = await connectTestBackbone(nats)
    const manager = await jetstreamManager(backbone)
    const ids: string[] = []
    for (const shard of new Set(rooms.map((room) => Number(room.split('.')[0])))) {
      const { state } = await manager.streams.info(streams.events(shard))
      for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
        const stored = await manager.streams.getMessage(streams.events(shard), { seq })
        if (stored?.subject.includes('.system.') === false) ids.push(stored.json<{ id: string }>().id)
      }
    }
    await backbone.close()
    return ids
  }
})
