import { defaultStreamOptions } from '../../streams/event-streams.ts'
import { createRoom, until } from '../test-server.ts'
import type { ContractRow, ContractRows, ContractWorld } from './contract-world.ts'

/** Of administration: who else may not is known. */
const admin = (row: Omit<ContractRow, 'by'>): ContractRow => ({ by: 'ada', ...row })
const ofUser = (world: ContractWorld) => ({ at: { user: world.of('user') } })

export const adminRows: ContractRows = {
  'GET /admin/settings': () => admin({ status: 200 }),
  'PATCH /admin/settings': () => admin({ body: { memberCap: 500 }, status: 200, lines: ['settings.changed'] }),
  'GET /admin/stats': () => admin({ status: 200 }),
  'POST /admin/users': ({ keep }) =>
    admin({
      ...{ body: { handle: 'omar', displayName: 'Omar Haddad' }, status: 201, lines: ['user.created'] },
      learn: (answer) => keep('user', answer.json().user.id),
    }),
  'GET /admin/users': () => admin({ query: 'q=omar', status: 200 }),
  'GET /admin/users/{user}': (world) => admin({ ...ofUser(world), status: 200 }),
  'PATCH /admin/users/{user}': (world) =>
    admin({
      ...{ ...ofUser(world), status: 200, lines: ['user.suspended'] },
      body: { suspended: true, reason: 'Advertising in every room' },
    }),
  'POST /admin/users/{user}/sign-out': (world) => admin({ ...ofUser(world), status: 204, lines: ['user.signed-out'] }),
  'POST /admin/users/{user}/reset-code': (world) =>
    admin({
      ...{ ...ofUser(world), status: 200, lines: ['user.reset-code-made'] },
      learn: (answer) => world.keep('code', answer.json().code),
    }),
  'POST /auth/reset/complete': ({ of }) => ({
    ...{ foreign: 'open', body: { code: of('code'), newPassword: 'another horse battery' }, status: 204 },
  }),
  'DELETE /admin/users/{user}': (world) => admin({ ...ofUser(world), status: 204, lines: ['user.deleted'] }),
  'GET /admin/rooms': () => admin({ query: 'q=tea', status: 200 }),
  'GET /admin/rooms/{room}': ({ of }) => admin({ at: { room: of('room') }, status: 200 }),
  'PATCH /admin/rooms/{room}': ({ of }) =>
    admin({
      at: { room: of('room') },
      body: { memberCap: 50, retentionDays: 90 },
      status: 200,
      lines: ['room.changed'],
    }),
  'DELETE /admin/rooms/{room}': async ({ server, people }) => {
    const { id } = await createRoom(server.call, people.zoe.accessToken)
    return admin({ at: { room: id }, status: 204, lines: ['room.deleted'] })
  },
  'POST /reports': ({ of, keep }) => ({
    ...{ by: 'ana', foreign: ['eve', 404, 'message-unknown'], status: 201 },
    body: { kind: 'message', room: of('room'), message: of('first'), reason: 'spam', note: 'The third time today.' },
    learn: (answer) => keep('report', answer.json().report.id),
  }),
  'GET /reports': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'GET /admin/reports': () => admin({ query: 'state=open', status: 200 }),
  'GET /admin/reports/{report}': ({ of }) =>
    admin({ at: { report: of('report') }, status: 200, lines: ['report.read'] }),
  'POST /admin/reports/{report}/resolve': ({ of }) =>
    admin({
      ...{ at: { report: of('report') }, status: 204, lines: ['report.resolved'] },
      body: { actions: ['remove-message', 'warn'], note: 'Advertising is removed here.' },
    }),
  'GET /me/notices': () => ({ by: 'ben', foreign: 'own', status: 200 }),
  'POST /admin/tokens': ({ keep }) =>
    admin({
      ...{ status: 201, lines: ['token.created'] },
      body: { name: 'Backups', scopes: ['stats', 'audit'], expiresInSec: 2_592_000 },
      learn: (answer) => keep('token', answer.json().id),
    }),
  'GET /admin/tokens': () => admin({ status: 200 }),
  'DELETE /admin/tokens/{token}': ({ of }) =>
    admin({ at: { token: of('token') }, status: 204, lines: ['token.removed'] }),
  'POST /admin/invites': ({ keep }) =>
    admin({
      ...{ body: { expiresInSec: 86_400, uses: 1 }, status: 201, lines: ['invite.created'] },
      learn: (answer) => keep('account invite', answer.json().invite.id),
    }),
  'GET /admin/invites': () => admin({ status: 200 }),
  'DELETE /admin/invites/{invite}': ({ of }) =>
    admin({ at: { invite: of('account invite') }, status: 204, lines: ['invite.removed'] }),
  'POST /admin/announcements': ({ keep }) =>
    admin({
      ...{ status: 201, lines: ['announcement.created'] },
      body: { text: 'The server is away tonight from ten to eleven.', until: 4_102_444_800_000 },
      learn: (answer) => keep('announcement', answer.json().announcement.id),
    }),
  'GET /admin/announcements': () => admin({ status: 200 }),
  'DELETE /admin/announcements/{announcement}': ({ of }) =>
    admin({ at: { announcement: of('announcement') }, status: 204, lines: ['announcement.removed'] }),
  'GET /admin/audit': () => admin({ query: 'limit=2', status: 200 }),
}

export const lastRows: ContractRows = {
  'DELETE /me': async ({ server, keep }) => {
    // What was in the room that has just been closed goes beside the calls, once that is archived.
    const { barrier, files } = server.run.services
    for (let shard = 0; shard < defaultStreamOptions.shards; shard++)
      await until(async () => (await barrier.reach(shard)).complete)
    await files.sweeper.removeGoing()
    return {
      ...{ by: 'zoe', foreign: 'own', status: 204 },
      body: { password: 'correct horse battery', messages: 'erase' },
      learn: ({ headers }) => keep('receipt', headers.get('location')?.split('/').at(-1)),
    }
  },
  'GET /erasures/{receipt}': async ({ server, of }) => {
    // What goes on beside the answer is through.
    const state = async () => (await server.run.services.erasureReports.find(of('receipt')))?.state
    await until(async () => (await state()) === 'done')
    return { foreign: 'open', at: { receipt: of('receipt') }, status: 200 }
  },
  'GET /admin/erasures': () => admin({ status: 200 }),
}
