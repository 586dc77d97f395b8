import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  exportQuerySchema,
  exportSizeSchema,
  exportSpanQuerySchema,
} from '../../common/http-contract/room-export-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { buildArchiveDesk } from '../plugins/archive-answer.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { RoomExports } from './room-export.ts'

export type ExportRoutesDependencies = {
  readonly roomExports: RoomExports
  readonly sessions: { readonly check: (user: UserId, device: DeviceId) => Promise<Result<void>> }
  readonly buildDisposition: (name: string, shows: 'attachment') => string
  readonly cleanFileName: (name: string) => string
}

const params = z.strictObject({ room: roomIdSchema })
const tags = ['rooms']
const archiveLimits = { atOnce: 8, longestMs: 3 * 3_600_000, silentMs: 120_000 }

/** For the signed-in scope. */
export function buildExportRoutes(
  deps: ExportRoutesDependencies,
  limits: { readonly exportsOfUser: CountRequest; readonly measuresOfUser: CountRequest },
): AddRoutes {
  const { roomExports, sessions } = deps
  return (api) => {
    const desk = buildArchiveDesk(archiveLimits)
    api.get(
      apiPatterns.roomExportSize,
      {
        schema: {
          tags,
          summary: 'How large the files are that an export of a room would bring',
          params,
          querystring: exportSpanQuerySchema,
          response: { 200: exportSizeSchema },
        },
        preHandler: limits.measuresOfUser,
      },
      async (request) =>
        valueOrProblem(await roomExports.measure(callerOf(request).user, request.params.room, request.query)),
    )
    api.get(
      apiPatterns.roomExport,
      {
        // Whoever asks for its head alone would have all of it made.
        exposeHeadRoute: false,
        schema: {
          tags,
          summary: 'A room, with all that the caller may see of it, as a zip',
          description:
            'As JSON (docs/room-export.md), Markdown, or pages that open in a browser; with the files, unless `files=0`. It says up to ' +
            'which message it is complete. One at a time a person, and 20 an hour; it ends at once for whoever is taken out of the room.',
          params,
          querystring: exportQuerySchema,
          response: { 200: z.any().meta({ type: 'string', format: 'binary' }).describe('application/zip') },
        },
        preHandler: limits.exportsOfUser,
      },
      async (request, reply) => {
        const { user, device } = callerOf(request)
        desk.take(user, reply)
        const caller = { user, stillSignedIn: async () => (await sessions.check(user, device)).ok }
        const { archive, name } = valueOrProblem(await roomExports.build(caller, request.params.room, request.query))
        return desk.send(reply, archive, deps.buildDisposition(deps.cleanFileName(name), 'attachment'))
      },
    )
  }
}
