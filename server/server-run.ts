import { keepAuditHead } from './audit/audit-head-file.ts'
import { startBrokerLink } from './broker-link.ts'
import { buildServices, type Services } from './build-services.ts'
import { openErasureList } from './erasures/erasure-list.ts'
import { type Network, realNetwork } from './files/guarded-fetch.ts'
import { openFileStorage } from './files/open-file-storage.ts'
import { createHolderName } from './holder-name.ts'
import { buildHttpServer } from './http-server.ts'
import { buildMailer } from './mail/mailer.ts'
import { addOperatorMetrics } from './operator-metrics.ts'
import type { ApiServer } from './plugins/api-server.ts'
import { type RoleRun, runRoles } from './roles/run-roles.ts'
import { ensureNatsKeys } from './secrets/nats-keys.ts'
import { ensureServerSecrets } from './secrets/server-secrets.ts'
import type { ServerConfig } from './server-config.ts'
import { createMetricsRegistry } from './server-metrics.ts'
import { buildReadiness } from './server-readiness.ts'
import { checkCertificate, keepFresh, loadShownCertificate } from './shown-certificate.ts'
import { openStore } from './store/open-store.ts'
import { buildStreamReadiness } from './stream-readiness.ts'
import { defaultStreamOptions } from './streams/event-streams.ts'

export type ServerRun = {
  /** Not listening yet. */
  readonly app: ApiServer
  readonly services: Services
  /** Resolves once broker, streams and the roles that need them are up, or the run was stopped. */
  readonly up: Promise<void>
  /** In order: no more requests, the roles (the archiver's last batch), the broker, the store. */
  readonly stop: () => Promise<void>
}

/**
 * One server with its roles. Starts without the broker and catches up when it comes. Throws what keeps it from starting.
 * @param network what lies outside, where previews of links come from
 */
export async function startServer(
  config: ServerConfig,
  version: string,
  network: Network = realNetwork,
): Promise<ServerRun> {
  const keys = ensureNatsKeys(config.dataDir)
  if (!keys.ok) throw new Error(`${keys.error.file} ${keys.error.reason}`)
  const secrets = ensureServerSecrets(config.keysDir)
  const { mongodbUrl } = config
  const store = await openStore({ dataDir: config.dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  const registry = createMetricsRegistry()
  const streamOptions = {
    ...defaultStreamOptions,
    shards: config.shards,
    replicas: config.natsReplicas,
    eventsMaxBytes: config.shardBytes,
  }
  const { shards } = streamOptions
  let roles: RoleRun | undefined
  const { certificate } = config.tls
  const shown = certificate === undefined ? undefined : loadShownCertificate(certificate)
  const health = {
    // Asked by who is listened to, and nobody is before the roles have begun.
    checkReadiness: () => checkReadiness(),
    registry,
    metricsToken: config.metricsToken,
  }
  const app = await buildHttpServer(config, health, shown)
  const { log } = app
  const endFreshness = keepFresh(app, shown)
  const broker = startBrokerLink({
    servers: config.natsUrls,
    tls: config.natsTls,
    keys: keys.value,
    store,
    streams: streamOptions,
    holder: createHolderName(),
    log,
  })
  const checkStreams = buildStreamReadiness({ store, broker, sync: config.natsSync })
  if (config.natsSync !== 'always') {
    log.warn(`NATTER_NATS_SYNC is ${config.natsSync}: what was acknowledged since the last sync is lost by a power cut`)
  }
  const checkReadiness = buildReadiness({
    store,
    broker,
    shards,
    checkRoles: async () => [
      ...((await roles?.check()) ?? []),
      ...(await checkStreams()),
      ...checkCertificate(shown?.expiresAt(), Date.now()),
    ],
  })
  const natsKeys = keys.value
  const erasures = openErasureList(config.dataDir, (err) => {
    log.error({ err }, 'what was taken back could not be noted: a restore of an earlier backup would bring it back')
  })
  const onMailFault = (fault: unknown) => {
    const { code, responseCode } = Object(fault) as { code?: unknown; responseCode?: unknown }
    // Its message may quote the address.
    log.warn({ code, responseCode }, 'a mail could not be sent')
  }
  const mailer = config.mail === undefined ? undefined : buildMailer(config.mail, onMailFault)
  const storage = openFileStorage(config.files)
  const services = buildServices({
    storage,
    network,
    mailer,
    onMailFault,
    config,
    secrets,
    natsKeys,
    store,
    broker: broker.ports,
    shards,
    erasures,
    onAuditHead: keepAuditHead(config.dataDir, secrets.auditSecret, (err) => {
      log.error({ err }, 'where the audit log ends could not be kept beside the store')
    }),
  })
  addOperatorMetrics(registry, store, Date.now)
  roles = await runRoles({ config, version, secrets, natsKeys, store, services, broker, shards, registry, app })
  const { up, stop } = roles
  return {
    app,
    services,
    up,
    stop: async () => {
      endFreshness()
      await app.close()
      await stop()
      await services.resets.settled()
      await mailer?.stop()
      await broker.stop()
      await store.close()
    },
  }
}
