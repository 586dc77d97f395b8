import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../../common/ids.ts'
import { until } from '../test-server.ts'
import type { ContractRows, ContractWorld } from './contract-world.ts'

const outside = ['eve', 404, 'room-unknown'] as const
const noRight = ['ben', 403, 'not-allowed'] as const
const inRoom = ({ of }: ContractWorld) => ({ at: { room: of('room') } })
const onCleo = ({ of, people }: ContractWorld) => ({ at: { room: of('room'), user: people.cleo.id } })
const onFirst = ({ of }: ContractWorld) => ({ at: { room: of('room'), message: of('first') } })

/** A room of Ana's, with Ben in it and a few words. */
export const roomRows: ContractRows = {
  'POST /rooms': ({ people, keep }) => ({
    ...{ by: 'ana', foreign: 'own', status: 201 },
    body: { name: 'Tea', members: [people.ben.id], topic: 'Leaves and water' },
    learn: (answer) => keep('room', answer.json().room.id),
  }),
  'GET /rooms': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'GET /rooms/{room}': (world) => ({ ...inRoom(world), by: 'ben', foreign: outside, status: 200 }),
  'PATCH /rooms/{room}': (world) => ({
    ...{ ...inRoom(world), by: 'ana', foreign: outside, status: 200 },
    body: { topic: 'Leaves, water and time', visibility: 'public' },
  }),
  'GET /rooms/public': () => ({ by: 'cleo', foreign: 'anybody', query: 'q=tea', status: 200 }),
  'POST /rooms/{room}/join': (world) => ({ ...inRoom(world), by: 'cleo', foreign: 'anybody', status: 200 }),
  'PUT /rooms/{room}/avatar': (world) => ({
    ...{ ...inRoom(world), by: 'ana', foreign: noRight, body: world.png, status: 200 },
    headers: { 'content-type': 'image/png' },
  }),
  'GET /rooms/{room}/avatar': (world) => ({ ...inRoom(world), by: 'eve', foreign: 'anybody', status: 200 }),
  'DELETE /rooms/{room}/avatar': (world) => ({ ...inRoom(world), by: 'ana', foreign: noRight, status: 204 }),
  'PUT /rooms/{room}/members/{user}': (world) => ({
    ...{ ...onCleo(world), by: 'ana', foreign: noRight, status: 204 },
    body: { role: 'admin' },
  }),
  'DELETE /rooms/{room}/members/{user}': (world) => ({
    ...{ ...onCleo(world), by: 'ana', foreign: noRight, status: 204 },
  }),
  'PUT /rooms/{room}/bans/{user}': (world) => ({
    ...{ ...onCleo(world), by: 'ana', foreign: noRight, status: 204 },
    body: { reason: 'Sold kettles in every thread' },
  }),
  'GET /rooms/{room}/bans': (world) => ({ ...inRoom(world), by: 'ana', foreign: noRight, status: 200 }),
  'DELETE /rooms/{room}/bans/{user}': (world) => ({
    ...{ ...onCleo(world), by: 'ana', foreign: noRight, status: 204 },
  }),
  'POST /rooms/{room}/invites': (world) => ({
    ...{ ...inRoom(world), by: 'ana', foreign: noRight, body: { expiresInSec: 86_400, uses: 5 }, status: 201 },
    learn: (answer) => world.keep('invite', answer.json().invite.code),
  }),
  'GET /rooms/{room}/invites': (world) => ({ ...inRoom(world), by: 'ana', foreign: noRight, status: 200 }),
  'GET /invites/{code}': ({ of }) => ({ foreign: 'open', at: { code: of('invite') }, status: 200 }),
  'GET /invites/{code}/avatar': async ({ people, of, png, server }) => {
    const headers = { 'content-type': 'image/png' }
    const path = apiPaths.roomAvatar(of('room') as RoomId)
    await server.call({ method: 'PUT', path, token: people.ana.accessToken, body: png, headers })
    return { foreign: 'open', at: { code: of('invite') }, status: 200 }
  },
  'POST /invites/{code}/join': ({ of }) => ({ by: 'zoe', foreign: 'anybody', at: { code: of('invite') }, status: 200 }),
  'DELETE /invites/{code}': ({ of }) => ({
    ...{ by: 'ana', foreign: ['eve', 410, 'invite-invalid'], at: { code: of('invite') }, status: 204 },
  }),
  'GET /rooms/{room}/reach': (world) => ({ ...inRoom(world), by: 'ben', foreign: outside, status: 200 }),
  'GET /rooms/{room}/messages': async (world) => {
    await say(world)
    return { ...inRoom(world), by: 'ben', foreign: outside, status: 200 }
  },
  'PUT /rooms/{room}/read': (world) => ({
    ...{ ...inRoom(world), by: 'ben', foreign: outside, body: { seq: 2 }, status: 204 },
  }),
  'GET /rooms/{room}/messages/{message}': (world) => ({ ...onFirst(world), by: 'ben', foreign: outside, status: 200 }),
  'GET /rooms/{room}/messages/{message}/versions': (world) => ({
    ...{ ...onFirst(world), by: 'ben', foreign: outside, status: 200 },
  }),
  'GET /rooms/{room}/pins': (world) => ({ ...inRoom(world), by: 'ben', foreign: outside, status: 200 }),
  'GET /rooms/{room}/threads/{message}': (world) => ({ ...onFirst(world), by: 'ben', foreign: outside, status: 200 }),
  'PUT /rooms/{room}/threads/{message}/follow': (world) => ({
    ...{ ...onFirst(world), by: 'ana', foreign: outside, status: 204 },
  }),
  'PUT /rooms/{room}/messages/{message}/saved': (world) => ({
    ...{ ...onFirst(world), by: 'ana', foreign: outside, status: 204 },
  }),
  'GET /saved': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'DELETE /rooms/{room}/messages/{message}/saved': (world) => ({
    ...{ ...onFirst(world), by: 'ana', foreign: 'own', status: 204 },
  }),
  'GET /search': () => ({ by: 'ben', foreign: 'own', query: 'q=KETTLE&limit=1', status: 200 }),
  'GET /inbox': () => ({ by: 'ana', foreign: 'own', query: 'kind=mention&limit=10', status: 200 }),
  'POST /inbox/dismissed': () => ({
    ...{ by: 'ana', foreign: 'own', body: { upTo: 1_700_000_000_000, ids: ['m none'] }, status: 204 },
  }),
  'POST /inbox/seen': () => ({ by: 'ana', foreign: 'own', body: { upTo: 1_700_000_000_000 }, status: 204 }),
  'GET /threads': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'DELETE /rooms/{room}/threads/{message}/follow': (world) => ({
    ...{ ...onFirst(world), by: 'ana', foreign: outside, status: 204 },
  }),
  'DELETE /rooms/{room}/messages/{message}': ({ of }) => ({
    ...{ by: 'ben', foreign: ['zoe', 403, 'not-allowed'], status: 204 },
    at: { room: of('room'), message: of('second') },
  }),
}

/** The rest of it, when nothing else needs the room. */
export const roomEndRows: ContractRows = {
  'POST /rooms/{room}/owner': (world) => ({
    ...{ ...inRoom(world), by: 'ana', foreign: noRight, body: { user: world.people.ben.id }, status: 204 },
  }),
  'DELETE /contacts/{user}': ({ people }) => ({
    ...{ by: 'ana', foreign: ['eve', 404, 'contact-unknown'], at: { user: people.ben.id }, status: 204 },
  }),
  'DELETE /rooms/{room}': (world) => ({
    ...{ ...inRoom(world), by: 'ben', foreign: ['zoe', 403, 'not-allowed'], status: 204 },
  }),
}

/** Two of Ben's that the archive has. */
async function say({ people, of, keep }: ContractWorld): Promise<void> {
  const room = of('room') as RoomId
  const connection = await people.ben.connect()
  keep('first', (await connection.say(room, 'The kettle is on.')).id)
  keep('second', (await connection.say(room, 'Who wants a cup?')).id)
  await connection.live.close()
  const count = async () => (await people.ben.ask('GET', apiPaths.messages(room))).json().messages.length
  await until(async () => (await count()) >= 2)
}
