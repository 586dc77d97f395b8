import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { brokerSettingNames, parseBrokerSettings } from './broker-settings.ts'
import { buildBrokerConfig } from './nats/broker-config.ts'
import { type ComposeService, readComposeFile, repoFolder } from './rigs/compose-file.ts'
import { ensureCertificates } from './secrets/certificate-folder.ts'
import { parseServerConfig, serverSettingNames } from './server-config.ts'

// docker-compose.yaml, deploy/ and the workflow are configuration that runs where no test of ours does. So that they are true
// all the same, they are held against what the server knows, and against each other.
const given = { NATTER_DOMAIN: 'chat.example.org', MONGO_PASSWORD: 'pass', MONGO_ROOT_PASSWORD: 'root' }
const { services, networks, volumes } = readComposeFile(given)
const read = (...path: string[]) => readFileSync(join(repoFolder, ...path), 'utf8')
const service = (name: string): ComposeService => {
  const found = services[name]
  if (found === undefined) throw new Error(`there is no service ${name}`)
  return found
}
const named = (prefix: string) => Object.keys(services).filter((name) => new RegExp(`^${prefix}-\\d$`).test(name))
const nodes = named('nats')
const planes = named('control-plane')
const mongos = named('mongo')
const caddyfile = read('deploy', 'Caddyfile')
const prepareScript = read('deploy', 'prepare-nodes.sh')

