import { randomBytes } from 'node:crypto'
import { type Browser, expect } from '@playwright/test'
import type { EventId, MessageId, RoomId, UserId } from '../../common/ids.ts'
import { buildEventId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { TestInstallation } from '../engine/engine-test-server.ts'
import { startTestInstallation, until } from '../engine/engine-test-server.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { MadeRoom } from '../room-command.ts'
import { test } from './browser-test.ts'
import { readArchive } from './chaos-archive.ts'
import { type ChaosDevice, startChaosDevice } from './chaos-device.ts'

/**
 * Everything at once, in Chromium: people with two devices each who write into three rooms and change what they wrote,
 * while networks, workers, tabs, nats-server and control plane fail in turn, clocks are set and frames come late. The long
 * version by the environment: `NATTER_CHAOS_MESSAGES=5000 NATTER_CHAOS_PEOPLE=3`. What is thrown is always the same, or a
 * run could fail for a fault that the next one does not show; `NATTER_SEED=random` draws one by hand, and it is printed.
 */
const { NATTER_SEED: wish } = process.env
const seeds = wish === undefined ? [20_261, 7] : [wish === 'random' ? Date.now() % 1e9 : Number(wish)]
const wanted = Number(process.env.NATTER_CHAOS_MESSAGES ?? 60)
const peopleCount = Number(process.env.NATTER_CHAOS_PEOPLE ?? 2)
const isLong = wanted > 1_000
/** Each room sends one at a time, and each refusal waits until it is told: thousands take minutes where the cores are shared. */
const patienceMs = isLong ? 900_000 : 120_000
const maxAhead = 200
const password = 'correct horse battery'

type Said = { readonly id: EventId; readonly text: string; isTaken?: boolean }
type Device = { readonly at: ChaosDevice; readonly person: number; readonly said: Map<RoomId, Said[]> }
type Storm = {
  readonly installation: TestInstallation
  readonly devices: readonly Device[]
  readonly rooms: readonly RoomId[]
  readonly removed: Set<MessageId>
  readonly answers: Set<Promise<unknown>>
  readonly counts: Record<string, number>
  posted: number
}
type Dice = (sides: number) => number

for (const seed of seeds) {
  test(`chaos: ${wanted} messages of ${peopleCount} people with two devices each, and all devices end with the archive (${seed})`, async ({
    browser,
  }) => {
    test.setTimeout(180_000 + wanted * 1_200)
    console.log(`NATTER_SEED=${seed}`)
    await runStorm(browser, seed)
  })
}

async function runStorm(browser: Browser, seed: number): Promise<void> {
  const dice = buildDice(seed)
  const installation = await startTestInstallation({
    NATTER_CREDENTIAL_LIFE_SECONDS: '20',
    NATTER_EVENTS_PER_MINUTE: '1000000',
  })
  const storm = await startStorm(browser, installation)
  try {
    const startedAt = Date.now()
    while (storm.posted < wanted) {
      const device = storm.devices[dice(storm.devices.length)]
      if (device === undefined) continue
      const before = storm.posted
      await (dice(100) < 72 ? speak(device, storm, dice) : fail(device, storm, dice))
      if (Math.floor(storm.posted / 500) > Math.floor(before / 500)) {
        console.log(`${storm.posted} of ${wanted} after ${Math.round((Date.now() - startedAt) / 1000)} s`)
      }
    }
    const stormMs = Date.now() - startedAt
    await calmDown(storm)
    await compare(storm)
    const calmMs = Date.now() - startedAt - stormMs
    console.log(JSON.stringify({ seed, posted: storm.posted, stormMs, calmMs, ...storm.counts }))
  } catch (cause) {
    throw new Error(`NATTER_SEED=${seed} ${JSON.stringify(storm.counts)}`, { cause })
  } finally {
    await Promise.all(storm.devices.map(({ at }) => at.end()))
    await installation.stop()
  }
}

async function startStorm(browser: Browser, installation: TestInstallation): Promise<Storm> {
  const { origin } = installation
  const people = await Promise.all(
    Array.from({ length: peopleCount }, async (_, person) => {
      const devices = await Promise.all([startChaosDevice(browser, origin), startChaosDevice(browser, origin)])
      const handle = `p${randomBytes(6).toString('hex')}`
      const [first, second] = devices
      await get(first, { kind: 'register', handle, displayName: `Person ${person}`, password })
      await get(second, { kind: 'sign-in', handle, password })
      const { session } = await first.state()
      if (session.kind !== 'signed-in') throw new Error('not signed in')
      return { handle, id: session.me.id, devices: devices.map((at) => ({ at, person, said: new Map() })) }
    }),
  )
  const devices = people.flatMap((one) => one.devices)
  const members = people.slice(1).map(({ id }): UserId => id)
  const rooms: RoomId[] = []
  for (const name of ['Helm', 'Bow', 'Cleat']) {
    const owner = devices[0]
    if (owner === undefined) throw new Error('nobody is there')
    rooms.push(((await get(owner.at, { kind: 'create-room', name, members })) as MadeRoom).room)
  }
  handles.set(
    installation,
    people.map(({ handle }) => handle),
  )
  for (const { at } of devices) {
    await until('in all rooms', async () => Object.keys((await at.state()).rooms).length === rooms.length, 60_000)
  }
  for (const [index, { at }] of devices.entries()) if (index % 2 === 0) await at.look(rooms[0] as RoomId)
  return { installation, devices, rooms, removed: new Set(), answers: new Set(), counts: {}, posted: 0 }
}
const handles = new WeakMap<TestInstallation, readonly string[]>()

async function get(at: ChaosDevice, command: EngineCommand): Promise<unknown> {
  const answer = await at.ask(command)
  if (answer?.ok !== true) throw new Error(`${command.kind}: ${JSON.stringify(answer)}`)
  return answer.value
}

/** A few commands at once; nobody waits for what becomes of them, as nobody does who types. */
async function speak({ at, said }: Device, storm: Storm, dice: Dice): Promise<void> {
  if (at.waiting().length > maxAhead) return
  const room = storm.rooms[dice(storm.rooms.length)] as RoomId
  const mine = said.get(room) ?? []
  said.set(room, mine)
  const burst = 1 + dice(isLong ? 60 : 4)
  for (let index = 0; index < burst; index++) {
    const old = mine[dice(Math.max(1, mine.length))]
    const kind = dice(100)
    const id = buildEventId(Date.now(), randomBytes(10))
    if (kind < 72 || old === undefined) {
      const one: Said = { id, text: `line ${storm.posted++}` }
      mine.push(one)
      tell(storm, at, { kind: 'send-message', id, room, text: one.text, format: 'plain' }, (isTaken) => {
        one.isTaken = isTaken
      })
    } else if (kind < 84) {
      tell(storm, at, { kind: 'edit-message', id, room, message: old.id, text: `${old.text}, edited ${dice(1_000)}` })
    } else if (kind < 94) {
      tell(storm, at, {
        kind: 'set-reaction',
        id,
        room,
        message: old.id,
        emoji: ['👍', '❤️'][dice(2)] ?? '',
        on: dice(3) > 0,
      })
    } else {
      tell(
        storm,
        at,
        { kind: 'remove-message', id, room, message: old.id },
        (isTaken) => isTaken && storm.removed.add(old.id),
      )
    }
  }
  // Not further ahead than its disk can follow; a closed device answers once it is opened, and nobody waits for that here.
  await until('the disk follows', () => !at.isOpen() || at.waiting().length <= maxAhead, patienceMs)
}

function tell(
  { answers }: Storm,
  at: ChaosDevice,
  command: EngineCommand,
  onAnswer: (isTaken: boolean) => unknown = () => {},
) {
  const answered = at.ask(command).then((answer) => {
    answers.delete(answered)
    onAnswer(answer?.ok === true)
  })
  answers.add(answered)
}

async function fail(device: Device, storm: Storm, dice: Dice): Promise<void> {
  const { at } = device
  const { installation } = storm
  const room = storm.rooms[dice(storm.rooms.length)] as RoomId
  const count = (what: string) => {
    storm.counts[what] = (storm.counts[what] ?? 0) + 1
  }
  const faults: Readonly<Record<string, readonly [number, () => unknown]>> = {
    cut: [6, () => at.proxy.cut()],
    mend: [8, () => at.proxy.mend()],
    late: [4, () => at.proxy.delay(dice(1_500))],
    clock: [3, () => at.jumpClock((dice(2) === 0 ? 1 : -1) * dice(3 * 3_600_000))],
    worker: [2, () => at.killWorker()],
    closed: [2, () => at.close()],
    opened: [6, () => (at.isOpen() ? undefined : at.open())],
    looked: [3, () => (at.isOpen() ? at.look(room) : undefined)],
    away: [2, () => at.lookAway()],
    read: [3, () => tell(storm, at, { kind: 'mark-all-read', room })],
    around: [
      3,
      () => tell(storm, at, { kind: 'load-around', room, place: { kind: dice(2) === 0 ? 'end' : 'first-unread' } }),
    ],
    open: [4, () => tell(storm, at, { kind: 'open-room', room })],
    close: [2, () => tell(storm, at, { kind: 'close-room', room })],
    nats: [
      1,
      async () => {
        await installation.killNats()
        await installation.startNats()
      },
    ],
    server: [
      1,
      async () => {
        await installation.killServer()
        await installation.startServer()
      },
    ],
  }
  const all = Object.entries(faults).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name))
  const name = all[dice(all.length)] ?? 'mend'
  count(name)
  await faults[name]?.[1]()
}

