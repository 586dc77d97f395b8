import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { forwardAnswerSchema, forwardBodySchema } from '../../common/http-contract/forward-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { SealForward } from './forward-service.ts'

/** For the signed-in scope. */
export function buildForwardRoutes(sealForward: SealForward): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.forwards,
      {
        schema: {
          tags: ['rooms'],
          summary: 'Have it vouched for whose words a message passes on',
          description:
            'For whoever may write in the room and see the message that is passed on. Text, format and files are to be its own, ' +
            'or those of a version of it; the files as copies (`/rooms/{room}/files/copies`). `forwarded` goes into the event ' +
            'as it is; the archive refuses one without it.',
          params: z.strictObject({ room: roomIdSchema }),
          body: forwardBodySchema,
          response: { 200: forwardAnswerSchema },
        },
      },
      async (request) => ({
        forwarded: valueOrProblem(await sealForward(callerOf(request).user, request.params.room, request.body)),
      }),
    )
  }
}
