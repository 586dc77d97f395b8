import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { MadeInvite } from '../../room-command.ts'
import { makeInvite } from '../commands.ts'
import { keepInvite, madeInvite } from '../state/made-invites.ts'

/** The link of this window that is still good, else a new one, into the clipboard. */
export async function copyInvite(room: RoomId): Promise<Result<MadeInvite>> {
  const known = madeInvite(room)
  const isGood = known !== undefined && known.expiresAt > Date.now() && known.uses === undefined
  const made = isGood ? ok(known) : await makeInvite(room, {})
  if (!made.ok) return made
  keepInvite(room, made.value)
  await navigator.clipboard.writeText(made.value.url)
  return made
}
