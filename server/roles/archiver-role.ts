import { appError } from '../../common/app-error.ts'
import { startArchiver } from '../archiver/archiver-service.ts'
import type { ServerRole } from './server-role.ts'

/** Stations 7 and 8 of a message's path: what is in the streams goes into the store. */
export const archiverRole: ServerRole = {
  starts: 'with-broker',
  start: async ({ store, shards, registry, app, services }, backbone) => {
    const archiver = await startArchiver({
      backbone,
      store,
      shards,
      registry,
      log: app.log,
      applySystemEvent: services.changer.applySystemEvent,
      onAdvanced: services.barrier.onAdvanced,
    })
    return {
      stop: archiver.stop,
      check: async () =>
        archiver.stopped().map(({ shard, seq }) => {
          const detail = `Shard ${shard} is stopped: its event ${seq} cannot be written. The log says what went wrong.`
          return { part: 'archiver', error: appError('busy', { detail }), gravity: 'warning' }
        }),
    }
  },
}
