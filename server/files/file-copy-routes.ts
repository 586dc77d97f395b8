import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { fileCopyBodySchema, fileSchema } from '../../common/http-contract/file-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CopyFile } from './file-copies.ts'
import { whereStorageAnswers } from './file-problems.ts'
import { buildFile } from './file-service.ts'

/** For the signed-in scope. */
export function buildFileCopyRoutes(copyFile: CopyFile): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.fileCopies,
      {
        schema: {
          tags: ['files'],
          summary: 'Copy a file that one may see into a room, to be passed on',
          description:
            'For whoever may write in the room and see the file. It counts to what the caller may have, and lives as long as ' +
            'any file that is in no message. With `message`, the id of the one it is to be in, the call may be repeated: it is ' +
            'the same copy.',
          params: z.strictObject({ room: roomIdSchema }),
          body: fileCopyBodySchema,
          response: { 201: fileSchema },
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        const copied = await whereStorageAnswers(() => copyFile(user, request.params.room, request.body))
        return reply.code(201).send(buildFile(valueOrProblem(copied)))
      },
    )
  }
}
