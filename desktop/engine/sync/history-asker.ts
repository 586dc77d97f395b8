import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { History } from '../../../common/http-contract/history-contract.ts'
import { buildMessagesFromApi } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Checkpoint, Message } from '../../../common/message.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { ControlPlaneClient, HistoryQuery } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptNotice } from '../local-store/kept-records.ts'
import type { KeptPage } from '../local-store/timeline-store.ts'
import { buildLimiter } from './call-limiter.ts'

/** Asks history, a few rooms at a time and the awaited ones first, and leaves a server in peace that asks for it. */
export type HistoryAsker = {
  ask(room: RoomId, query: HistoryQuery): Promise<Result<HistoryAnswer>>
  stop(): void
}
/** An answer as the client keeps it. `reach`: the sequences of all that is in it. */
export type HistoryAnswer = Omit<History, 'messages' | 'notices'> & {
  readonly messages: readonly Message[]
  readonly notices: readonly KeptNotice[]
  readonly reach: readonly number[]
}

const callsAtOnce = 4

export function buildHistoryAsker(
  { clock }: Pick<EngineDeps, 'clock'>,
  client: Pick<ControlPlaneClient, 'history'>,
  isAwaited: (room: RoomId) => boolean,
): HistoryAsker {
  const limit = buildLimiter(callsAtOnce)
  let toldToWait: AppError | undefined
  let cancelWait = () => {}
  let stopped = false

  return {
    /** A server that says when to come again is left alone until then: there may be a thousand rooms to ask for. */
    async ask(room, query) {
      const answer = await limit(
        async () => {
          if (stopped) return err(appError('network-unreachable'))
          return toldToWait === undefined ? client.history(room, query) : err(toldToWait)
        },
        () => isAwaited(room),
      )
      if (answer.ok) return ok(readAnswer(room, answer.value))
      if (answer.error.retryAfterMs !== undefined && toldToWait === undefined && !stopped) {
        toldToWait = answer.error
        cancelWait = clock.after(answer.error.retryAfterMs, () => {
          toldToWait = undefined
        })
      }
      return answer
    },
    stop() {
      stopped = true
      cancelWait()
    },
  }
}

/** The newest page, as an end to go on from. */
export function readEnd(answer: HistoryAnswer): KeptPage & { readonly checkpoint: Checkpoint } {
  const { messages, notices, reach, head, hasMoreBefore } = answer
  const checkpoint = { ...answer.checkpoint, seq: Math.max(answer.checkpoint.seq, head) }
  const from = hasMoreBefore ? Math.min(head + 1, ...reach) : 0
  return { messages, notices, from, to: head, knownTo: head, checkpoint }
}

function readAnswer(room: RoomId, history: History): HistoryAnswer {
  const messages = buildMessagesFromApi(history)
  const notices = history.notices.map((notice) => ({ ...notice, room }))
  const reach = [...messages, ...notices].map(({ seq }) => seq)
  return { ...history, messages, notices, reach }
}
