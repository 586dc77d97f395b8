import type { Files } from './build-files.ts'
import { buildForwardSeals, type ForwardSeals } from './forwards/forward-seals.ts'
import { buildForwardService, type ForwardPorts, type SealForward } from './forwards/forward-service.ts'
import type { ArchiveBarrier } from './history/archive-barrier.ts'
import type { Store } from './store/store-port.ts'

export type ForwardServices = { readonly sealForward: SealForward; readonly isProvenForward: ForwardSeals['isProven'] }

export type ForwardParts = {
  readonly store: Pick<Store, 'archive' | 'history'>
  readonly files: Pick<Files, 'digestOf'>
  readonly barrier: Pick<ArchiveBarrier, 'reach'>
  readonly loadReach: ForwardPorts['loadReach']
  /** What seals are made with. */
  readonly secret: Buffer
}

/** What is passed on with its author's name: asked of the API, judged by the archiver. */
export function buildForwards({ store, files, barrier, loadReach, secret }: ForwardParts): ForwardServices {
  const seals = buildForwardSeals(secret)
  const sealForward = buildForwardService({
    ...{ seals, loadReach },
    loadMessages: store.archive.loadMessages,
    loadVersions: store.history.loadVersions,
    digestOf: files.digestOf,
    catchUp: async (shard) => (await barrier.reach(shard)).complete,
  })
  return { sealForward, isProvenForward: seals.isProven }
}
