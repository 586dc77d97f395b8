import { appError } from '../../../common/app-error.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import type { CommandHandlers, OwnDataCommand } from '../../engine-command.ts'
import type { NoteView } from '../../engine-contract.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'

type OwnData = {
  readonly client: Pick<ControlPlaneClient, 'askEmail' | 'completeEmail' | 'ownArchive'>
  readonly askSync: () => void
  /** How much has come; undefined: nothing is fetched. */
  readonly onNote: (note: NoteView | undefined) => void
}

/** `stop`: what is under way for somebody ends with their session. */
export type OwnDataDesk = { readonly handlers: CommandHandlers<OwnDataCommand>; readonly stop: () => void }

export function buildOwnDataDesk({ client, askSync, onNote }: OwnData): OwnDataDesk {
  let exporting: AbortController | undefined

  async function exportMine(): Promise<Result<Blob | null>> {
    // Another window asked for it already, and gets it.
    if (exporting !== undefined) return err(appError('busy'))
    const mine = new AbortController()
    exporting = mine
    onNote({ kind: 'export', bytes: 0 })
    try {
      const archive = await client.ownArchive((bytes) => onNote({ kind: 'export', bytes }), mine.signal)
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
      'export-mine': exportMine,
      'stop-export': () => {
        stop()
        return ok(null)
      },
    },
    stop,
  }
}