describe('the production shape', () => {
  let tls: string
  beforeAll(async () => {
    tls = mkdtempSync(join(tmpdir(), 'natter-deployment-'))
    const hosts = (/--authority \/authority \\\n(.*)\n/.exec(prepareScript)?.[1] ?? '').trim().split(' ')
    await ensureCertificates({
      folder: tls,
      authorityFolder: join(tls, 'authority'),
      hosts: hosts.map((name) => ({ name, names: [name] })),
      now: Date.now(),
    })
  })
  afterAll(() => rmSync(tls, { recursive: true, force: true }))

  const inTls = (value: string) => value.replace(/^\/tls\//, `${tls}/`)
  const planeConfig = (name: string) => {
    const environment = Object.entries(service(name).environment).map(([key, value]) => [key, inTls(value)])
    const parsed = parseServerConfig(Object.fromEntries(environment), '/natter')
    if (!parsed.ok) throw new Error(parsed.error.join('\n'))
    return parsed.value
  }
  const nodeSettings = (name: string) => {
    const ofScript = [...prepareScript.matchAll(/\b(NATTER_\w+)="?([^"\s]+)"?/g)].map(([, key = '', value = '']) => [
      key,
      inTls(value.replace('$node', name.slice(-1))),
    ])
    const parsed = parseBrokerSettings({ ...service('prepare').environment, ...Object.fromEntries(ofScript) })
    if (!parsed.ok) throw new Error(parsed.error.join('\n'))
    return parsed.value
  }

  it('has three nodes, three members, two control planes, and sets nothing that the server does not know', () => {
    expect([nodes.length, mongos.length, planes.length]).toEqual([3, 3, 2])
    for (const name of planes) {
      expect(Object.keys(service(name).environment).filter((key) => !serverSettingNames.includes(key))).toEqual([])
    }
    const ofNodes = [...Object.keys(service('prepare').environment), ...(prepareScript.match(/NATTER_\w+(?==)/g) ?? [])]
    expect(ofNodes.filter((key) => !brokerSettingNames.includes(key))).toEqual([])
  })

  it('names hosts and ports on all sides alike', () => {
    const [first = ''] = nodes
    const node = nodeSettings(first)
    expect(node.routes).toEqual(nodes.map((name) => `${name}:${node.clusterPort}`))
    // By address they would never believe each other's certificates.
    for (const name of nodes)
      expect(node.routes.map((route) => route.split(':')[0])).toContain(nodeSettings(name).tls.certificate?.names[0])
    for (const name of nodes) {
      expect(service(name).command).toEqual(['-c', `/nodes/${name.slice(-1)}/nats/nats-server.conf`])
      expect(service(name).healthcheck?.test.at(-1)).toBe(String(node.tcpPort))
    }
    for (const name of planes) {
      const config = planeConfig(name)
      expect(config.natsUrls).toEqual(nodes.map((node_) => `tls://${node_}:${node.tcpPort}`))
      expect(config.natsTls).toEqual({ kind: 'always', caFile: join(tls, 'ca.pem') })
      expect(config.natsWsUrls).toEqual(['wss://chat.example.org/nats'])
      expect(config.natsReplicas).toBe(nodes.length)
      expect(config.mongodbUrl).toBe(`mongodb://natter:pass@${mongos}/natter?replicaSet=natter`)
    }
    const upstreams = [...caddyfile.matchAll(/reverse_proxy (.*) \{/g)].map(([, list = '']) => list.split(' '))
    expect(upstreams).toEqual([
      nodes.map((name) => `https://${name}:${node.webSocketPort}`),
      planes.map((name) => `https://${name}:${planeConfig(name).port}`),
    ])
    expect(service('caddy').ports.map((port) => port.split(':')[0])).toEqual(['80', '443', '443'])
    for (const name of [...nodes, ...planes, ...mongos]) expect(service(name).ports).toEqual([])
  })

  it('encrypts what is said between machines, each part by a certificate of its own', () => {
    for (const [at, name] of [...nodes, ...planes].entries()) {
      const { certificate, caFile } = at < nodes.length ? nodeSettings(name).tls : planeConfig(name).tls
      expect([certificate?.names, certificate?.certFile, caFile]).toEqual([
        [name],
        join(tls, `${name}.pem`),
        join(tls, 'ca.pem'),
      ])
      expect(service(name).volumes).toContain('tls:/tls:ro')
    }
    expect(caddyfile.match(/tls_trust_pool file \/tls\/ca\.pem/g)).toHaveLength(2)
    // Whoever has the authority's key can pass for any part.
    const holders = Object.entries(services).filter(([, { volumes: held }]) =>
      held.some((one) => /^authority:/.test(one)),
    )
    expect(holders.map(([name]) => name)).toEqual(['prepare'])
  })

  it('lets only pages of its own reach the broker, and believes the proxy alone', () => {
    expect(caddyfile).toMatch(/header Origin \*\s+not header Origin https:\/\/\{\$NATTER_DOMAIN:localhost\}/)
    // Only within `route` in the order they are written: elsewhere Caddy hands on first (tried).
    expect(caddyfile).toMatch(/\n\troute \{\n\t\trespond @foreign .* 403\n\s+handle \/nats \{/)
    const address = service('caddy').networks.default?.ipv4_address ?? ''
    for (const name of planes) expect(planeConfig(name).trustedProxies).toEqual([address])
    const subnet = networks.default.ipam.config[0]?.subnet ?? ''
    expect(address.startsWith(subnet.replace(/\.0\/24$/, '.'))).toBe(true)
  })

  it('asks for a password at the database, and knows its members by a key', () => {
    for (const name of mongos) {
      const { command } = service(name)
      expect(command[command.indexOf('--keyFile') + 1]).toBe('/mongo-keys/keyfile')
      expect(command[command.indexOf('--replSet') + 1]).toBe('natter')
    }
    expect(read('deploy', 'mongo-keys.sh')).toContain('file=/mongo-keys/keyfile')
    expect(() => readComposeFile({})).toThrow(/deploy\/make-env\.sh/)
    const written = read('deploy', 'make-env.sh').match(/^(\w+)=/gm) ?? []
    expect(written.map((line) => line.slice(0, -1)).filter((name) => !(name in given))).toEqual([])
  })

  it('bounds its logs, starts again by itself, and keeps all it names', () => {
    for (const [name, { logging, restart, command, volumes: mounted }] of Object.entries(services)) {
      expect([name, logging?.options['max-size'], logging?.options['max-file']]).toEqual([name, '10m', '5'])
      const runsOnce = /(?:\.sh|mongo-set\.js)$/.test(command.join(' '))
      expect([name, restart]).toEqual([name, runsOnce ? undefined : 'unless-stopped'])
      for (const [source = ''] of mounted.map((one) => one.split(':'))) {
        if (source.startsWith('./')) expect(readdirSync(join(repoFolder, 'deploy'))).toContain(source.split('/').at(-1))
        else expect(Object.keys(volumes)).toContain(source)
      }
    }
  })

  it('gives a node that is stopped the time to let its clients go one by one', () => {
    const [first = ''] = nodes
    const config = buildBrokerConfig({
      ...nodeSettings(first),
      tls: undefined as never,
      operatorJwt: '',
      systemAccount: '',
      resolverFolder: '',
      streamsFolder: '',
      maxFileStoreBytes: 1,
      maxMemoryStoreBytes: 1,
    })
    const seconds = (pattern: RegExp, text: string) => Number(pattern.exec(text)?.[1])
    const letGo = seconds(/lame_duck_duration: "(\d+)s"/, config)
    expect(letGo).toBeGreaterThan(seconds(/lame_duck_grace_period: "(\d+)s"/, config))
    for (const name of nodes) {
      expect(service(name).stop_signal).toBe('SIGUSR2')
      expect(seconds(/^(\d+)s$/, service(name).stop_grace_period ?? '')).toBeGreaterThan(letGo)
    }
  })

  it('is asked about its health by what is in the image', () => {
    for (const name of planes) {
      const [how, program, file = ''] = service(name).healthcheck?.test ?? []
      expect([how, program]).toEqual(['CMD', 'node'])
      expect(read(...file.replace('build/', '').replace('.js', '.ts').split('/'))).toContain('/readyz')
      expect(service(name).command.at(-1)).toBe('build/server/server-main.js')
    }
    expect(read('deploy', 'Dockerfile')).toContain('COPY --from=build /natter/build/server ./build/server')
  })
})

describe('versions', () => {
  const imageOf = (name: string) => service(name).image
  const workflow = read('.github', 'workflows', 'server.yml')

  it('are pinned, and the same wherever they are said', () => {
    for (const [name, { image }] of Object.entries(services)) {
      if (!image.startsWith('natter:')) expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+\.\d+/)])
    }
    const release = /RELEASE_VERSION = '([\d.]+)'/.exec(read('scripts', 'fetching', 'nats-release.mjs'))?.[1]
    expect(new Set(nodes.map(imageOf))).toEqual(new Set([`nats:${release}-alpine`]))
    const mongo = imageOf('mongo-1')
    expect(new Set([...mongos, 'mongo-keys', 'mongo-set'].map(imageOf))).toEqual(new Set([mongo]))
    // The workflow's tests run on the database, and the Node, that are brought out.
    expect(workflow).toContain(`image: ${mongo}\n`)
    const node = new Set([...read('deploy', 'Dockerfile').matchAll(/^FROM node:([\d.]+)-/gm)].map(([, found]) => found))
    expect([...node]).toEqual([/node-version: ([\d.]+)/.exec(workflow)?.[1]])
    const oldest = (z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')))
      .engines.node.match(/\d+/g) ?? []) as string[]
    expect(Number([...node][0]?.split('.')[0])).toBeGreaterThanOrEqual(Number(oldest[0]))
  })
})

