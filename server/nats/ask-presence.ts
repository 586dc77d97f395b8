import type { NatsConnection } from 'nats'
import { z } from 'zod'
import type { RoomId } from '../../common/ids.ts'
import { type PresenceChange, presenceChangeSchema } from '../../common/presence-event.ts'
import { backboneSubjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'

const answerSchema = z.object({ changes: z.array(presenceChangeSchema) })
const withinMs = 400

/** Who is there, from whichever copy speaks. Who nobody answers for is offline, until the room's lane says otherwise. */
export function buildAskPresence(
  backbone: NatsConnection,
): (rooms: readonly RoomId[]) => Promise<readonly PresenceChange[]> {
  return async (rooms) => {
    if (rooms.length === 0 || backbone.isClosed()) return []
    try {
      const answer = await backbone.request(backboneSubjects.presence, encodeBody(rooms), { timeout: withinMs })
      const parsed = answerSchema.safeParse(answer.json())
      return parsed.success ? parsed.data.changes : []
    } catch {
      // Nobody is asked, or nobody answers in time: presence is worth no wait.
      return []
    }
  }
}
