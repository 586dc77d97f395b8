import type { NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomState } from '../../../common/message.ts'
import { buildCheckpoint, reduceRoom, roleIn } from '../../../common/reducers/room-reducer.ts'
import { parseEventBody } from '../../../common/wire-decode.ts'
import { parseJwtBody } from '../../nats/nats-jwt.ts'
import { connectTestBackbone } from '../../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson, type Reached } from '../../rigs/raw-person.ts'
import { startTestServer, type TestServer, until } from '../../rigs/test-server.ts'
import { buildStreamReader } from '../../streams/stream-reader.ts'

/**
 * Eight people do to each other whatever can be done, in any order, most of it refused. After each step what a new credential says,
 * what the directory and the archive say, and what the fold of the room's own events says must be one and the same; every few steps
 * it is tried at the broker, too; and nobody goes on with a connection that reaches further than they do.
 *
 * NATTER_SEQUENCES=40 tries so many sequences, NATTER_STEPS=150 of so many steps each.
 */
const sequences = Number(process.env.NATTER_SEQUENCES ?? 1)
const steps = Number(process.env.NATTER_STEPS ?? 40)
const triedEvery = 20
const crowd = 8
const mostRooms = 5
const farMs = 3_600_000

type Random = { readonly below: (most: number) => number; readonly pick: <T>(list: readonly T[]) => T }
type World = {
  readonly people: readonly RawPerson[]
  readonly groups: RoomId[]
  readonly directs: Set<RoomId>
  readonly live: Map<UserId, RawConnection & { readonly tags: ReadonlyMap<RoomId, Reached>; isClosed: boolean }>
}