describe('the workflow', () => {
  const job = z.object({
    needs: z.string().optional(),
    if: z.string().optional(),
    'timeout-minutes': z.number(),
    permissions: z.record(z.string(), z.string()).optional(),
    steps: z.array(
      z.object({
        uses: z.string().optional(),
        run: z.string().optional(),
        with: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  })
  const { jobs, permissions } = z
    .object({ permissions: z.record(z.string(), z.string()), jobs: z.record(z.string(), job) })
    .parse(parse(read('.github', 'workflows', 'server.yml')))
  const stepsOf = (name: string) => jobs[name]?.steps ?? []
  const runsOf = (name: string) =>
    stepsOf(name)
      .flatMap(({ run }) => run ?? [])
      .join('\n')

  it('tests, then builds the image, then deploys it, and each only after the one before', () => {
    expect(Object.keys(jobs)).toEqual(['test', 'image', 'deploy'])
    expect([jobs.image?.needs, jobs.deploy?.needs]).toEqual(['test', 'image'])
    expect(runsOf('test')).toContain('npm test')
    const push = stepsOf('image').find(({ uses }) => uses?.startsWith('docker/build-push-action@'))
    expect(push?.with).toMatchObject({ file: 'deploy/Dockerfile', push: true })
    expect(runsOf('deploy')).toContain('sh deploy/roll-out.sh')
    expect(jobs.deploy?.if).toContain('refs/heads/main')
  })

  it('has no more rights than it needs, and pins what it uses', () => {
    expect(permissions).toEqual({ contents: 'read' })
    expect(jobs.image?.permissions).toEqual({ contents: 'read', packages: 'write' })
    for (const { uses } of Object.values(jobs).flatMap(({ steps }) => steps)) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/)
    }
    // What a stranger may write goes into no shell.
    for (const { run } of Object.values(jobs).flatMap(({ steps }) => steps)) {
      expect(run ?? '').not.toMatch(/\$\{\{\s*(?:github\.(?:event|head_ref)|inputs)/)
    }
  })
})

describe('the script that shards the messages', () => {
  const run = (isCluster: boolean, isSharded: boolean) => {
    const calls: unknown[] = []
    const said: string[] = []
    const messages = { createIndex: (...given_: unknown[]) => calls.push(['createIndex', ...given_]) }
    const config = { collections: { findOne: () => (isSharded ? {} : null) } }
    runInNewContext(read('deploy', 'shard-messages.js'), {
      process: { env: {} },
      print: (text: string) => said.push(text),
      db: {
        hello: () => (isCluster ? { msg: 'isdbgrid' } : {}),
        getSiblingDB: (name: string) => (name === 'config' ? config : { messages, search_entries: messages }),
      },
      sh: {
        enableSharding: (...given_: unknown[]) => calls.push(['enableSharding', ...given_]),
        shardCollection: (...given_: unknown[]) => calls.push(['shardCollection', ...given_]),
      },
    })
    return { calls: JSON.parse(JSON.stringify(calls)), said }
  }

  it('spreads them by their unique index where there is a cluster, once', () => {
    const key = { room: 1, id: 1 }
    expect(run(true, false).calls).toEqual([
      ['enableSharding', 'natter'],
      ['createIndex', key, { unique: true }],
      ['shardCollection', 'natter.messages', key, true],
      ['enableSharding', 'natter'],
      ['createIndex', key, { unique: true }],
      ['shardCollection', 'natter.search_entries', key, true],
    ])
    expect(run(true, true)).toEqual({
      calls: [],
      said: ['natter.messages is sharded already.', 'natter.search_entries is sharded already.'],
    })
    expect(run(false, false)).toMatchObject({ calls: [], said: [expect.stringMatching(/no sharded cluster/)] })
    expect(read('server', 'store', 'mongo', 'mongo-indexes.ts')).toContain('{ key: { room: 1, id: 1 }, unique: true }')
  })
})
