import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { previewAnswerSchema, previewBodySchema } from '../../common/http-contract/file-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { PreviewLink } from './link-previews.ts'

/** For the signed-in scope. */
export function buildPreviewRoutes(previewLink: PreviewLink): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.linkPreviews,
      {
        schema: {
          tags: ['files'],
          summary: 'What stands behind an address, for a message to carry',
          description:
            'For whoever may write in the room, ten a minute. Nothing that lies inside is asked; one answer for all that fails.',
          body: previewBodySchema,
          response: { 200: previewAnswerSchema },
        },
      },
      async (request) => {
        const { room, url } = request.body
        return { preview: valueOrProblem(await previewLink(callerOf(request).user, room, url)) }
      },
    )
  }
}