describe.skipIf(natsServerBinary === undefined).each(['request', 'open'] as const)(
  'whatever eight people do to each other, where contacts are %s',
  (contacts) => {
    let server: TestServer
    let backbone: NatsConnection
    beforeAll(async () => {
      server = await startTestServer({ NATTER_CONTACTS: contacts })
      await createRawPerson(server, 'admin0')
      backbone = await connectTestBackbone(server.nats)
    }, 120_000)
    afterAll(async () => {
      await backbone?.close()
      await server?.stop()
    })

    it.each(Array.from({ length: sequences }, (_, index) => index + 1))(
      'broker, credentials, store, history and fold agree (sequence %i)',
      async (seed) => {
        const random = buildRandom(seed)
        const names = Array.from({ length: crowd }, (_, index) => `s${seed}p${index}`)
        const people = await Promise.all(names.map((name) => createRawPerson(server, name)))
        const world: World = { people, groups: [], directs: new Set(), live: new Map() }
        for (const person of people) await connect(world, person)
        const done: string[] = []
        for (let step = 0; step < steps; step++) {
          const [what, act] = random.pick(actions)
          const answer = await act(world, random)
          if (answer === undefined) continue
          done.push(`${what} ${answer.statusCode}`)
          expect(answer.statusCode, `${done.join(', ')}: ${answer.body}`).toBeLessThan(500)
          await checkAgreement(world, `seed ${seed}: ${done.join(', ')}`, step % triedEvery === triedEvery - 1)
        }
        expect(done.filter((one) => /20[0-4]$/.test(one)).length, 'enough of it was let through').toBeGreaterThan(
          steps / 8,
        )
        await Promise.all([...world.live.values()].map(({ live }) => live.close()))
      },
      steps * 5_000 + 60_000,
    )

    async function connect(world: World, person: RawPerson): Promise<void> {
      const connection = { ...(await person.connect()), tags: new Map<RoomId, Reached>(), isClosed: false }
      const kept = { ...connection, tags: tagsOf(connection.jwt) }
      world.live.set(person.id, kept)
      void kept.live.closed().then(() => {
        kept.isClosed = true
      })
    }

    async function foldRoom(room: RoomId): Promise<RoomState> {
      const events = await buildStreamReader(backbone).loadSystemEventsAfter(room, 0)
      if (!events.ok) throw new Error(events.error.code)
      let state: RoomState | undefined
      for (const { seq, at, data } of events.value) {
        const event = parseEventBody(data, 'system')
        if (event.ok) state = reduceRoom(state, { room, author: 'system', seq, storedAt: at, event: event.value })
      }
      if (state === undefined) throw new Error(`${room} has no events`)
      return state
    }

    async function checkAgreement(world: World, what: string, isTried: boolean): Promise<void> {
      const folds = new Map<RoomId, RoomState>()
      for (const room of [...world.groups, ...world.directs]) folds.set(room, await foldRoom(room))
      await Promise.all(
        world.people.map(async (person) => {
          const expected = new Map([...folds].map(([room, state]) => [room, reachOf(state, person.id)]))
          const isFurther = ({ tags }: { tags: ReadonlyMap<RoomId, Reached> }) =>
            [...tags].some(([room, reach]) => ranks.indexOf(reach) > ranks.indexOf(expected.get(room) ?? 'none'))
          const held = world.live.get(person.id)
          if (held === undefined) throw new Error('not connected')
          if (isFurther(held)) {
            await until(() => held.isClosed)
            expect(await held.isLetIn(), `${what}: the old credential of ${person.handle}`).toBe(false)
          }
          if (held.isClosed) await connect(world, person)
          const now = world.live.get(person.id) === held ? undefined : world.live.get(person.id)
          const { tags } = now ?? { tags: tagsOf((await askCredential(person)).jwt) }
          for (const [room, reach] of expected) {
            expect(tags.get(room) ?? 'none', `${what}: credential of ${person.handle} in ${room}`).toBe(reach)
            const { scope } = await server.run.services.loadReach(person.id, room)
            expect(scope, `${what}: directory of ${person.handle} in ${room}`).toBe(reach)
            const answer = await person.ask('GET', apiPaths.room(room))
            expect(answer.statusCode, `${what}: ${room} for ${person.handle}`).toBe(reach === 'none' ? 404 : 200)
          }
          if (!isTried) return
          if (now === undefined) {
            await held.live.close()
            await connect(world, person)
          }
          const fresh = world.live.get(person.id)
          for (const [room, reach] of expected) {
            expect(await fresh?.tryReach(room), `${what}: tried by ${person.handle} in ${room}`).toBe(reach)
          }
        }),
      )
      for (const [room, state] of folds) {
        const [first] = state.members.keys()
        const reader = world.people.find(({ id }) => id === first)
        if (reader === undefined) continue
        const shown = (await reader.ask('GET', apiPaths.room(room))).json().room as Room
        expect(
          shown.members.map(({ user, role }) => ({ user, role })),
          what,
        ).toEqual(buildCheckpoint(state, 0).members)
        const { checkpoint } = (await reader.ask('GET', `${apiPaths.messages(room)}?limit=1`)).json()
        expect({ ...checkpoint, seq: 0 }, `${what}: history of ${room}`).toEqual(buildCheckpoint(state, 0))
      }
    }

    async function askCredential(person: RawPerson): Promise<{ readonly jwt: string }> {
      const proof = person.identity.key.sign(Buffer.from(person.accessToken)).toString('base64url')
      return (await person.ask('POST', apiPaths.credentials, { publicKey: person.identity.publicKey, proof })).json()
    }
  },
)

const ranks: readonly Reached[] = ['none', 'hear', 'listen', 'room']

/** By the fold alone, as every client has it. */
function reachOf(state: RoomState, user: UserId): Reached {
  const role = roleIn(state, user, Date.now())
  if (role === undefined) return 'none'
  if (role !== 'listener') return 'room'
  return state.limits?.ended === 'hear' ? 'hear' : 'listen'
}

function tagsOf(jwt: string): ReadonlyMap<RoomId, Reached> {
  const { nats } = parseJwtBody(jwt) as { nats: { tags?: readonly string[] } }
  return new Map(
    (nats.tags ?? []).map((tag) => {
      const [reach, room] = tag.split(/:(.*)/) as [Reached, RoomId]
      return [room, reach] as const
    }),
  )
}

type Act = (world: World, random: Random) => Promise<{ readonly statusCode: number; readonly body: string } | undefined>

const inRoom =
  (act: (by: RawPerson, room: RoomId, whom: RawPerson, random: Random, world: World) => ReturnType<Act>): Act =>
  async (world, random) => {
    if (world.groups.length === 0) return undefined
    return act(random.pick(world.people), random.pick(world.groups), random.pick(world.people), random, world)
  }
