import { appError } from '../../common/app-error.ts'
import { startGuard } from '../guard/guard-service.ts'
import { connectSystem } from '../nats/broker-connection.ts'
import type { RunningRole, ServerRole } from './server-role.ts'

/** So long the broker's counters may be unheard before somebody should know. */
const silentMs = 10_000

/** Keeps floods from the others: `server/guard/guard-service.ts`. Off, it runs and does nothing. */
export const guardRole: ServerRole = {
  starts: 'with-broker',
  start: async ({ config, natsKeys, services, registry, app }): Promise<RunningRole> => {
    if (!config.guard) return { stop: async () => {} }
    const system = await connectSystem({
      servers: config.natsUrls,
      tls: config.natsTls,
      keys: natsKeys,
      name: 'natter-guard',
      waitMs: 5_000,
    })
    if (!system.ok) throw new Error('the system account cannot be reached', { cause: system.error.cause })
    const guard = startGuard({
      system: system.value,
      account: natsKeys.clientsAccount.publicKey,
      eventsPerMinute: config.eventsPerMinute,
      hold: services.penalties.hold,
      registry,
      log: app.log,
    })
    return {
      stop: async () => {
        guard.stop()
        await system.value.close()
      },
      check: async () => {
        const silent = guard.silentServers()
        const isDeaf = Date.now() - guard.heardAt() > silentMs
        if (!isDeaf && silent.length === 0) return []
        const what = isDeaf ? 'the broker' : silent.join(', ')
        const detail = `The guard hears nothing of ${what}: floods there are not held off.`
        return [{ part: 'guard', error: appError('busy', { detail }), gravity: 'warning' }]
      },
    }
  },
}
