import { appError } from '../common/app-error.ts'
import type { BrokerLink } from './broker-link.ts'
import type { CheckReadiness, Trouble } from './server-health.ts'
import { type Store, StoreUnavailableError } from './store/store-port.ts'

export type ReadinessOptions = {
  readonly store: Pick<Store, 'ping'> & { readonly archive: Pick<Store['archive'], 'loadPosition'> }
  readonly broker: Pick<BrokerLink, 'check'> & {
    readonly ports: Pick<BrokerLink['ports'], 'loadStreamLastSeq' | 'missingServers'>
  }
  readonly shards: number
  /** What the roles of this process say of themselves. */
  readonly checkRoles: CheckReadiness
}

/** So far behind, history is no use; what is archived is still served, and said to be incomplete. */
const maxLagEvents = 50_000

/**
 * Asks each part whether it works; the answer names those that do not. Anybody may ask, so whoever comes while a check
 * is under way shares it. An archive that lags, or that nobody writes, is the same for every copy: they warn of it, and
 * people go on signing in and speaking.
 */
export function buildReadiness(options: ReadinessOptions): CheckReadiness {
  let running: ReturnType<CheckReadiness> | undefined
  const check: CheckReadiness = async () => {
    const [store, broker] = await Promise.all([checkStore(options), checkBroker(options)])
    const failing = [store, broker].filter((one) => one !== undefined)
    if (failing.length > 0) return failing
    const [roles, lag] = await Promise.all([options.checkRoles(), checkLag(options)])
    return [...roles, ...[lag, checkClaims(options)].filter((one) => one !== undefined)]
  }
  return () => {
    running ??= check().finally(() => {
      running = undefined
    })
    return running
  }
}

async function checkStore({ store }: ReadinessOptions): Promise<Trouble | undefined> {
  try {
    await store.ping()
    return undefined
  } catch (cause) {
    if (!(cause instanceof StoreUnavailableError)) throw cause
    return { part: 'store', error: appError('store-unavailable', { cause }), gravity: 'failing' }
  }
}

async function checkBroker({ broker }: ReadinessOptions): Promise<Trouble | undefined> {
  const checked = await broker.check()
  return checked.ok ? undefined : { ...checked.error, gravity: 'failing' }
}

/** A server of the broker that does not answer may go on serving people whose credential was taken back. */
function checkClaims({ broker }: ReadinessOptions): Trouble | undefined {
  const missing = broker.ports.missingServers()
  if (missing.length === 0) return undefined
  const detail = `Not heard by ${missing.join(', ')}: what was revoked may go on there until they answer.`
  return { part: 'nats', error: appError('nats-unavailable', { detail }), gravity: 'warning' }
}

async function checkLag(options: ReadinessOptions): Promise<Trouble | undefined> {
  const lags = await Promise.all(Array.from({ length: options.shards }, (_, shard) => loadLag(options, shard)))
  const worst = Math.max(...lags)
  if (worst <= maxLagEvents) return undefined
  const error = appError('busy', { detail: `The archive is ${worst} events behind.` })
  return { part: 'archiver', error, gravity: 'warning' }
}

async function loadLag({ store, broker }: ReadinessOptions, shard: number): Promise<number> {
  const last = await broker.ports.loadStreamLastSeq(shard)
  return last.ok ? last.value - (await store.archive.loadPosition(shard)) : 0
}
