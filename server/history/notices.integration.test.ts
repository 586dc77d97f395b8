import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type History, historySchema } from '../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('notices in history', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.stop())

  it('say who made the room, came, changed and left, to whoever came only afterwards too', async () => {
    const { call } = server
    const [ana, ben, late] = [await signUp(call, 'ana'), await signUp(call, 'ben'), await signUp(call, 'late')]
    const { id: room } = await createRoom(call, ana.accessToken)
    const as = { token: ana.accessToken }
    for (const request of [
      { method: 'PUT', path: apiPaths.member(room, ben.user.id) },
      { method: 'PATCH', path: apiPaths.room(room), body: { name: 'Coffee' } },
      { method: 'DELETE', path: apiPaths.member(room, ben.user.id) },
      { method: 'PUT', path: apiPaths.member(room, late.user.id) },
    ] as const) {
      expect((await call({ ...request, ...as })).statusCode).toBeLessThan(300)
    }
    const history = async (of: RoomId, query = ''): Promise<History> => {
      const answer = await call({ path: `${apiPaths.messages(of)}${query}`, token: late.accessToken })
      return historySchema.parse(answer.json())
    }
    const whole = await history(room)
    expect(whole.complete).toBe(true)
    expect(whole.notices.map(({ event }) => event.kind)).toEqual([
      'room.created',
      'member.joined',
      'room.changed',
      'member.removed',
      'member.joined',
    ])
    expect(whole.notices.at(-1)).toMatchObject({ seq: whole.head, event: { user: late.user.id, by: ana.user.id } })
    expect(whole.notices.every(({ at }) => Math.abs(at - Date.now()) < 600_000)).toBe(true)
    const newest = await history(room, '?limit=2')
    expect([newest.notices, newest.hasMoreBefore]).toEqual([whole.notices.slice(-2), true])
    const changed = await history(room, `?changedAfter=${whole.notices[1]?.seq}&before=${whole.head}`)
    expect(changed.notices).toEqual(whole.notices.slice(2, 4))
  })
})
