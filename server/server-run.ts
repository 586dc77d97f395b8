import type { Archiver } from './archiver/archiver-service.ts'
import { startArchiver } from './archiver/archiver-service.ts'
import { startBrokerLink } from './broker-link.ts'
import { buildApp } from './build-app.ts'
import { buildServices, createHolderName, type Services } from './build-services.ts'
import { ensureNatsKeys } from './nats/nats-keys.ts'
import type { ApiServer } from './plugins/api-server.ts'
import { ensureServerSecrets } from './plugins/signing-keys.ts'
import type { ServerConfig } from './server-config.ts'
import { createMetricsRegistry } from './server-metrics.ts'
import { buildReadiness } from './server-readiness.ts'
import { openStore } from './store/open-store.ts'
import { defaultStreamOptions } from './streams/event-streams.ts'

export type ServerRun = {
  /** Not listening yet. */
  readonly app: ApiServer
  readonly services: Services
  /** Resolves once broker, streams and the roles that need them are up, or the run was stopped. */
  readonly up: Promise<void>
  /** In order: no more requests, the archiver's last batch, the broker, the store. */
  readonly stop: () => Promise<void>
}

const repairEveryMs = 15_000

/** One server with its roles. Starts without the broker and catches up when it comes. Throws what keeps it from starting. */
export async function startServer(config: ServerConfig, version: string): Promise<ServerRun> {
  const keys = ensureNatsKeys(config.dataDir)
  if (!keys.ok) throw new Error(`${keys.error.file} ${keys.error.reason}`)
  const secrets = ensureServerSecrets(config.keysDir)
  const { mongodbUrl } = config
  const store = await openStore({ dataDir: config.dataDir, ...(mongodbUrl === undefined ? {} : { mongodbUrl }) })
  const registry = createMetricsRegistry()
  const streamOptions = { ...defaultStreamOptions, replicas: config.natsReplicas }
  let archiver: Archiver | undefined
  let app: ApiServer | undefined
  const broker = startBrokerLink({
    servers: config.natsUrls,
    keys: keys.value,
    store,
    streams: streamOptions,
    holder: createHolderName(),
    log: {
      info: (text) => app?.log.info(text),
      warn: (fields, text) => app?.log.warn(fields, text),
    },
  })
  const services = buildServices({
    config,
    secrets,
    natsKeys: keys.value,
    store,
    broker: broker.ports,
    shards: streamOptions.shards,
  })
  const checkReadiness = buildReadiness({
    store,
    broker,
    shards: streamOptions.shards,
    isArchiving: () => (config.roles.includes('archiver') ? archiver !== undefined : true),
  })
  app = await buildApp({ config, secrets, services, registry, checkReadiness, version })
  const { log } = app

  let isStopped = false
  let repairTimer: NodeJS.Timeout | undefined
  let repairing: Promise<void> = Promise.resolve()
  /** What a crash left of changes of rooms, now and from time to time: another copy may have crashed. */
  function repair(): void {
    repairing = services.changer
      .repair()
      .then((count) => {
        if (count > 0) log.info({ count }, 'finished changes of rooms that were left half-way')
      })
      .catch((err: unknown) => log.warn({ err }, 'changes of rooms could not be looked through; tried again'))
      .then(() => {
        if (!isStopped) repairTimer = setTimeout(repair, repairEveryMs)
      })
  }

  const up = broker.up.then(async (backbone) => {
    if (backbone === undefined || isStopped) return
    repair()
    if (!config.roles.includes('archiver')) return
    const { changer, barrier } = services
    archiver = await startArchiver({
      backbone,
      store,
      shards: streamOptions.shards,
      registry,
      log,
      applySystemEvent: changer.applySystemEvent,
      onAdvanced: barrier.onAdvanced,
    })
  })
  up.catch((err: unknown) => log.error({ err }, 'the archiver could not be started'))

  return {
    app,
    services,
    up,
    stop: async () => {
      isStopped = true
      clearTimeout(repairTimer)
      await app?.close()
      await repairing
      await up.catch(() => undefined)
      await archiver?.stop()
      await broker.stop()
      await store.close()
    },
  }
}
