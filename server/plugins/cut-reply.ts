import { z } from 'zod'
import { type PendingCutAnswer, pendingCutSchema } from '../../common/http-contract/pending-contract.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'

/** Who of them is not known to be cut off everywhere: `server/credentials/pending-cuts.ts`. */
export type FindPending = {
  readonly ofUsers: (users: readonly UserId[]) => Promise<readonly DeviceId[]>
  readonly ofDevices: (devices: readonly DeviceId[]) => Promise<readonly DeviceId[]>
}

/** The two answers of a call that takes rights away. */
export const cutResponses = (done: string) => ({
  202: pendingCutSchema.describe('Done, and not yet known to every server of the broker; it goes on by itself.'),
  204: z.undefined().describe(done),
})

/** Says the status, and the body where there is one: Fastify sends none with a 204. */
export function sendCut(
  reply: { readonly code: (status: 202 | 204) => unknown },
  devices: readonly DeviceId[],
): PendingCutAnswer | undefined {
  if (devices.length === 0) {
    reply.code(204)
    return undefined
  }
  reply.code(202)
  return { pending: 'cut', devices: [...devices] }
}
