import { appError } from '../../../common/app-error.ts'
import { buildRoomId, idRandomBytes, type RoomId, type UserId } from '../../../common/ids.ts'
import { err } from '../../../common/result.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { ReachCommand } from '../../room-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { randomBytes } from '../engine-deps.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { proveReach } from '../wire/prove-reach.ts'
import type { BrokerLink } from '../wire/socket-link.ts'

type Reaching = {
  readonly deps: Pick<EngineDeps, 'crypto' | 'clock'>
  readonly me: UserId
  readonly client: Pick<ControlPlaneClient, 'reach'>
  readonly book: Pick<RoomBook, 'get' | 'putUsers'>
  readonly link: () => BrokerLink | undefined
  /** Until the connection stands on the newest rights; false where that could not be had now. */
  readonly renewRights: () => Promise<boolean>
}

/** Who reaches a room by the credentials that were issued, and whether the broker holds to it. */
export function buildReachHandlers({
  deps,
  me,
  client,
  book,
  link,
  renewRights,
}: Reaching): CommandHandlers<ReachCommand> {
  return {
    'load-reach': async ({ room }) => {
      const answer = await client.reach(room)
      if (answer.ok) book.putUsers(answer.value.people)
      return answer
    },
    'prove-reach': async ({ room }) => {
      const others = [...(book.get(room)?.state.members.keys() ?? [])].filter((user) => user !== me)
      const foreignRoom = buildRoomId(shardOf(room), randomBytes(deps, idRandomBytes))
      const asked = { room, me, other: others[0], foreignRoom, now: deps.clock.now }
      for (let tries = 1; ; tries += 1) {
        const open = link()
        if (open === undefined) return err(appError('network-unreachable'))
        const proof = await proveReach(open, asked)
        if (proof.ok && proof.value.tries.every(({ isGranted, isExpected }) => isGranted === isExpected)) return proof
        // A room that is new here is in the next credential only, and a swap takes the connection away under the question:
        // what counts is what the broker says to the newest.
        await renewRights()
        if (link() === open || tries === mostTries) return proof
      }
    },
  }
}

/** Several changes of one's rights in a row are as many swaps. */
const mostTries = 4

/** A room that exists nowhere, where this one lies. */
function shardOf(room: RoomId): number {
  return Number(room.split('.', 1)[0])
}
