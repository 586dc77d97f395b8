import { createHolderName } from '../holder-name.ts'
import { buildHeldLease } from '../leases/held-lease.ts'
import { connectSystem } from '../nats/broker-connection.ts'
import { startPresence } from '../presence/presence-service.ts'
import type { RunningRole, ServerRole } from './server-role.ts'

const leaseLifeMs = 4_000

/** Who is here: `server/presence/presence-service.ts`. */
export const presenceRole: ServerRole = {
  starts: 'with-broker',
  start: async ({ config, natsKeys, services, store, app }, backbone): Promise<RunningRole> => {
    const system = await connectSystem({
      servers: config.natsUrls,
      keys: natsKeys,
      name: 'natter-presence',
      waitMs: 5_000,
    })
    if (!system.ok) throw new Error('the system account cannot be reached', { cause: system.error.cause })
    const presence = startPresence({
      system: system.value,
      backbone,
      account: natsKeys.clientsAccount.publicKey,
      loadFacts: services.loadPresenceFacts,
      lease: buildHeldLease(store.leases, { name: 'presence', holder: createHolderName(), lifeMs: leaseLifeMs }),
      log: app.log,
    })
    return {
      stop: async () => {
        await presence.stop()
        await system.value.close()
      },
    }
  },
}
