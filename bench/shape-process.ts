import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ShapeNetwork } from './shape-network.ts'

/** One service of docker-compose.yaml as a process of this machine: its own network, its own root with its volumes. */
export type ShapeProcess = {
  readonly name: string
  readonly start: () => void
  readonly pid: () => number
  readonly signal: (signal: NodeJS.Signals) => void
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: () => Promise<string>
  readonly hasEnded: () => boolean
  readonly logFile: string
  /** What is piped of it, where it talks. */
  readonly child: () => ChildProcess | undefined
}

export type ShapeService = {
  readonly name: string
  readonly host: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** `[what is here, where the service finds it]` */
  readonly mounts: readonly (readonly [string, string])[]
  /** Whether it is spoken with by its input and output. */
  readonly talks?: boolean
}

type Place = { readonly network: ShapeNetwork; readonly folder: string; readonly repoFolder: string }

export function describeProcess({ network, folder, repoFolder }: Place, service: ShapeService): ShapeProcess {
  const { name, host, command, environment, mounts } = service
  const root = join(folder, 'roots', name)
  const logFile = join(folder, 'logs', `${name}.log`)
  mkdirSync(root, { recursive: true })
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const script = join(folder, 'roots', `${name}.sh`)
  writeFileSync(script, buildRootScript(root, network.hostsFile, [[repoFolder, '/natter'], ...mounts]))
  let child: ChildProcess | undefined
  let ending: Promise<string> = Promise.resolve('never started')
  return {
    name,
    logFile,
    start: () => {
      const log = openSync(logFile, 'a')
      const [program = '', ...args] = [...network.within(host), 'unshare', '--mount', 'sh', script, ...command]
      const env = { PATH: process.env.PATH, HOME: '/tmp', ...environment }
      const started = spawn(program, args, {
        env,
        stdio: service.talks === true ? ['pipe', 'pipe', log] : ['ignore', log, log],
      })
      closeSync(log)
      child = started
      ending = once(started, 'exit').then(([code, signal]) => String(signal ?? code))
    },
    pid: () => child?.pid ?? 0,
    signal: (signal) => child?.kill(signal),
    ended: () => ending,
    hasEnded: () => child !== undefined && (child.exitCode !== null || child.signalCode !== null),
    child: () => child,
  }
}

/**
 * A root of its own in the memory of the process alone: the machine's folders, and over them the volumes. Each step replaces
 * the one before, so that the process that is killed is the service and nothing around it.
 */
function buildRootScript(root: string, hostsFile: string, mounts: readonly (readonly [string, string])[]): string {
  const binds = mounts.map(([from, to]) => {
    const make = statSync(from).isDirectory()
      ? `mkdir -p "${root}${to}"`
      : `mkdir -p "${root}${to}" && rmdir "${root}${to}" && : > "${root}${to}"`
    return `${make} && mount --bind "${from}" "${root}${to}"`
  })
  return `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "${root}"
for one in /*; do
  if [ -L "$one" ]; then cp -a "$one" "${root}$one"
  elif [ -d "$one" ]; then mkdir "${root}$one" && mount --rbind "$one" "${root}$one"; fi
done
mount --bind "${hostsFile}" "${root}/etc/hosts"
${binds.join('\n')}
exec chroot "${root}" sh -c 'cd /natter && exec "$@"' sh "$@"
`
}
