import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { startArchiver } from '../archiver/archiver-service.ts'
import type { ServerRole } from './server-role.ts'

const longAgoMs = 60_000

/** Stations 7 and 8 of a message's path: what is in the streams goes into the store. */
export const archiverRole: ServerRole = {
  starts: 'with-broker',
  start: async ({ config, store, broker, registry, app, services }, backbone) => {
    const onTooMuch = (user: UserId, saidAt: number) => {
      // What was said long ago, and is archived only now, floods nobody any more.
      if (Date.now() - saidAt > longAgoMs) return
      app.log.info({ user }, 'a user says too much and is muted for a while')
      services.penalties.mute(user, 'too-many-events').catch((err: unknown) => {
        app.log.warn({ err, user }, 'a user could not be muted')
      })
    }
    const archiver = await startArchiver({
      backbone,
      store,
      shards: broker.ports.countShards(),
      shardBytes: config.shardBytes,
      registry,
      log: app.log,
      applySystemEvent: services.changer.applySystemEvent,
      onAdvanced: (shard, seq) => {
        services.barrier.onAdvanced(shard, seq)
        services.searchWake.wake()
      },
      noteErased: (erased) =>
        services.erasures.note(erased.map(({ room, id, seq }) => ({ kind: 'message', at: Date.now(), room, id, seq }))),
      files: services.files.posts,
      isProvenForward: services.isProvenForward,
      ...(config.guard ? { abuse: { eventsPerMinute: config.eventsPerMinute, onTooMuch } } : {}),
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
