import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { apiPaths, apiPatterns } from '../../common/http-contract/api-paths.ts'
import type { UserId } from '../../common/ids.ts'
import { err } from '../../common/result.ts'
import { addProblemReplies } from '../plugins/problem-replies.ts'
import { buildDepartureRoutes } from './departure-routes.ts'
import { buildOwnArchive } from './own-archive.ts'

const app = fastify({ forceCloseConnections: true })
let onKnown = () => {}
const nothing = async () => {}
/** Whoever has this name has more to say than anybody reads. */
const talker = 'talker'
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    const { user } = request.headers
    // As whoever asks a store who calls: their connection may end meanwhile.
    if (request.headers['x-gone'] !== undefined) {
      onKnown()
      await once(request.raw.socket, 'close')
    }
    request.caller = { user: user as UserId, device: 'd' as never, accessToken: '' }
  })
  addProblemReplies(app)
  const archiveOf = buildOwnArchive({
    files: [],
    loadAvatar: async () => undefined,
    loadMessagesOf: async () => [],
    loadVersions: async () => [],
    listSent: async () => [],
  })
  app.register(
    async (scope) =>
      buildDepartureRoutes(
        {
          departures: {
            depart: async () => err(appError('nats-unavailable', { more: { receipt: 'a-receipt' } })),
          } as never,
          pendingCuts: {} as never,
          buildOwnArchive: async (user) => (user === (talker as string) ? endless() : archiveOf(user)),
        },
        { signInOfAddress: nothing, passwordOfUser: nothing, picturesOfUser: nothing },
      )(scope.withTypeProvider<ZodTypeProvider>()),
    { prefix: apiPaths.ownArchive.replace(apiPatterns.ownArchive, '') },
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

/** The first byte comes, and no other one. */
function endless(): Readable {
  const stream = new Readable({ read() {} })
  stream.push('P')
  return stream
}

const portOf = () => (app.server.address() as AddressInfo).port
const ask = async (user: string) =>
  (await fetch(`http://127.0.0.1:${portOf()}${apiPaths.ownArchive}`, { headers: { user } })).status
const open = (user: string, more = '') => {
  const socket = connect(portOf(), '127.0.0.1')
  socket.write(`GET ${apiPaths.ownArchive} HTTP/1.1\r\nHost: x\r\nuser: ${user}\r\n${more}\r\n`)
  return socket
}

test('whoever went away before they were known holds no place for ever', async () => {
  for (let user = 0; user < 2; user++) {
    const isKnown = new Promise<void>((done) => {
      onKnown = done
    })
    const socket = open(`u${user}`, 'x-gone: 1\r\n')
    await isKnown
    socket.destroy()
    await once(socket, 'close')
  }
  await expect.poll(() => ask('ana')).toBe(200)
})

test('one at a time is made for each, so that nobody holds all places', async () => {
  const sockets = [open(talker), open(talker)]
  await once(sockets[0] as (typeof sockets)[number], 'data')
  await expect.poll(() => ask(talker)).toBe(503)
  expect(await ask('ana')).toBe(200)
  for (const socket of sockets) socket.destroy()
})

test('an account that is gone before all of it is tells where that is read all the same', async () => {
  const payload = { password: 'correct horse battery', messages: 'keep' }
  const answer = await app.inject({ method: 'DELETE', url: apiPaths.me, headers: { user: 'ana' }, payload })
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'nats-unavailable'])
  expect(answer.headers.location).toBe(apiPaths.erasure('a-receipt'))
})
