import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endChild, untilAccepts } from '../../test-kit/child-process.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import { type BrokerPlace, ensureBrokerFolder } from '../nats/broker-folder.ts'
import { ensureNatsKeys, keysFolder, type NatsKeys } from '../secrets/nats-keys.ts'

/**
 * For tests and the bench: a real nats-server with the keys, accounts and configuration Natter runs with, in a folder
 * of its own on free ports. `stop` ends it by its process and removes the folder.
 */
export type TestNats = {
  readonly dataDir: string
  readonly wsUrl: string
  readonly tcpUrl: string
  readonly tcpPort: number
  readonly wsPort: number
  readonly keys: NatsKeys
  readonly pid: () => number | undefined
  /** `kill -9`, then start again on the same ports and data. */
  readonly restart: () => Promise<void>
  /** `kill -9`, and leave it dead until `restart`. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The binary tests run, or undefined: then they are to be skipped (`describe.skipIf(natsServerBinary === undefined)`). */
export const natsServerBinary: string | undefined = findBinary()

function findBinary(): string | undefined {
  const named = process.env.NATTER_NATS_SERVER
  return named !== undefined && existsSync(named) ? named : undefined
}

/** @param copyKeysFrom a data folder whose keys this node shares: the other nodes of its cluster */
export async function startTestNats(place: Partial<BrokerPlace> = {}, copyKeysFrom?: string): Promise<TestNats> {
  if (natsServerBinary === undefined) throw new Error('NATTER_NATS_SERVER names no nats-server')
  const binary = natsServerBinary
  const dataDir = mkdtempSync(join(tmpdir(), 'natter-nats-'))
  const host = '127.0.0.1'
  const tcpPort = place.tcpPort ?? (await findFreePort())
  const wsPort = place.webSocketPort ?? (await findFreePort())
  if (copyKeysFrom !== undefined) cpSync(keysFolder(copyKeysFrom), keysFolder(dataDir), { recursive: true })
  const keys = ensureNatsKeys(dataDir)
  if (!keys.ok) throw new Error(`${keys.error.file} ${keys.error.reason}`)
  const start = () => {
    const ports = { tcpPort, webSocketPort: wsPort }
    const config = ensureBrokerFolder(dataDir, keys.value, { serverName: 'natter-test', host, ...place, ...ports })
    return startBroker(binary, config, [tcpPort, wsPort])
  }
  let child: ChildProcess | undefined = await start()
  const kill = async () => {
    const dying = child
    child = undefined
    await endChild(dying)
  }
  return {
    dataDir,
    tcpPort,
    wsPort,
    wsUrl: `ws://${host}:${wsPort}`,
    tcpUrl: `nats://${host}:${tcpPort}`,
    keys: keys.value,
    pid: () => child?.pid,
    kill,
    restart: async () => {
      await kill()
      child = await start()
    },
    stop: async () => {
      await kill()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startBroker(binary: string, config: string, ports: readonly number[]): Promise<ChildProcess> {
  const child = spawn(binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  })
  // A test run that dies must not leave a broker behind.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.removeListener('exit', endWithUs))
  try {
    for (const port of ports) await untilAccepts(port, child)
  } catch (cause) {
    throw new Error(`nats-server does not come up; it said:\n${said}`, { cause })
  }
  return child
}
