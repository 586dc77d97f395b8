import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endChild } from '../test-kit/child-process.ts'
import { startBroker } from './bench-process.ts'

export type PlainNats = {
  readonly tcpUrl: string
  readonly wsUrl: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** A nats-server as it comes: no accounts, no credentials; JetStream with the sync asked for. */
export async function startPlainNats(sync: 'always' | '2m'): Promise<PlainNats> {
  const folder = mkdtempSync(join(tmpdir(), 'natter-floor-'))
  const { child, ports } = await startBroker(([tcp, ws]) => {
    const file = join(folder, 'nats.conf')
    writeFileSync(
      file,
      `host: "127.0.0.1"\nport: ${tcp}\nwebsocket { host: "127.0.0.1", port: ${ws}, no_tls: true, compression: false }\n` +
        `jetstream { store_dir: ${JSON.stringify(folder)}, sync_interval: ${JSON.stringify(sync)} }\n`,
    )
    return file
  })
  return {
    tcpUrl: `nats://127.0.0.1:${ports[0]}`,
    wsUrl: `ws://127.0.0.1:${ports[1]}`,
    pid: child.pid ?? 0,
    stop: async () => {
      await endChild(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