/** Changes that nobody took (of a message that was removed, say) are told to whoever made them; they take note of it. */
async function dropRefused({ rooms, counts }: Storm, at: ChaosDevice): Promise<void> {
  const { timelines, unsentChanges } = await at.state()
  for (const room of rooms) {
    const shown = (timelines[room]?.rows ?? []).flatMap((row) => (row.kind === 'message' ? (row.change ?? []) : []))
    for (const { entry, kind, state, error } of [...shown, ...(unsentChanges[room] ?? [])]) {
      if (state === 'waiting') continue
      const told = `${state} ${kind} ${error?.code}`
      counts[told] = (counts[told] ?? 0) + 1
      await at.ask({ kind: 'discard-send', room, entry })
    }
  }
}

async function calmDown(storm: Storm): Promise<void> {
  const { devices, rooms, answers } = storm
  for (const { at } of devices) {
    await at.proxy.mend()
    if (!at.isOpen()) await at.open()
    for (const room of rooms) tell(storm, at, { kind: 'open-room', room })
  }
  const explain = async (cause: unknown): Promise<never> => {
    const reports = devices.map(async ({ at }) => ({ waiting: at.waiting().length, report: await at.report() }))
    throw new Error(JSON.stringify(await Promise.all(reports)), { cause })
  }
  await until('everything is answered', () => answers.size === 0, patienceMs).catch(explain)
  for (const { at } of devices) {
    const isCalm = async () => {
      await dropRefused(storm, at)
      const { connection, rooms: shown } = await at.state()
      const isSent = rooms.every((room) => shown[room] !== undefined && shown[room].unsent === undefined)
      return connection.kind === 'online' && isSent
    }
    await until('online, and nothing waits', isCalm, patienceMs).catch(explain)
    if (isLong) console.log(`a device is calm after ${Math.round(performance.now() / 1_000)} s`)
  }
}

