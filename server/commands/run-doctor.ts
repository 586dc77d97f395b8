import { existsSync } from 'node:fs'
import { parseClientsJwt } from '../nats/account-claims.ts'
import { connectBackbone, connectSystem } from '../nats/broker-connection.ts'
import { buildClaimsUpdate } from '../nats/claims-update.ts'
import { ensureNatsKeys } from '../secrets/nats-keys.ts'
import type { ServerConfig } from '../server-config.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'
import { type Store, StoreUnavailableError } from '../store/store-port.ts'
import { loadBrokerTime, loadStreamReport } from '../streams/stream-report.ts'
import { checkAudit } from './doctor-audit.ts'
import { checkClaims, checkClock, checkShards } from './doctor-broker.ts'
import { checkFiles } from './doctor-files.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'
import { checkCertificateFiles, checkDisk, checkKeys } from './doctor-machine.ts'
import { checkSearch } from './doctor-search.ts'
import { checkStore } from './doctor-store.ts'

type DoctorConfig = Pick<ServerConfig, 'dataDir' | 'mongodbUrl' | 'natsUrls' | 'shards'> &
  Partial<Pick<ServerConfig, 'natsTls' | 'tls' | 'files'>>

/**
 * Looks at everything this process can reach, with the server running or stopped, and changes nothing.
 * @param expectBroker whether a broker that does not answer is a fault: Natter runs, or the broker is run elsewhere
 */
export async function runDoctor(config: DoctorConfig, expectBroker: boolean): Promise<readonly Finding[]> {
  const { dataDir, mongodbUrl } = config
  const certificate = checkCertificateFiles(config.tls?.certificate, Date.now())
  const machine = [checkDisk(dataDir), ...checkKeys(dataDir), ...certificate]
  if (mongodbUrl === undefined && !existsSync(embeddedStorePath(dataDir))) {
    const rest = note('no store yet: the first start makes it')
    return [...machine, rest, ...(await checkBroker(config, undefined, expectBroker))]
  }
  try {
    const store = await openStore({ dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
    try {
      const ofFiles = config.files === undefined ? [] : await checkFiles(config.files, store.records)
      const ofStore = [
        ...(await checkStore(store)),
        ...(await checkStoreClock(store)),
        ...(await checkAudit(dataDir, store)),
        ...ofFiles,
        ...(await checkSearch(store)),
      ]
      return [...machine, ...ofStore, ...(await checkBroker(config, store, expectBroker))]
    } finally {
      await store.close()
    }
  } catch (fault) {
    if (!(fault instanceof StoreUnavailableError)) throw fault
    const help =
      mongodbUrl === undefined
        ? 'See that the file is whole and ours to write; else npm run restore.'
        : 'Start MongoDB, or put MONGODB_URL right.'
    return [
      ...machine,
      trouble(`store: ${fault.message}`, help),
      ...(await checkBroker(config, undefined, expectBroker)),
    ]
  }
}

/** The embedded store has this machine's clock. */
async function checkStoreClock({ kind, leases }: Pick<Store, 'kind' | 'leases'>): Promise<readonly Finding[]> {
  if (kind === 'sqlite') return []
  const askedAt = Date.now()
  const time = await leases.loadNow()
  return [checkClock('database', time, askedAt, Date.now())]
}

async function checkBroker(
  config: DoctorConfig,
  store: Pick<Store, 'credentials' | 'cuts' | 'sync'> | undefined,
  expectBroker: boolean,
): Promise<readonly Finding[]> {
  // Reading them as a start does would put right what is wrong, or make what is missing: whoever looks changes nothing.
  const areKeysWell = checkKeys(config.dataDir).every(({ kind }) => kind === 'well')
  const keys = areKeysWell ? ensureNatsKeys(config.dataDir) : undefined
  if (!keys?.ok) return [note('broker: not asked, since there are no keys that are right')]
  const options = {
    servers: config.natsUrls,
    keys: keys.value,
    name: 'natter-doctor',
    waitMs: 0,
    ...(config.natsTls === undefined ? {} : { tls: config.natsTls }),
  }
  const [backbone, system] = await Promise.all([connectBackbone(options), connectSystem(options)])
  try {
    if (!backbone.ok || !system.ok) {
      const fault = backbone.ok ? system : backbone
      const why = fault.ok ? '' : (fault.error.detail ?? 'it does not answer')
      const text = `broker: ${config.natsUrls.join(', ')}: ${why}`
      return [expectBroker ? trouble(text, 'Start nats-server, or put NATTER_NATS_URL right.') : note(text)]
    }
    // Before the streams, which go on meanwhile: read afterwards, an archive that keeps up would look ahead of them.
    const positions = await store?.sync.loadPositions()
    const report = await loadStreamReport(backbone.value)
    if (!report.ok) return [trouble('broker: its streams do not answer', "See nats-server's log.")]
    const askedAt = Date.now()
    const time = await loadBrokerTime(system.value)
    const answeredAt = Date.now()
    return [
      well(`broker: nats-server ${report.value.version} answers`),
      ...(time === undefined ? [] : [checkClock('broker', time, askedAt, answeredAt)]),
      ...checkShards(report.value, config.shards, positions),
      ...(store === undefined ? [] : [await judgeClaims(store, system.value, keys.value.clientsAccount.publicKey)]),
    ]
  } finally {
    await Promise.all([backbone, system].map((one) => (one.ok ? one.value.close() : undefined)))
  }
}

async function judgeClaims(
  store: Pick<Store, 'credentials' | 'cuts'>,
  system: Parameters<typeof buildClaimsUpdate>[0],
  account: string,
): Promise<Finding> {
  const memory = { loadNodes: store.cuts.loadNodes, putNode: async () => {}, removeNode: async () => {} }
  // The store first: what is revoked meanwhile is no claims that are missing.
  const wanted = await store.credentials.loadClaimsVersion()
  const standing = await buildClaimsUpdate(system, memory).loadClaims(account)
  if (!standing.ok) return trouble('claims: not every server of the broker says them', "See nats-server's log.")
  const { said, missing } = standing.value
  return checkClaims(
    said.map((jwt) => parseClientsJwt(jwt)?.version),
    missing,
    wanted,
  )
}
