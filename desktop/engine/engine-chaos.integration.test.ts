import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EventId, RoomId } from '../../common/ids.ts'
import type { TimelineRow } from '../engine-contract.ts'
import type { MadeRoom } from '../room-command.ts'
import type { TestClient, TestProfile } from './engine-test-client.ts'
import { buildTestProfile, signUp, testPassword } from './engine-test-client.ts'
import { reportRoom } from './engine-test-report.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

/** Everything at once: people who write and change what they wrote while networks, servers and engines fail in turn. */
let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed({ NATTER_CREDENTIAL_LIFE_SECONDS: '20' })
})
afterAll(() => testbed?.stop())

/** One of two that a person has. */
type Device = {
  client: TestClient
  readonly profile: TestProfile
  /** Of the person: two devices have the same. */
  readonly person: number
  /** What the outbox of this device has taken, in the order of writing. */
  readonly said: { readonly id: EventId; readonly text: string }[]
  isOn: boolean
}
type Storm = {
  readonly devices: readonly Device[]
  readonly room: RoomId
  readonly removed: Set<EventId>
  isServerUp: boolean
  lines: number
}
type Dice = (sides: number) => number

function buildDice(seed: number): Dice {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

async function startStorm(): Promise<Storm> {
  const people = await Promise.all(
    [0, 1, 2].map(async (person): Promise<readonly Device[]> => {
      const profiles = [buildTestProfile(), buildTestProfile()]
      const clients = await Promise.all(profiles.map((profile) => testbed.start(profile)))
      const [first, second] = clients
      if (first === undefined || second === undefined) throw new Error('two devices a person')
      const handle = await signUp(first)
      await second.get({ kind: 'sign-in', handle, password: testPassword })
      return clients.map((client, index) => {
        return { client, profile: profiles[index] ?? buildTestProfile(), person, said: [], isOn: true }
      })
    }),
  )
  const [owner, ...others] = people.flatMap((devices) => devices.slice(0, 1))
  const members = others.map(({ client }) => client.me())
  const made = (await owner?.client.get({ kind: 'create-room', name: 'Storm', members })) as MadeRoom
  const { room } = made
  const devices = people.flat()
  for (const { client } of devices) {
    await until('in the room', () => client.state().rooms[room])
    await client.get({ kind: 'open-room', room })
  }
  return { devices, room, removed: new Set(), isServerUp: true, lines: 0 }
}

async function speak({ client, said }: Device, storm: Storm, dice: Dice): Promise<void> {
  const { room, removed } = storm
  const old = said[dice(Math.max(1, said.length))]
  const kind = dice(66)
  if (kind < 50 || old === undefined) {
    // Some are lost on their way to those who are made to lose them.
    const text = `line ${++storm.lines}${dice(10) === 0 ? ' LOSE' : ''}`
    const sent = await client.ask({ kind: 'send-message', room, text, format: 'plain' })
    if (sent.ok) said.push({ id: sent.value, text })
  } else if (kind < 58) {
    await client.ask({ kind: 'edit-message', room, message: old.id, text: `${old.text}, edited ${dice(1_000)}` })
  } else if (kind < 64)
    await client.ask({ kind: 'set-reaction', room, message: old.id, emoji: '👍', on: dice(2) === 0 })
  else if ((await client.ask({ kind: 'remove-message', room, message: old.id })).ok) removed.add(old.id)
}

async function fail(one: Device, storm: Storm, dice: Dice): Promise<void> {
  const { client } = one
  const { room } = storm
  const kind = dice(40)
  if (kind < 8) {
    one.isOn = !one.isOn
    client.setNetwork(one.isOn)
  } else if (kind < 12) {
    client.kill()
    one.client = await testbed.start(one.profile, { offline: !one.isOn })
    if (dice(2) === 0) await one.client.ask({ kind: 'open-room', room })
  } else if (kind < 16) await client.ask({ kind: 'close-room', room })
  else if (kind < 22) await client.ask({ kind: 'open-room', room })
  else if (kind < 25) client.loseFrames(dice(2) === 0 ? 'LOSE' : undefined)
  // Whoever is killed in the moment in which the room came, and starts offline, does not know of it yet.
  else if (kind < 27) await client.ask({ kind: 'mark-all-read', room })
  else if (kind < 32) await wander(one, room, dice)
  else if (kind < 34) client.delayFrames(dice(3) === 0 ? 0 : dice(1_500))
  else if (kind < 36) client.doubleFrames(dice(2) === 0)
  else if (kind < 38) client.jumpClock((dice(2) === 0 ? 1 : -1) * dice(3 * 3_600_000))
  else if (kind < 39) {
    await (storm.isServerUp ? testbed.installation.stopServer() : testbed.installation.startServer())
    storm.isServerUp = !storm.isServerUp
  } else {
    await testbed.installation.stopNats()
    await testbed.installation.startNats()
  }
}

async function wander({ client }: Device, room: RoomId, dice: Dice): Promise<void> {
  const seq = dice((client.state().rooms[room]?.headSeq ?? 0) + 1)
  const places = [{ kind: 'seq', seq }, { kind: 'first-unread' }, { kind: 'end' }] as const
  const way = dice(places.length + 2)
  const place = places[way]
  if (place !== undefined) await client.ask({ kind: 'load-around', room, place })
  else await client.ask({ kind: way === places.length ? 'load-older' : 'load-newer', room })
}

const readAll = ({ client }: Device, room: RoomId) => client.get({ kind: 'mark-all-read', room })
/** Nobody changes what was said on another device, so nobody's words are taken for outdated. */
const isUnsettled = (row: TimelineRow) =>
  row.kind === 'message' &&
  (row.state !== 'stored' || row.changing === true || row.change?.error?.code === 'edit-outdated')
const rowsOf = ({ client }: Device, room: RoomId) =>
  (client.state().timelines[room]?.rows ?? []).filter((row) => row.kind === 'message')
/** All that people see of the messages. */
const pictureOf = (one: Device, room: RoomId) =>
  rowsOf(one, room).map(({ state, changing, message: { id, seq, author, text, reactions } }) => {
    const who = reactions.map(({ user, emoji }) => `${user} ${emoji}`).sort()
    return { state, changing, id, seq, author, text, who }
  })

async function calmDown({ devices, room, isServerUp }: Storm): Promise<void> {
  if (!isServerUp) await testbed.installation.startServer()
  for (const { client } of devices) {
    client.loseFrames(undefined)
    client.delayFrames(0)
    client.setNetwork(true)
    await until('online', () => client.state().connection.kind === 'online', 60_000).catch((cause: unknown) => {
      const { calls, answers, logged } = client
      const { connection, session } = client.state()
      const last = { calls: calls.slice(-15), answers: answers.slice(-15), logged: logged.slice(-15) }
      throw new Error(JSON.stringify({ connection, session, ...last }), { cause })
    })
    await until('in the room', () => client.state().rooms[room], 60_000)
    await client.get({ kind: 'open-room', room })
  }
  const all = devices.flatMap(({ said }) => said).length
  for (const one of devices) {
    const isWhole = async () => {
      const view = one.client.state().timelines[room]
      if (view?.hasMoreBefore) await one.client.ask({ kind: 'load-older', room })
      if (view?.hasMoreAfter) await one.client.ask({ kind: 'load-newer', room })
      const rows = pictureOf(one, room)
      const isSettled = !(view?.rows ?? []).some(isUnsettled)
      return isSettled && rows.length >= all && view?.hasMoreBefore === false && view.completeToSeq === undefined
    }
    await until('everything is stored, loaded and complete', isWhole, 60_000).catch(async (cause: unknown) => {
      const rows = one.client.state().timelines[room]?.rows ?? []
      const shown = new Set(pictureOf(one, room).map(({ id }) => id))
      const missing = devices.map(({ said }) => said.filter(({ id }) => !shown.has(id)).map(({ text }) => text))
      const others = devices.map((other) => [rowsOf(other, room).length, other.client.state().rooms[room]?.unsent ?? 0])
      const unsettled = rows.filter(isUnsettled)
      const reports = await Promise.all(devices.map(({ client, profile }) => reportRoom(client, profile, room)))
      const report = reports[devices.indexOf(one)]
      const gone = reports.flatMap((other) => other.shown.filter((seq) => report?.shown.includes(seq) === false))
      // Whoever does not get rid of what they said holds all others up.
      const held = devices.findIndex(({ client }) => (client.state().rooms[room]?.unsent ?? 0) > 0)
      const heldRows = devices[held]?.client.state().timelines[room]?.rows.filter(isUnsettled).slice(0, 2)
      const waiting = { held, heldRows, report: reports[held] }
      const facts = { all, rows: rows.length, missing, gone: [...new Set(gone)], others, unsettled, report, waiting }
      throw new Error(JSON.stringify(facts), { cause })
    })
  }
}

/** More of them by the environment, one after the other: `NATTER_CHAOS_SEEDS=1,2,3`. */
const seeds = (process.env.NATTER_CHAOS_SEEDS ?? '12,40').split(',').map(Number)

test.each(seeds)(
  'whatever fails, in whatever order (%i), all end with the same room: nothing lost, doubled, out of order or unread',
  async (seed) => {
    const dice = buildDice(seed)
    const storm = await startStorm()
    const { devices, room, removed } = storm
    for (let step = 0; step < 250; step++) {
      const one = devices[dice(devices.length)]
      if (one !== undefined) await (dice(100) < 68 ? speak(one, storm, dice) : fail(one, storm, dice))
    }
    await calmDown(storm)
    const [first] = devices
    if (first === undefined) throw new Error('nobody is there')
    for (const one of devices) {
      const isSame = () => JSON.stringify(pictureOf(one, room)) === JSON.stringify(pictureOf(first, room))
      await until('the same for all', isSame).catch(() => expect(pictureOf(one, room)).toEqual(pictureOf(first, room)))
      const ids = new Set(one.said.map(({ id }) => id))
      const theirs = pictureOf(first, room).filter(({ id }) => ids.has(id))
      expect(theirs.map(({ id }) => id)).toEqual(one.said.map(({ id }) => id))
      const words = one.said.map(({ id, text }) => (removed.has(id) ? '' : text))
      expect(theirs.map(({ text }) => text.split(', edited')[0])).toEqual(words)
    }
    for (const one of devices) {
      const unread = () => one.client.state().rooms[room]?.unread
      const twin = devices.find(({ person, client }) => person === one.person && client !== one.client)
      await until(
        'both devices of a person count the same',
        () => twin?.client.state().rooms[room]?.unread === unread(),
      )
      // The same count whether everything is loaded, or next to nothing after a new start.
      const { receiptSeq = 0 } = one.client.state().rooms[room] ?? {}
      const others = pictureOf(one, room).filter(({ id, author, seq }) => {
        return author !== one.client.me() && seq > receiptSeq && !removed.has(id)
      })
      expect(unread()).toBe(Math.min(100, others.length))
    }
    for (const one of devices) {
      const before = one.client.state().rooms[room]?.unread
      await one.client.engine.stop()
      one.client = await testbed.start(one.profile)
      expect(one.client.state().rooms[room]?.unread).toBe(before)
      await until('online', () => one.client.state().connection.kind === 'online')
    }
    for (const one of devices.filter((_, index) => index % 2 === 0)) {
      await readAll(one, room)
      for (const { client, person } of devices) {
        if (person === one.person) await until('nothing is unread', () => client.state().rooms[room]?.unread === 0)
      }
    }
    // Or they would go on beside the storm after this one.
    await Promise.all(devices.map(({ client }) => client.engine.stop()))
  },
  400_000,
)