const plain = ({ id, seq, author, text, removedAt, reactions }: Message) => ({
  ...{ id, seq, author, text, isRemoved: removedAt !== undefined },
  reactions: reactions.map(({ user, emoji }) => `${user} ${emoji}`).sort(),
})

async function compare(storm: Storm): Promise<void> {
  const { devices, rooms, removed, installation } = storm
  const [handle = ''] = handles.get(installation) ?? []
  const archive = await readArchive(installation.origin, { handle, password }, rooms)
  for (const room of rooms) {
    const stored = (archive.get(room) ?? []).map(plain)
    const ids = stored.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { said } of devices) {
      const mine = (said.get(room) ?? []).filter(({ isTaken }) => isTaken === true)
      const known = new Set(mine.map(({ id }) => id))
      // Nothing lost, and in the order of writing.
      expect(ids.filter((id) => known.has(id))).toEqual(mine.map(({ id }) => id))
    }
    for (const { id, isRemoved } of stored) expect([id, isRemoved]).toEqual([id, removed.has(id)])
    for (const [index, { at }] of devices.entries()) {
      const seen = async () => (await at.readWhole(room)).map(plain)
      await until(
        `device ${index} shows the archive`,
        async () => JSON.stringify(await seen()) === JSON.stringify(stored),
        60_000,
      ).catch(async () => expect(await seen(), `device ${index}`).toEqual(stored))
    }
  }
  const unreadOf = async ({ at }: Device) => {
    const shown = (await at.state()).rooms
    return rooms.map((room) => shown[room]?.unread)
  }
  for (const one of devices.filter((_, index) => index % 2 === 0)) {
    const mine = devices.filter(({ person }) => person === one.person)
    const isSame = async () => new Set((await Promise.all(mine.map(unreadOf))).map(String)).size === 1
    await until('unread is the same on both devices', isSame, 60_000).catch(async () => {
      expect(await unreadOf(mine[1] as Device)).toEqual(await unreadOf(one))
    })
    for (const room of rooms) await get(one.at, { kind: 'mark-all-read', room })
    for (const device of mine) {
      await until('nothing is unread', async () => (await unreadOf(device)).every((unread) => unread === 0), 30_000)
    }
  }
}

function buildDice(seed: number): Dice {
  let state = seed >>> 0
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides)
  }
}
