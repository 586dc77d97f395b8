import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../common/http-contract/file-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { type AddRoutes, type ApiServer, callerOf } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { MakeFile } from './file-maker.ts'
import { whereStorageAnswers } from './file-problems.ts'
import type { UploadBook } from './file-records.ts'
import type { UploadCalls } from './upload-calls.ts'

const roomParams = z.strictObject({ room: roomIdSchema })
const uploadParams = z.strictObject({ room: roomIdSchema, upload: userIdSchema })
const tags = ['files']
const anybody = Number.MAX_SAFE_INTEGER
const contentType = 'application/offset+octet-stream'

export type UploadRoutesDependencies = {
  readonly calls: UploadCalls
  readonly uploads: UploadBook
  readonly makeFile: MakeFile
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
}

/** tus 1.0, for the signed-in scope: to whoever may write in the room, and an upload to its maker alone. */
export function buildUploadRoutes(deps: UploadRoutesDependencies): AddRoutes {
  return (api) => {
    void api.register(async (scope) => {
      const routes = scope as ApiServer
      // The body is tus's to read, as it comes, however long it takes.
      routes.removeAllContentTypeParsers()
      routes.addContentTypeParser('*', (_request, _payload, done) => done(null))
      routes.addHook('preClose', async () => deps.calls.endAll())
      addCreation(routes, deps)
      addUpload(routes, deps)
    })
  }
}

function addCreation(routes: ApiServer, { calls, loadReach, ...deps }: UploadRoutesDependencies): void {
  const schema = { tags, params: roomParams }
  routes.post(
    apiPatterns.roomFiles,
    {
      bodyLimit: anybody,
      config: { isLong: true },
      schema: {
        ...schema,
        summary: 'Begin an upload (tus 1.0: creation, creation-with-upload)',
        description: 'Metadata: `filename`, `type`; `original` with `1` keeps what a picture tells of its taker.',
        response: { 201: z.any().describe('Location is where it goes on; Natter-File the file, where it is whole.') },
      },
    },
    async (request, reply) => {
      const { user } = callerOf(request)
      const { room } = request.params
      const { scope } = await loadReach(user, room)
      if (scope === 'none') throw new ProblemError(appError('room-unknown'))
      if (scope !== 'room') throw new ProblemError(appError('not-allowed'))
      return answer(deps, reply, await calls.handle(request, reply, { user, room }))
    },
  )
  routes.options(
    apiPatterns.roomFiles,
    { schema: { ...schema, summary: 'What of tus is spoken here', response: { 204: z.undefined() } } },
    async (request, reply) => {
      const owner = { user: callerOf(request).user, room: request.params.room }
      const { status } = await calls.handle(request, reply, owner)
      return reply.code(status as 204).send()
    },
  )
}

function addUpload(routes: ApiServer, { calls, uploads, loadReach, ...deps }: UploadRoutesDependencies): void {
  const checkOwn = async (request: FastifyRequest) => {
    const { user } = callerOf(request)
    const { room, upload } = request.params as z.output<typeof uploadParams>
    const { scope } = await loadReach(user, room)
    const kept = (await uploads.load(upload))?.detail
    const isTheirs = kept?.user === user && kept.room === room && scope === 'room'
    if (!isTheirs) throw new ProblemError(appError('file-unknown'))
    return { user, room }
  }
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('tus-resumable', '1.0.0')
    const owner = await checkOwn(request)
    if (request.method === 'PATCH' && request.headers['content-type'] !== contentType) {
      throw new ProblemError(appError('media-type-unsupported', { detail: `This call takes ${contentType}.` }))
    }
    return answer({ uploads, ...deps }, reply, await calls.handle(request, reply, owner))
  }
  const schema = { tags, params: uploadParams }
  const done = z.any().describe('Natter-File is the file, where it is whole.')
  routes.head(apiPatterns.upload, { schema: { ...schema, summary: 'How far an upload is' } }, handle)
  routes.patch(
    apiPatterns.upload,
    {
      bodyLimit: anybody,
      config: { isLong: true },
      schema: { ...schema, summary: 'Go on with an upload', response: { 204: done } },
    },
    handle,
  )
  routes.delete(
    apiPatterns.upload,
    {
      schema: {
        ...schema,
        summary: 'Give an upload up',
        description: 'Of one that is whole the file too, as long as it is in no message.',
        response: { 204: done },
      },
    },
    handle,
  )
}

/** A call that finds an upload whole makes the file, whichever call it is: the one before may have been cut off just then. */
async function answer(
  { uploads, makeFile }: Pick<UploadRoutesDependencies, 'uploads' | 'makeFile'>,
  reply: FastifyReply,
  { status, upload }: Awaited<ReturnType<UploadCalls['handle']>>,
): Promise<FastifyReply> {
  const kept = upload === undefined ? undefined : (await uploads.load(upload))?.detail
  if (upload !== undefined && kept !== undefined && kept.offset === kept.bytes) {
    reply.header(fileHeader, valueOrProblem(await whereStorageAnswers(() => makeFile(upload))))
  }
  return reply.code(status).send()
}
