import { type AppError, appError } from '../common/app-error.ts'
import type { BrokerLink } from './broker-link.ts'
import type { CheckReadiness } from './server-health.ts'
import { type Store, StoreUnavailableError } from './store/store-port.ts'

export type ReadinessOptions = {
  readonly store: Pick<Store, 'ping' | 'loadPosition'>
  readonly broker: Pick<BrokerLink, 'check'> & { readonly ports: Pick<BrokerLink['ports'], 'loadStreamLastSeq'> }
  readonly shards: number
  /** Whether this process's archiver runs, where it has that role. */
  readonly isArchiving: () => boolean
}

/** So far behind, history is no use; what is archived is still served, and said to be incomplete. */
const maxLagEvents = 50_000

type Failing = Awaited<ReturnType<CheckReadiness>>[number]

/**
 * Asks each part whether it works; the answer names those that do not. Anybody may ask, so whoever comes while a check
 * is under way shares it.
 */
export function buildReadiness(options: ReadinessOptions): CheckReadiness {
  let running: ReturnType<CheckReadiness> | undefined
  const check: CheckReadiness = async () => {
    const [store, broker] = await Promise.all([checkStore(options), checkBroker(options)])
    const failing = [store, broker].filter((one) => one !== undefined)
    if (failing.length > 0) return failing
    const archiver = await checkArchiver(options)
    return archiver === undefined ? [] : [archiver]
  }
  return () => {
    running ??= check().finally(() => {
      running = undefined
    })
    return running
  }
}

async function checkStore({ store }: ReadinessOptions): Promise<Failing | undefined> {
  try {
    await store.ping()
    return undefined
  } catch (cause) {
    if (!(cause instanceof StoreUnavailableError)) throw cause
    return { part: 'store', error: appError('store-unavailable', { cause }) }
  }
}

async function checkBroker({ broker }: ReadinessOptions): Promise<Failing | undefined> {
  const checked = await broker.check()
  return checked.ok ? undefined : checked.error
}

async function checkArchiver(options: ReadinessOptions): Promise<Failing | undefined> {
  if (!options.isArchiving()) return { part: 'archiver', error: behind('It has not started yet.') }
  const lags = await Promise.all(Array.from({ length: options.shards }, (_, shard) => loadLag(options, shard)))
  const worst = Math.max(...lags)
  if (worst <= maxLagEvents) return undefined
  return { part: 'archiver', error: behind(`The archive is ${worst} events behind.`) }
}

async function loadLag({ store, broker }: ReadinessOptions, shard: number): Promise<number> {
  const last = await broker.ports.loadStreamLastSeq(shard)
  return last.ok ? last.value - (await store.loadPosition(shard)) : 0
}

function behind(detail: string): AppError {
  return appError('busy', { detail })
}
