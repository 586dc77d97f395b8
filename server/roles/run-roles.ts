import { Gauge } from 'prom-client'
import { appError } from '../../common/app-error.ts'
import type { RoleName } from '../server-config.ts'
import type { Trouble } from '../server-health.ts'
import { roleTable } from './role-table.ts'
import type { RoleContext, RunningRole } from './server-role.ts'

export type RoleRun = {
  /** Resolves once every role has started, or the run was stopped. */
  readonly up: Promise<void>
  readonly check: () => Promise<readonly Trouble[]>
  /** The last to start is the first to stop. */
  readonly stop: () => Promise<void>
}

const tryAgainMs = 1_000

/** Starts the roles this process has. Throws what keeps one of those from starting that need no broker. */
export async function runRoles(context: RoleContext): Promise<RoleRun> {
  const { app, broker, registry } = context
  const names = [...context.config.roles]
  const servesPeople = names.includes('api')
  const running = new Map<RoleName, RunningRole>()
  const stopping = new AbortController()
  const isRunning = new Gauge({
    name: 'natter_role_running',
    help: 'Whether a role of this process has started',
    labelNames: ['role'],
    registers: [registry],
  })
  for (const name of names) isRunning.set({ role: name }, 0)
  const note = (name: RoleName, role: RunningRole) => {
    running.set(name, role)
    isRunning.set({ role: name }, 1)
  }

  for (const name of names) {
    const role = roleTable[name]
    if (role.starts === 'at-once') note(name, await role.start(context))
  }

  async function insist(name: RoleName, start: () => Promise<RunningRole>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return note(name, await start())
      } catch (err) {
        app.log.error({ err, role: name }, 'a role could not be started; tried again')
        await sleep(tryAgainMs, stopping.signal)
      }
    }
  }

  let starting: Promise<unknown> = Promise.resolve()
  const up = broker.up.then(async (backbone) => {
    if (backbone === undefined || stopping.signal.aborted) return
    starting = Promise.all(
      names.map(async (name) => {
        const role = roleTable[name]
        if (role.starts === 'with-broker') await insist(name, () => role.start(context, backbone))
      }),
    )
    await starting
  })

  return {
    up,
    check: async () => {
      const said = await Promise.all(
        names.map(async (name): Promise<readonly Trouble[]> => {
          const role = running.get(name)
          if (role !== undefined) return (await role.check?.()) ?? []
          const error = appError('busy', { detail: 'It has not started yet.' })
          return [{ part: name, error, gravity: 'failing' }]
        }),
      )
      // Where people are served they go on being served, whatever another role of the same process lacks.
      return said
        .flat()
        .map((trouble) =>
          servesPeople && trouble.part !== 'api' ? { ...trouble, gravity: 'warning' as const } : trouble,
        )
    },
    stop: async () => {
      stopping.abort()
      // Not for a broker that may never come.
      await starting
      for (const [, role] of [...running].reverse()) await role.stop()
    },
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((wake) => {
    const timer = setTimeout(wake, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      wake()
    })
  })
}
