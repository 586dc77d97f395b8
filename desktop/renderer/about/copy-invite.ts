import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import { makeInvite } from '../commands.ts'
import { copyText } from '../look/buttons/copy-text.ts'
import { keepInvite, madeInvite } from '../state/made-invites.ts'

/** The link of this window that is still good, else a new one, into the clipboard; false where the browser does not let it. */
export async function copyInvite(room: RoomId): Promise<Result<boolean>> {
  const known = madeInvite(room)
  const isGood = known !== undefined && known.expiresAt > Date.now() && known.uses === undefined
  const made = isGood ? ok(known) : await makeInvite(room, {})
  if (!made.ok) return made
  keepInvite(room, made.value)
  return ok(await copyText(made.value.url))
}