const between =
  (act: (by: RawPerson, whom: RawPerson, random: Random, world: World) => ReturnType<Act>): Act =>
  async (world, random) => {
    const [by, whom] = [random.pick(world.people), random.pick(world.people)]
    return by === whom ? undefined : act(by, whom, random, world)
  }

const actions: readonly (readonly [string, Act])[] = [
  [
    'make',
    async ({ people, groups }, random) => {
      if (groups.length >= mostRooms) return undefined
      const by = random.pick(people)
      const body = { name: 'Tea', members: [random.pick(people).id], ...(random.below(2) ? { history: 'joined' } : {}) }
      const made = await by.ask('POST', apiPaths.rooms, body)
      if (made.statusCode === 201) groups.push(made.json().room.id)
      return made
    },
  ],
  ['add', inRoom((by, room, whom) => by.ask('PUT', apiPaths.member(room, whom.id)))],
  ['kick', inRoom((by, room, whom) => by.ask('DELETE', apiPaths.member(room, whom.id)))],
  ['leave', inRoom((by, room) => by.ask('DELETE', apiPaths.member(room, by.id)))],
  [
    'role',
    inRoom((by, room, whom, random) =>
      by.ask('PUT', apiPaths.member(room, whom.id), { role: random.pick(['owner', 'admin', 'member', 'listener']) }),
    ),
  ],
  [
    'mute',
    inRoom((by, room, whom, random) =>
      by.ask('PUT', apiPaths.member(room, whom.id), { mutedUntil: random.below(3) ? Date.now() + farMs : null }),
    ),
  ],
  ['ban', inRoom((by, room, whom) => by.ask('PUT', apiPaths.ban(room, whom.id)))],
  ['unban', inRoom((by, room, whom) => by.ask('DELETE', apiPaths.ban(room, whom.id)))],
  ['hand over', inRoom((by, room, whom) => by.ask('POST', apiPaths.owner(room), { user: whom.id }))],
  ['join', inRoom((by, room) => by.ask('POST', apiPaths.joinRoom(room)))],
  [
    'settings',
    inRoom((by, room, _, random) =>
      by.ask('PATCH', apiPaths.room(room), {
        ...random.pick([
          { posting: 'admins' },
          { posting: 'members' },
          { archived: true },
          { archived: false },
          { visibility: 'public' },
          { visibility: 'public' },
          { history: 'joined' },
          { slowModeSec: 0 },
        ]),
      }),
    ),
  ],
  [
    'two at once',
    inRoom(async (by, room, whom, random, { people }) => {
      const other = random.pick(people)
      const [first] = await Promise.all([
        by.ask('DELETE', apiPaths.member(room, whom.id)),
        other.ask('PUT', apiPaths.member(room, whom.id), { role: 'member' }),
        whom.ask('POST', apiPaths.joinRoom(room)),
      ])
      return first
    }),
  ],
  [
    'ask',
    between(async (by, whom, _, { directs }) => {
      const asked = await by.ask('POST', apiPaths.contactRequests, { handle: whom.handle })
      const room = asked.statusCode === 200 ? asked.json().contact?.room : undefined
      if (room !== undefined) directs.add(room)
      return asked
    }),
  ],
  [
    'accept',
    between(async (by, _, random, { directs }) => {
      const { requests } = (await by.ask('GET', apiPaths.contacts)).json()
      const open = requests.filter(({ direction }: { direction: string }) => direction === 'in')
      if (open.length === 0) return undefined
      const accepted = await by.ask('POST', apiPaths.acceptRequest(random.pick<{ id: string }>(open).id))
      const room = accepted.statusCode === 200 ? accepted.json().contact?.room : undefined
      if (room !== undefined) directs.add(room)
      return accepted
    }),
  ],
  ['end', between((by, whom) => by.ask('DELETE', apiPaths.contact(whom.id)))],
  ['block', between((by, whom) => by.ask('PUT', apiPaths.block(whom.id)))],
  ['unblock', between((by, whom) => by.ask('DELETE', apiPaths.block(whom.id)))],
]

/** The same for the same seed, wherever it runs: mulberry32. */
function buildRandom(seed: number): Random {
  let state = seed * 0x9e3779b9
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number) => Math.floor(next() * most)
  return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] }
}
