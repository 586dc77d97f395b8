import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { inviteCodeSchema } from '../../common/http-contract/invite-contract.ts'
import { avatarAnswerSchema, avatarQuerySchema, maxAvatarBytes } from '../../common/http-contract/profile-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, type ApiServer, callerOf } from '../plugins/api-server.ts'
import { addPictureBody } from '../plugins/picture-body.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { AvatarService } from './avatar-service.ts'
import type { Avatar } from './avatar-shelf.ts'

const userParams = z.strictObject({ user: userIdSchema })
const roomParams = z.strictObject({ room: roomIdSchema })
const codeParams = z.strictObject({ code: inviteCodeSchema })
const picture = { 200: z.any().meta({ type: 'string', format: 'binary' }).describe('WebP, 256 by 256.') }
const gone = { 204: z.undefined().describe('There is none.') }
const sent = {
  consumes: ['image/png', 'image/jpeg', 'image/webp'],
  body: z.any().meta({ type: 'string', format: 'binary' }).describe('PNG, JPEG or WebP, 5 MiB at most.'),
  response: { 200: avatarAnswerSchema },
}
const seenBy = 'Made anew from what was sent. What the caller may not see is answered like what is not there.'

/** For the scope without sign-in: the page of an invitation shows where it leads. */
export function buildInviteAvatarRoutes({ avatars }: { readonly avatars: AvatarService }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.inviteAvatar,
      {
        schema: {
          tags: ['invitations'],
          summary: 'The picture of the room that an invitation leads to',
          params: codeParams,
          querystring: avatarQuerySchema,
          response: picture,
        },
      },
      async (request, reply) =>
        sendAvatar(request, reply, valueOrProblem(await avatars.loadOfInvite(request.params.code))),
    )
  }
}

/** For the signed-in scope. `limitPictures`: each is decoded, and told to everybody who sees it. */
export function buildAvatarRoutes(
  { avatars }: { readonly avatars: AvatarService },
  limitPictures: CountRequest,
): AddRoutes {
  return (api) => {
    void api.register(async (scope) => {
      const pictures = scope as ApiServer
      addPictureBody(pictures)
      addOwnRoutes(pictures, avatars, limitPictures)
      addRoomRoutes(pictures, avatars, limitPictures)
    })
    api.get(
      apiPatterns.userAvatar,
      {
        schema: {
          tags: ['users'],
          summary: 'The picture of oneself, or of somebody whom the caller knows',
          description: seenBy,
          params: userParams,
          querystring: avatarQuerySchema,
          response: picture,
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        return sendAvatar(request, reply, valueOrProblem(await avatars.loadOfUser(user, request.params.user)))
      },
    )
    api.get(
      apiPatterns.roomAvatar,
      {
        schema: {
          tags: ['rooms'],
          summary: 'The picture of a room',
          description: `For whoever is in it, and of a public room for everybody. ${seenBy}`,
          params: roomParams,
          querystring: avatarQuerySchema,
          response: picture,
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        return sendAvatar(request, reply, valueOrProblem(await avatars.loadOfRoom(user, request.params.room)))
      },
    )
  }
}

function addOwnRoutes(api: ApiServer, avatars: AvatarService, limit: CountRequest): void {
  const tags = ['me']
  api.put(
    apiPatterns.ownAvatar,
    {
      bodyLimit: maxAvatarBytes,
      onRequest: limit,
      schema: { tags, summary: "Set the caller's picture", ...sent },
    },
    async (request) => {
      const { version } = valueOrProblem(await avatars.putOwn(callerOf(request).user, bytesOf(request)))
      return { avatar: version }
    },
  )
  api.delete(
    apiPatterns.ownAvatar,
    { onRequest: limit, schema: { tags, summary: "Take the caller's picture away", response: gone } },
    async (request, reply) => {
      valueOrProblem(await avatars.removeOwn(callerOf(request).user))
      return reply.code(204).send()
    },
  )
}

function addRoomRoutes(api: ApiServer, avatars: AvatarService, limit: CountRequest): void {
  const tags = ['rooms']
  api.put(
    apiPatterns.roomAvatar,
    {
      bodyLimit: maxAvatarBytes,
      onRequest: limit,
      schema: {
        tags,
        summary: 'Set the picture of a room',
        description: 'For the owner and admins.',
        params: roomParams,
        ...sent,
      },
    },
    async (request) => {
      const { user } = callerOf(request)
      const put = await avatars.putOfRoom(user, request.params.room, bytesOf(request))
      return { avatar: valueOrProblem(put).version }
    },
  )
  api.delete(
    apiPatterns.roomAvatar,
    {
      onRequest: limit,
      schema: { tags, summary: 'Take the picture of a room away', params: roomParams, response: gone },
    },
    async (request, reply) => {
      valueOrProblem(await avatars.removeOfRoom(callerOf(request).user, request.params.room))
      return reply.code(204).send()
    },
  )
}

function bytesOf({ body }: { readonly body: unknown }): Buffer {
  if (!Buffer.isBuffer(body)) throw new ProblemError(appError('image-unreadable'))
  return body
}

/** Kept by the browser of whoever asked, and asked about each time: who may see a picture changes while it stays the same. */
function sendAvatar(request: Pick<FastifyRequest, 'headers'>, reply: FastifyReply, { version, webp }: Avatar) {
  const tag = `"${version}"`
  reply
    .header('cache-control', 'private, no-cache')
    .header('vary', 'authorization')
    .header('etag', tag)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-disposition', 'inline; filename="picture.webp"')
  const isKnown = request.headers['if-none-match']?.split(',').some((one) => one.trim() === tag) === true
  return isKnown ? reply.code(304).send() : reply.type('image/webp').send(webp)
}
