import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { MongoClient } from 'mongodb'
import { readComposeFile, repoFolder } from '../server/rigs/compose-file.ts'
import { startTurnstile } from '../test-kit/mongo-turnstile.ts'
import { buildTable, sayCount } from './figures.ts'
import { createShapeNetwork, type ShapeNetwork } from './shape-network.ts'
import { describeProcess, type ShapeProcess, type ShapeService } from './shape-process.ts'
import { buildShapeService } from './shape-services.ts'

/**
 * `npm run bench -- shape`: the production shape by hand, from docker-compose.yaml's own commands, settings, files and host
 * names, each service in a network namespace and a root of its own, TLS everywhere: three nodes, two control planes with all
 * roles, Caddy. Twenty people say thirty messages a second through Caddy while each process in turn is killed (kill -9, back
 * after a second, as Docker would), paused for 20 s and restarted in order, and a route between two nodes is cut without a
 * word. Meanwhile guests sign out. At the end the archive is compared with what was acknowledged.
 *
 * Linux, as root; `caddy` on the PATH or in NATTER_CADDY. Some fifteen minutes. NATTER_SHAPE_ONLY names some of the services.
 * Not as in the compose file: one MongoDB without a password in the place of the replica set (`mongod` where it is on the PATH,
 * else the compatible server of the tests, one write at a time), and the name of the site.
 */
export async function runShapeShow(): Promise<void> {
  const caddy = process.env.NATTER_CADDY ?? findOnPath('caddy')
  const natsServer = process.env.NATTER_NATS_SERVER
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || caddy === undefined || natsServer === undefined) {
    console.log('\nThe production shape: left out, it needs Linux, root, and caddy on the PATH or in NATTER_CADDY')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'natter-shape-'))
  const shape = await startShape(folder, { caddy: resolve(caddy), natsServer: resolve(natsServer) })
  const stopAtOnce = () => void shape.stop().finally(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAtOnce)
  try {
    await shape.show()
  } finally {
    await shape.stop()
    if (process.env.NATTER_SHAPE_KEEP === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

const site = 'chat.internal'
const pauseMs = 20_000
/** As long as Docker waits before it starts a container again that died. */
const restartAfterMs = 1_000
const calmMs = 4_000
/** `fail_duration` of deploy/Caddyfile, and a little. */
const forgivenMs = 11_000

async function startShape(folder: string, programs: { readonly caddy: string; readonly natsServer: string }) {
  const compose = readComposeFile({ NATTER_DOMAIN: site, MONGO_PASSWORD: 'x', MONGO_ROOT_PASSWORD: 'x' })
  const serviceOf = (name: string) => {
    const found = compose.services[name]
    if (found === undefined) throw new Error(`docker-compose.yaml has no ${name}`)
    return found
  }
  const named = (pattern: RegExp) => Object.keys(compose.services).filter((name) => pattern.test(name))
  const nodes = named(/^nats-\d$/)
  const planes = named(/^control-plane-\d$/)
  const network = createShapeNetwork({
    hosts: [...nodes, ...planes, 'caddy', 'prepare', 'mongo', 'people'],
    subnet: compose.networks.default.ipam.config[0]?.subnet ?? '',
    fixed: { caddy: serviceOf('caddy').networks.default?.ipv4_address ?? '' },
    aliases: { [site]: 'caddy', 'mongo-door': '' },
    folder,
  })
  const place = { network, folder, repoFolder }
  const processes = new Map<string, ShapeProcess>()
  const describe = (service: ShapeService) => {
    const described = describeProcess(place, service)
    processes.set(service.name, described)
    return described
  }
  const ofCompose = (name: string, overrides: Readonly<Record<string, string>> = {}) =>
    buildShapeService(name, serviceOf(name), { programs, folder }, overrides)
  const standIn = { MONGODB_URL: 'mongodb://mongo-door:27017/natter', NATTER_CONTACTS: 'open' }
  const stopped: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const one of [...processes.values()].reverse()) {
      one.signal('SIGKILL')
      if (one.pid() > 0) await one.ended()
    }
    for (const end of stopped) await end()
    network.remove()
  }
  const isUp: Record<string, () => Promise<boolean>> = {}
  try {
    const prepare = describe(ofCompose('prepare'))
    prepare.start()
    if ((await prepare.ended()) !== '0') throw new Error(readFileSync(prepare.logFile, 'utf8'))

    const mongo = describe(buildMongo(folder))
    mongo.start()
    isUp.mongo = () => accepts(network.addressOf('mongo'), 27_017)
    await untilUp(isUp, ['mongo'])
    const door = await startTurnstile(
      { host: network.addressOf('mongo'), port: 27_017 },
      { host: network.gateway, port: 27_017 },
    )
    stopped.push(door.stop)

    for (const name of nodes) {
      describe(ofCompose(name)).start()
      isUp[name] = () => accepts(network.addressOf(name), 8_482)
    }
    await untilUp(isUp, nodes)
    for (const name of planes) {
      const plane = describe(ofCompose(name, standIn))
      plane.start()
      const [, ...question] = serviceOf(name).healthcheck?.test ?? []
      const asking = { ...ofCompose(name, standIn), name: `${name}-health`, command: question }
      isUp[name] = async () => {
        // Docker would.
        if (plane.hasEnded()) plane.start()
        const asked = describeProcess(place, asking)
        asked.start()
        return (await asked.ended()) === '0'
      }
    }
    await untilUp(isUp, planes)
    describe(ofCompose('caddy')).start()
    isUp.caddy = () => accepts(network.addressOf('caddy'), 443)
    await untilUp(isUp, ['caddy'])
    const people = await startPeople(describe, folder, nodes)
    return { stop, show: () => show({ people, processes, isUp, network, nodes, planes, folder, serviceOf }) }
  } catch (fault) {
    await stop()
    throw fault
  }
}

