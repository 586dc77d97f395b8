import { appError } from '../../../common/app-error.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import type { CommandHandlers, OwnDataCommand } from '../../engine-command.ts'
import type { NoteView } from '../../engine-contract.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'

type OwnData = {
  readonly client: Pick<
    ControlPlaneClient,
    'askEmail' | 'completeEmail' | 'ownArchive' | 'measureExport' | 'roomArchive'
  >
  readonly askSync: () => void
  /** How much has come; undefined: nothing is fetched. */
  readonly onNote: (note: NoteView | undefined) => void
}

/** `stop`: what is under way for somebody ends with their session. */
export type OwnDataDesk = { readonly handlers: CommandHandlers<OwnDataCommand>; readonly stop: () => void }

export function buildOwnDataDesk({ client, askSync, onNote }: OwnData): OwnDataDesk {
  let exporting: AbortController | undefined

  /** One at a time, of all windows. */
  async function fetchArchive(
    fetch: (onBytes: (bytes: number) => void, signal: AbortSignal) => Promise<Result<Blob>>,
    room?: RoomId,
  ): Promise<Result<Blob | null>> {
    if (exporting !== undefined) return err(appError('busy'))
    const mine = new AbortController()
    exporting = mine
    const tell = (bytes: number) => onNote({ kind: 'export', bytes, ...(room === undefined ? {} : { room }) })
    tell(0)
    try {
      const archive = await fetch(tell, mine.signal)
      return mine.signal.aborted ? ok(null) : archive
    } finally {
      exporting = undefined
      onNote(undefined)
    }
  }
  const stop = () => exporting?.abort()

  return {
    handlers: {
      'ask-email': async ({ email, password }) => emptied(await client.askEmail(email, password)),
      'complete-email': async ({ code }) => {
        const done = emptied(await client.completeEmail(code))
        if (done.ok) askSync()
        return done
      },
      'export-mine': () => fetchArchive(client.ownArchive),
      'measure-export': ({ room, after, before }) =>
        client.measureExport(room, {
          ...(after === undefined ? {} : { after }),
          ...(before === undefined ? {} : { before }),
        }),
      'export-room': ({ kind: _, room, ...wish }) =>
        fetchArchive((onBytes, signal) => client.roomArchive(room, wish, onBytes, signal), room),
      'stop-export': () => {
        stop()
        return ok(null)
      },
    },
    stop,
  }
}
