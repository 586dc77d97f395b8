import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TestIdentity } from './nats-test-client.ts'
import type { TestNats } from './nats-test-server.ts'
import { findRepoFolder } from './server-test-process.ts'

/** For tests: somebody who floods the broker from a thread of their own, so that the tests' own thread measures others. */
export type Flood = {
  /** Resolves once the first connection stands and floods. */
  readonly begun: Promise<number>
  /** When the broker refused the credential, by `performance.now()`. */
  readonly refused: Promise<number>
  readonly sentBytes: () => number
  readonly opened: () => number
  readonly closed: () => number
  readonly stop: () => Promise<void>
}

export type FloodOptions = {
  readonly nats: Pick<TestNats, 'wsUrl'>
  readonly who: TestIdentity
  readonly jwt: string
  /** One line of the protocol, which is repeated; empty: the connections are only held. */
  readonly line: string
  readonly connections?: number
}

type Said = { readonly kind: 'open' | 'closed' | 'refused'; readonly sentBytes?: number; readonly opened?: number }
const chunkBytes = 32 * 1_024

export function startFlood({ nats, who, jwt, line, connections = 1 }: FloodOptions): Flood {
  const workerData = {
    wsUrl: nats.wsUrl,
    jwt,
    seed: who.key.seed,
    chunk: line.repeat(Math.max(line === '' ? 0 : 1, Math.floor(chunkBytes / Math.max(1, line.length)))),
    connections,
  }
  // Not built: it is plain JavaScript, and lies where the sources are.
  const worker = new Worker(join(findRepoFolder(), 'server', 'rigs', 'flood-worker.mjs'), { workerData })
  const counts = { sentBytes: 0, opened: 0, closed: 0 }
  let onBegun = (_: number) => {}
  let onRefused = (_: number) => {}
  const begun = new Promise<number>((resolve) => {
    onBegun = resolve
  })
  const refused = new Promise<number>((resolve) => {
    onRefused = resolve
  })
  worker.on('message', (said: Said) => {
    counts.sentBytes = said.sentBytes ?? counts.sentBytes
    counts.opened = said.opened ?? counts.opened
    if (said.kind === 'closed') counts.closed++
    if (said.kind === 'open') onBegun(performance.now())
    if (said.kind === 'refused') onRefused(performance.now())
  })
  return {
    begun,
    refused,
    sentBytes: () => counts.sentBytes,
    opened: () => counts.opened,
    closed: () => counts.closed,
    stop: async () => {
      await worker.terminate()
    },
  }
}
