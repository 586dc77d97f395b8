import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A network of this machine alone: each host in a namespace of its own, all on one bridge. Linux, as root. */
export type ShapeNetwork = {
  readonly addressOf: (host: string) => string
  /** The bridge itself: what runs outside of the namespaces is reached here. */
  readonly gateway: string
  /** A command that runs in the host's namespace. */
  readonly within: (host: string) => readonly string[]
  /** Neither of the two hears the other any more, and neither is told so. */
  readonly cut: (one: string, other: string) => void
  readonly heal: (one: string, other: string) => void
  readonly hostsFile: string
  readonly remove: () => void
}

type Places = {
  readonly hosts: readonly string[]
  /** `172.29.84.0/24` */
  readonly subnet: string
  /** Hosts with an address of their own choice. */
  readonly fixed: Readonly<Record<string, string>>
  /** Further names, of a host or of the gateway (`''`). */
  readonly aliases: Readonly<Record<string, string>>
  readonly folder: string
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })

export function createShapeNetwork({ hosts, subnet, fixed, aliases, folder }: Places): ShapeNetwork {
  const id = `nt${process.pid % 100_000}`
  const bridge = `${id}b`
  const base = subnet.replace(/\.0\/24$/, '')
  const gateway = `${base}.1`
  const addresses = new Map(hosts.map((host, at) => [host, fixed[host] ?? `${base}.${at + 11}`]))
  const addressOf = (host: string) => (host === '' ? gateway : (addresses.get(host) ?? gateway))
  const spaceOf = (host: string) => `${id}-${host}`
  const made: string[] = []
  const remove = () => {
    for (const space of made.splice(0)) ip('netns', 'del', space)
    ip('link', 'del', bridge)
  }
  ip('link', 'add', bridge, 'type', 'bridge')
  ip('addr', 'add', `${gateway}/24`, 'dev', bridge)
  ip('link', 'set', bridge, 'up')
  for (const [at, host] of hosts.entries()) {
    const space = spaceOf(host)
    ip('netns', 'add', space)
    made.push(space)
    ip('link', 'add', `${id}v${at}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
    ip('link', 'set', `${id}v${at}`, 'master', bridge, 'up')
    ip('-n', space, 'addr', 'add', `${addressOf(host)}/24`, 'dev', 'eth0')
    ip('-n', space, 'link', 'set', 'eth0', 'up')
    ip('-n', space, 'link', 'set', 'lo', 'up')
  }
  mkdirSync(folder, { recursive: true })
  const hostsFile = join(folder, 'hosts')
  const lines = [
    '127.0.0.1 localhost',
    ...hosts.map((host) => `${addressOf(host)} ${host}`),
    ...Object.entries(aliases).map(([name, host]) => `${addressOf(host)} ${name}`),
  ]
  writeFileSync(hostsFile, `${lines.join('\n')}\n`)
  const both = (action: 'add' | 'del', one: string, other: string) => {
    ip('-n', spaceOf(one), 'route', action, 'blackhole', `${addressOf(other)}/32`)
    ip('-n', spaceOf(other), 'route', action, 'blackhole', `${addressOf(one)}/32`)
  }
  return {
    addressOf,
    gateway,
    within: (host) => ['ip', 'netns', 'exec', spaceOf(host)],
    cut: (one, other) => both('add', one, other),
    heal: (one, other) => both('del', one, other),
    hostsFile,
    remove,
  }
}