function buildMongo(folder: string): ShapeService {
  const data = join(folder, 'volumes', 'mongo')
  mkdirSync(data, { recursive: true })
  const mongod = findOnPath('mongod')
  const command =
    mongod === undefined
      ? ['sh', resolve(repoFolder, '..', 'shared', 'mongo', 'start'), '-data', '/data', '-listen', '0.0.0.0:27017']
      : [mongod, '--dbpath', '/data', '--bind_ip_all']
  const environment = { HOME: process.env.HOME ?? '' }
  return { name: 'mongo', host: 'mongo', command, environment, mounts: [[data, '/data']] }
}

type People = {
  readonly ask: (verb: string) => Promise<Record<string, never> & { readonly [key: string]: unknown }>
}

async function startPeople(
  describe: (service: ShapeService) => ShapeProcess,
  folder: string,
  nodes: readonly string[],
): Promise<People> {
  const caddyRoot = join(folder, 'volumes', 'caddy', 'caddy', 'pki', 'authorities', 'local', 'root.crt')
  await until(async () => existsSync(caddyRoot))
  const believed = join(folder, 'believed.pem')
  writeFileSync(
    believed,
    readFileSync(caddyRoot, 'utf8') + readFileSync(join(folder, 'volumes', 'tls', 'ca.pem'), 'utf8'),
  )
  const doors = [`wss://${site}/nats`, ...nodes.map((node) => `wss://${node}:8481`)]
  const people = describe({
    name: 'people',
    host: 'people',
    command: [process.execPath, 'build/bench/shape-people-main.js', `https://${site}`, ...doors],
    environment: { NODE_EXTRA_CA_CERTS: believed },
    mounts: [],
    talks: true,
  })
  people.start()
  const { stdin, stdout } = people.child() ?? {}
  if (!stdin || !stdout) throw new Error('the people cannot be spoken with')
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: stdout }).on('line', (line) => waiting.shift()?.(line))
  return {
    ask: (verb) =>
      new Promise((done, refuse) => {
        waiting.push((line) => {
          const answer = JSON.parse(line)
          if (answer.fault === undefined) done(answer)
          else refuse(new Error(`the people at ${verb}: ${answer.fault}`))
        })
        stdin.write(`${verb}\n`)
      }),
  }
}

type Stage = {
  readonly people: People
  readonly processes: ReadonlyMap<string, ShapeProcess>
  readonly isUp: Readonly<Record<string, () => Promise<boolean>>>
  readonly network: ShapeNetwork
  readonly nodes: readonly string[]
  readonly planes: readonly string[]
  readonly folder: string
  readonly serviceOf: (name: string) => { readonly stop_signal?: string | undefined }
}

