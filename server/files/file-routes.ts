import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { fileSchema, isInlineType } from '../../common/http-contract/file-contract.ts'
import { fileIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import { buildDisposition } from './file-name.ts'
import { whereStorageAnswers } from './file-problems.ts'
import { buildFile, type FileService, type SeenFile } from './file-service.ts'
import { parseRange } from './parse-range.ts'

const params = z.strictObject({ file: fileIdSchema })
const bytes = z.any().meta({ type: 'string', format: 'binary' })
const tags = ['files']
const seenBy =
  'For whoever is in the room and may see a message it is in; before that its maker alone. What one may not see is as none.'

/** For the signed-in scope. */
export function buildFileRoutes(files: FileService): AddRoutes {
  return (api) => {
    const find = async (request: FastifyRequest) => {
      const { file } = request.params as z.output<typeof params>
      return valueOrProblem(await files.find(callerOf(request).user, file))
    }
    api.get(
      apiPatterns.file,
      {
        schema: {
          tags,
          summary: 'The bytes of a file',
          description: `${seenBy} In ranges too. To be saved, unless a page may show it.`,
          params,
          response: { 200: bytes, 206: bytes },
        },
      },
      async (request, reply) => sendFile(files, request, reply, await find(request)),
    )
    api.get(
      apiPatterns.filePreview,
      {
        schema: {
          tags,
          summary: 'A small picture of it, as WebP',
          description: seenBy,
          params,
          response: { 200: bytes },
        },
      },
      async (request, reply) => {
        const file = await find(request)
        if (!file.hasPreview) throw new ProblemError(appError('file-unknown'))
        // Before it is opened: nobody would read it, or close it.
        if (isKnown(request, tagOf(file))) return (reply as FastifyReply).code(304).send()
        const stream = await whereStorageAnswers(() => files.readPreview(file.id))
        if (stream === undefined) throw new ProblemError(appError('file-unknown'))
        sayHeaders(reply, tagOf(file), buildDisposition('preview.webp', 'inline'))
        return reply.type('image/webp').send(stream)
      },
    )
    api.get(
      apiPatterns.fileInfo,
      { schema: { tags, summary: 'What is known of it', description: seenBy, params, response: { 200: fileSchema } } },
      async (request) => buildFile(await find(request)),
    )
  }
}

async function sendFile(files: FileService, request: FastifyRequest, reply: FastifyReply, file: SeenFile) {
  const tag = tagOf(file)
  const shows = isInlineType(file.mediaType) ? 'inline' : 'attachment'
  sayHeaders(reply, tag, buildDisposition(file.name, shows))
  reply.header('accept-ranges', 'bytes')
  if (isKnown(request, tag)) return reply.code(304).send()
  const { range: wanted, 'if-range': condition } = request.headers
  const isSame = condition === undefined || condition === tag
  const range = isSame ? parseRange(wanted, file.sizeBytes) : undefined
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${file.sizeBytes}`)
    throw new ProblemError(appError('range-unfit'))
  }
  // Whoever asks for its head alone is not read to.
  const stream =
    request.method === 'HEAD' ? Readable.from([]) : await whereStorageAnswers(() => files.read(file.id, range))
  // Removed a moment ago.
  if (stream === undefined) throw new ProblemError(appError('file-unknown'))
  const { from, to } = range ?? { from: 0, to: file.sizeBytes - 1 }
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${from}-${to}/${file.sizeBytes}`)
  const type = file.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : file.mediaType
  return reply
    .header('content-length', to - from + 1)
    .type(type)
    .send(stream)
}

/** Who may see a file changes while it stays the same, so each time it is asked. Whatever it is, it runs nothing where it is opened. */
function sayHeaders(reply: FastifyReply, tag: string, disposition: string): void {
  reply
    .header('cache-control', 'private, no-cache')
    .header('vary', 'authorization')
    .header('etag', tag)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-disposition', disposition)
}

function tagOf({ sha256 }: SeenFile): string {
  return `"${sha256.slice(0, 32)}"`
}

function isKnown({ headers }: FastifyRequest, tag: string): boolean {
  return headers['if-none-match']?.split(',').some((one) => one.trim() === tag) === true
}
