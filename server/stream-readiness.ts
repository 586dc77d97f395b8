import { appError } from '../common/app-error.ts'
import type { BrokerLink } from './broker-link.ts'
import type { CheckReadiness, Trouble } from './server-health.ts'
import type { BrokerSync } from './setting-schemas.ts'
import type { Store } from './store/store-port.ts'

export type StreamReadinessOptions = {
  readonly store: { readonly shards: Pick<Store['shards'], 'loadShards'> }
  readonly broker: { readonly ports: Pick<BrokerLink['ports'], 'loadStreamFill' | 'countShards'> }
  readonly sync: BrokerSync
}

const warnedFill = 0.85

/** What is to be seen to with the streams. All of it is the same for every copy, so none is taken away for it. */
export function buildStreamReadiness({ store, broker, sync }: StreamReadinessOptions): CheckReadiness {
  return async () => {
    const rows = await store.shards.loadShards()
    const shards = Array.from({ length: broker.ports.countShards() }, (_, shard) => shard)
    const fills = await Promise.all(shards.map((shard) => broker.ports.loadStreamFill(shard)))
    return [
      ...rows.flatMap(({ shard, state: { repair, gaps } }) => [
        ...(repair === undefined || repair.step === 'opened' ? [] : [fenced(shard, repair.step)]),
        ...gaps.filter(({ confirmedAt }) => confirmedAt === undefined).map((gap) => lost(shard, gap)),
      ]),
      ...fills.flatMap((fill, shard) => (fill.ok && fill.value >= warnedFill ? [full(shard, fill.value)] : [])),
      ...(sync === 'always' ? [] : [warning(`The broker syncs every ${sync}: a power cut loses what came since.`)]),
    ]
  }
}

function fenced(shard: number, step: string): Trouble {
  return warning(`Shard ${shard} is fenced: its stream is younger than the archive and is being mended (${step}).`)
}

function lost(shard: number, { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number }): Trouble {
  const what = `Shard ${shard} has lost what stood from ${fromSeq} to ${toSeq}`
  return warning(`${what}: its rooms get no new credentials until npm run confirm-members -- ${shard}.`)
}

function full(shard: number, fill: number): Trouble {
  const detail = `The stream of shard ${shard} is ${Math.round(fill * 100)} % full.`
  return { part: 'streams', error: appError('stream-full', { detail }), gravity: 'warning' }
}

function warning(detail: string): Trouble {
  return { part: 'streams', error: appError('busy', { detail }), gravity: 'warning' }
}
