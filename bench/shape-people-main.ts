import { createInterface } from 'node:readline'
import type { NatsConnection } from 'nats.ws'
import { WebSocket as NodeWebSocket } from 'ws'
import type { RoomId } from '../common/ids.ts'
import { type ChatActor, signUpActor } from '../server/rigs/chat-test-actor.ts'

// Twenty people who say thirty messages a second, in the network of the show (shape-show.ts), which asks this process by
// lines: what was heard in a while, whether those whose session is over are still refused, and what was acknowledged.

const [server = '', ...doors] = process.argv.slice(2)
const everyMs = 1_000 / 30
const wide = 20
// As the real client: a dead line is noticed after one ping that nobody answers.
const client = { pingInterval: 5_000, maxPingOut: 1, timeout: 5_000 }

type Person = {
  readonly actor: ChatActor
  heardAt: number
  longestMs: number
  cuts: number
  node: string
}
type Acked = { readonly room: RoomId; readonly id: string; readonly text: string }

const people: Person[] = []
const guests: ChatActor[] = []
const acked: Acked[] = []
const roomSilence = new Map<RoomId, { heardAt: number; longestMs: number }>()
let ackTimes: number[] = []
let underWay = 0
let rooms: RoomId[] = []

async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (fault) {
      if (tries === 60) throw fault
      await new Promise((next) => setTimeout(next, 500))
    }
  }
}

async function signUp(handle: string): Promise<Person> {
  let person: Person | undefined
  const onHeard = (room: RoomId) => {
    const now = Date.now()
    if (person !== undefined) {
      person.longestMs = Math.max(person.longestMs, now - person.heardAt)
      person.heardAt = now
    }
    const silence = roomSilence.get(room)
    if (silence === undefined) return
    silence.longestMs = Math.max(silence.longestMs, now - silence.heardAt)
    silence.heardAt = now
  }
  const onConnected = (connection: NatsConnection) => {
    if (person !== undefined) person.node = connection.info?.server_name ?? ''
  }
  const onCut = () => {
    if (person !== undefined) person.cuts += 1
  }
  const actor = await signUpActor(server, handle, { client, onHeard, onConnected, onCut })
  person = { actor, heardAt: Date.now(), longestMs: 0, cuts: 0, node: '' }
  return person
}

async function begin() {
  for (let n = 0; n < wide; n++) people.push(await insist(() => signUp(`person${n}`)))
  const owner = people[0]?.actor
  if (owner === undefined) throw new Error('nobody is here')
  // Everybody in eight rooms, so that they lie in several shards.
  const members = people.slice(1).map(({ actor }) => actor.user)
  for (let n = 0; n < 8; n++) {
    const made = (await insist(() => owner.ask('POST', '/api/v1/rooms', { name: `Room ${n}`, members }))) as {
      room: { id: RoomId }
    }
    rooms.push(made.room.id)
  }
  for (const { actor } of people) await insist(() => actor.join(rooms))
  rooms = [...rooms]
  let turn = 0
  const timer = setInterval(() => {
    const person = people[turn % wide]
    const room = rooms[turn % rooms.length]
    const text = `message ${turn}`
    turn++
    if (person === undefined || room === undefined) return
    const saidAt = Date.now()
    underWay++
    void person.actor.post(room, text).then(({ id }) => {
      underWay--
      acked.push({ room, id, text })
      ackTimes.push(Date.now() - saidAt)
    })
  }, everyMs)
  return { rooms, stop: () => clearInterval(timer) }
}

/** So that some are on each node: whoever was cut from one has been on the others ever since. */
async function spread() {
  for (const { actor } of people) await actor.drop()
  return {}
}

function mark() {
  const now = Date.now()
  ackTimes = []
  for (const person of people) Object.assign(person, { heardAt: now, longestMs: 0, cuts: 0 })
  for (const room of rooms) roomSilence.set(room, { heardAt: now, longestMs: 0 })
  return { nodes: people.map(({ node }) => node) }
}

function report() {
  const now = Date.now()
  const silences = people.map(({ heardAt, longestMs, cuts }) => ({ ms: Math.max(longestMs, now - heardAt), cuts }))
  const worst = (cut: boolean) => Math.max(0, ...silences.filter(({ cuts }) => cuts > 0 === cut).map(({ ms }) => ms))
  const roomWorst = Math.max(
    ...[...roomSilence.values()].map(({ heardAt, longestMs }) => Math.max(longestMs, now - heardAt)),
  )
  return {
    acks: ackTimes.length,
    slowestAckMs: Math.max(0, ...ackTimes),
    underWay,
    cut: silences.filter(({ cuts }) => cuts > 0).length,
    silenceMs: worst(false),
    silenceCutMs: worst(true),
    roomSilenceMs: roomWorst,
  }
}

/** Somebody comes, is connected, and signs out: from then on their credential is to be refused everywhere. */
async function guest(name: string) {
  let tries = 0
  // Under another name each time: an answer that was lost on the way has made the account.
  const { actor } = await insist(() => signUp(`${name}x${tries++}`))
  await insist(() => actor.join([]))
  const answer = await insist(() => actor.ask('POST', '/api/v1/auth/logout', {}))
  await actor.close()
  guests.push(actor)
  return { pending: answer !== undefined }
}

async function letIn() {
  const found: string[] = []
  for (const one of guests)
    for (const door of doors) if (await one.isLetIn(door)) found.push(`${one.handle} at ${door}`)
  return { guests: guests.length, found }
}

/** Who may open the WebSocket, by the page that asks for it. */
async function origins() {
  const open = (origin: string | undefined) =>
    new Promise<string>((answer) => {
      const socket = new NodeWebSocket(doors[0] ?? '', origin === undefined ? {} : { origin })
      socket.on('open', () => {
        answer('open')
        socket.terminate()
      })
      socket.on('unexpected-response', (_request, response) => answer(String(response.statusCode)))
      socket.on('error', (fault) => answer(fault.message))
    })
  const asked = [server, 'app://natter', undefined, 'https://elsewhere.example', 'null']
  return { said: await Promise.all(asked.map(async (origin) => `${origin ?? 'no page'}: ${await open(origin)}`)) }
}

let run: Awaited<ReturnType<typeof begin>> | undefined
const verbs: Readonly<Record<string, (argument: string) => unknown>> = {
  begin: async () => {
    run = await begin()
    return { rooms: run.rooms }
  },
  origins,
  spread,
  mark,
  report,
  guest,
  'let-in': letIn,
  finish: async () => {
    run?.stop()
    while (underWay > 0) await new Promise((next) => setTimeout(next, 100))
    return { acked }
  },
  bye: () => process.exit(0),
}

for await (const line of createInterface({ input: process.stdin })) {
  const [verb = '', argument = ''] = line.split(' ')
  try {
    console.log(JSON.stringify((await verbs[verb]?.(argument)) ?? {}))
  } catch (fault) {
    console.log(JSON.stringify({ fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) }))
  }
}
