import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type NatsKeys, resolverFolder } from '../secrets/nats-keys.ts'
import { buildBackboneJwt, buildClientsJwt, buildOperatorJwt, buildSystemJwt } from './account-claims.ts'
import { type BrokerOptions, buildBrokerConfig } from './broker-config.ts'

/** What `ensureBrokerFolder` is told; the rest follows from the keys and the data folder. */
export type BrokerPlace = Pick<BrokerOptions, 'serverName' | 'host' | 'tcpPort' | 'webSocketPort'> &
  Partial<Pick<BrokerOptions, 'sync' | 'maxFileStoreBytes' | 'maxMemoryStoreBytes' | 'cluster' | 'tls'>>

const gibibyte = 2 ** 30

/**
 * Writes what nats-server starts from and returns the path of its configuration. Safe to run before every start.
 * Throws Node's file errors.
 */
export function ensureBrokerFolder(dataFolder: string, keys: NatsKeys, place: BrokerPlace): string {
  // nats-server resolves a relative path against its own working folder, not against the file that names it.
  const folder = resolve(dataFolder, 'nats')
  const streamsFolder = join(folder, 'jetstream')
  mkdirSync(streamsFolder, { recursive: true, mode: 0o700 })
  seedResolver(resolve(resolverFolder(dataFolder)), keys)
  const config = buildBrokerConfig({
    operatorJwt: buildOperatorJwt(keys),
    systemAccount: keys.systemAccount.publicKey,
    resolverFolder: resolve(resolverFolder(dataFolder)),
    streamsFolder,
    // In a cluster too: a replicated stream lost what it had acknowledged when one node lost its tail (Jepsen, 2.12.1).
    sync: 'always',
    // The streams' own limits (server/streams/event-streams.ts) are what counts; these only have to hold them.
    maxFileStoreBytes: 1_024 * gibibyte,
    maxMemoryStoreBytes: gibibyte,
    ...place,
  })
  const file = join(folder, 'nats-server.conf')
  writeFileSync(`${file}.draft`, config, { mode: 0o600 })
  renameSync(`${file}.draft`, file)
  return file
}

/**
 * Puts the accounts' claims where there are none at all. Never over what stands there: the broker's own copy of CLIENTS
 * carries the revocations, and a fresh one would let everybody back in.
 */
function seedResolver(folder: string, keys: NatsKeys): void {
  if (existsSync(folder)) {
    if (readdirSync(folder).length > 0) return
    rmdirSync(folder)
  }
  // All three or none: a folder that is there half would never be completed.
  const draft = mkdtempSync(`${folder}-`)
  const put = (publicKey: string, jwt: string) => writeFileSync(join(draft, `${publicKey}.jwt`), jwt, { mode: 0o600 })
  put(keys.systemAccount.publicKey, buildSystemJwt(keys))
  put(keys.backboneAccount.publicKey, buildBackboneJwt(keys))
  put(keys.clientsAccount.publicKey, buildClientsJwt(keys, { revocations: new Map(), version: 0, pass: 0 }))
  renameSync(draft, folder)
}
