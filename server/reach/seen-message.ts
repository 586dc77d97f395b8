import { appError } from '../../common/app-error.ts'
import { type MessageId, type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { err, ok, type Result } from '../../common/result.ts'
import type { RoomReach } from './room-reach.ts'
import { isSeen } from './visible-spans.ts'

export type SeenPorts = {
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly loadMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly Message[]>
  /** Waits for the archive, a moment; false where it is behind all the same. */
  readonly catchUp: (shard: number) => Promise<boolean>
}

/** A message, where that person may see it now; a removed one too. What they may not see is as none. */
export async function findSeen(
  { loadReach, loadMessages, catchUp }: SeenPorts,
  user: UserId,
  { room, message }: { readonly room: RoomId; readonly message: MessageId },
): Promise<Result<Message>> {
  const { scope, seen } = await loadReach(user, room)
  if (scope === 'none') return err(appError('room-unknown'))
  const isComplete = await catchUp(shardOf(room))
  const [found] = await loadMessages([{ room, id: message }])
  if (found !== undefined && isSeen(seen, found.seq)) return ok(found)
  // It may have been said a moment ago: whoever asks once more has it then.
  return err(isComplete ? appError('message-unknown') : appError('busy', { retryAfterMs: 1_000 }))
}