async function show(stage: Stage): Promise<void> {
  const { people, processes, isUp, network, nodes, planes } = stage
  await people.ask('begin')
  const { said } = (await people.ask('origins')) as unknown as { said: readonly string[] }
  console.log(`The WebSocket for a page of ${said.join(', ')}`)
  await sleep(10_000)
  const rows: string[][] = []
  let guests = 0
  const only = process.env.NATTER_SHAPE_ONLY?.split(',')
  const play = async (
    what: string,
    act: (meanwhile: () => Promise<void>) => Promise<void>,
    whole: readonly string[],
  ) => {
    // Caddy passes over for a while who did not answer, and would send nobody there.
    await sleep(forgivenMs)
    await people.ask('spread')
    await sleep(calmMs)
    await people.ask('mark')
    await sleep(calmMs)
    const begunAt = Date.now()
    // Asked while it goes on; it may be answered only afterwards.
    let guest: Promise<unknown> = Promise.resolve()
    await act(async () => {
      guest = people.ask(`guest guest${guests++}`).catch((fault: unknown) => fault)
    })
    await untilUp(isUp, whole)
    const came = await guest
    if (came instanceof Error) throw came
    await sleep(calmMs)
    const seconds = ((Date.now() - begunAt) / 1_000).toFixed(0)
    const told = (await people.ask('report')) as unknown as Told
    const { found } = (await people.ask('let-in')) as unknown as { found: readonly string[] }
    const row = [
      what,
      `${seconds} s`,
      sayCount(told.acks),
      sayMs(told.slowestAckMs),
      told.cut === 20 ? 'none' : `${20 - told.cut}: ${sayMs(told.silenceMs)}`,
      told.cut === 0 ? 'none' : `${told.cut}: ${sayMs(told.silenceCutMs)}`,
      sayMs(told.roomSilenceMs),
      found.length === 0 ? 'refused' : `LET IN: ${found.join(', ')}`,
    ]
    rows.push(row)
    console.log(row.join(' | '))
  }

  for (const name of [...nodes, 'mongo', ...planes, 'caddy']) {
    const one = processes.get(name)
    if (one === undefined || (only !== undefined && !only.includes(name))) continue
    const stopSignal = (stage.serviceOf(name === 'mongo' ? 'mongo-1' : name).stop_signal ?? 'SIGTERM') as NodeJS.Signals
    await play(
      `${name} killed`,
      async (meanwhile) => {
        one.signal('SIGKILL')
        await one.ended()
        await meanwhile()
        await sleep(restartAfterMs)
        one.start()
      },
      [name],
    )
    await play(
      `${name} paused 20 s`,
      async (meanwhile) => {
        one.signal('SIGSTOP')
        await sleep(pauseMs / 2)
        await meanwhile()
        await sleep(pauseMs / 2)
        one.signal('SIGCONT')
      },
      [name],
    )
    await play(
      `${name} restarted`,
      async (meanwhile) => {
        one.signal(stopSignal)
        await meanwhile()
        await one.ended()
        one.start()
      },
      [name],
    )
  }
  const [first = '', second = ''] = nodes
  if (only === undefined || only.includes('route')) {
    await play(
      `route ${first} to ${second} cut 20 s`,
      async (meanwhile) => {
        network.cut(first, second)
        await sleep(pauseMs / 2)
        await meanwhile()
        await sleep(pauseMs / 2)
        network.heal(first, second)
      },
      nodes,
    )
  }
  console.log(
    `\nThe production shape, thirty messages a second from twenty people:\n${buildTable([
      ['', 'for', 'acks', 'slowest', 'not cut: silence', 'cut: silence', 'a room', 'signed out'],
      ...rows,
    ])}`,
  )
  await compare(stage)
}

type Told = {
  readonly acks: number
  readonly slowestAckMs: number
  readonly cut: number
  readonly silenceMs: number
  readonly silenceCutMs: number
  readonly roomSilenceMs: number
}

/**
 * Every acknowledged message is in the archive once, and nothing else is. Read by the driver itself, in one go: the stand-in
 * looks through all documents for each page, and would have time for nobody else.
 */
async function compare({ people, network }: Stage): Promise<void> {
  const { acked } = (await people.ask('finish')) as unknown as { acked: { room: string; id: string }[] }
  const wanted = new Set(acked.map(({ room, id }) => `${room} ${id}`))
  const client = await MongoClient.connect(`mongodb://${network.addressOf('mongo')}:27017`)
  try {
    const db = client.db('natter')
    let archived: string[] = []
    const isThere = async () => {
      await sleep(3_000)
      const found = await db
        .collection('messages')
        .find({}, { projection: { _id: 0, room: 1, id: 1 } })
        .toArray()
      archived = found.map(({ room, id }) => `${room} ${id}`)
      return archived.length >= wanted.size
    }
    await until(isThere, 180_000).catch(() => {})
    const there = new Set(archived)
    const lost = [...wanted].filter((one) => !there.has(one))
    const strange = [...there].filter((one) => !wanted.has(one))
    console.log(
      `${sayCount(wanted.size)} acknowledged, ${sayCount(archived.length)} archived: ${lost.length} lost, ` +
        `${archived.length - there.size} doubled, ${strange.length} of nobody; ` +
        `${await db.collection('set_aside').countDocuments()} set aside`,
    )
    for (const one of lost.slice(0, 10)) console.log(`lost: ${one}`)
  } finally {
    await client.close()
  }
}

function sayMs(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

async function untilUp(
  isUp: Readonly<Record<string, () => Promise<boolean>>>,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await until(isUp[name] ?? (async () => false), 120_000, name)
}

async function until(isSo: () => Promise<boolean>, withinMs = 60_000, what = 'it'): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await isSo()); ) {
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${withinMs / 1_000} s`)
    await sleep(100)
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const end = (is: boolean) => {
      socket.destroy()
      answer(is)
    }
    socket.once('connect', () => end(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false))
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}
