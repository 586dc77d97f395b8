import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { type Call, createRoom, signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('a room that is closed', () => {
  let server: TestServer
  let call: Call
  beforeAll(async () => {
    server = await startTestServer()
    call = server.call
  })
  afterAll(() => server?.stop())

  const close = (room: RoomId, token: string) => call({ method: 'DELETE', path: apiPaths.room(room), token })
  const codeOf = (answer: Awaited<ReturnType<Call>>) => [answer.statusCode, answer.json().code]

  it('is closed by an owner and by nobody else', async () => {
    const [owner, admin, outsider] = [
      await signUp(call, 'anna'),
      await signUp(call, 'bert'),
      await signUp(call, 'cleo'),
    ]
    const room = await createRoom(call, owner.accessToken, [admin.user.id])
    const path = apiPaths.member(room.id, admin.user.id)
    await call({ method: 'PUT', path, token: owner.accessToken, body: { role: 'admin' } })
    expect(codeOf(await close(room.id, admin.accessToken))).toEqual([403, 'not-allowed'])
    expect(codeOf(await close(room.id, outsider.accessToken))).toEqual([404, 'room-unknown'])
    expect((await call({ path: apiPaths.room(room.id), token: owner.accessToken })).json().room.members).toHaveLength(2)
  })

  it('is gone for everybody, at the broker before the answer', async () => {
    const [owner, member] = [await signUp(call, 'dora'), await signUp(call, 'emil')]
    const room = await createRoom(call, owner.accessToken, [member.user.id])
    const identity = createTestIdentity(member.user.id)
    const proof = identity.key.sign(Buffer.from(member.accessToken)).toString('base64url')
    const body = { publicKey: identity.publicKey, proof }
    const issued = await call({ method: 'POST', path: apiPaths.credentials, token: member.accessToken, body })
    const live = await connectTestClient(server.nats, identity, issued.json().jwt)
    const cut = live.closed()

    expect((await close(room.id, owner.accessToken)).statusCode).toBe(204)
    await cut
    await expect(connectTestClient(server.nats, identity, issued.json().jwt)).rejects.toThrow(/authorization/i)
    for (const { accessToken: token } of [owner, member]) {
      expect(codeOf(await call({ path: apiPaths.room(room.id), token }))).toEqual([404, 'room-unknown'])
      expect(codeOf(await call({ path: apiPaths.messages(room.id), token }))).toEqual([404, 'room-unknown'])
      expect((await call({ path: apiPaths.rooms, token })).json().rooms).toEqual([])
      expect((await call({ path: apiPaths.sync, token })).json().rooms).toEqual([])
    }
    expect(codeOf(await close(room.id, owner.accessToken))).toEqual([404, 'room-unknown'])
  })

  it('is left by whoever is alone in it, and by no last owner before', async () => {
    const [owner, member] = [await signUp(call, 'fritz'), await signUp(call, 'gina')]
    const room = await createRoom(call, owner.accessToken, [member.user.id])
    const leave = ({ user, accessToken: token }: typeof owner) =>
      call({ method: 'DELETE', path: apiPaths.member(room.id, user.id), token })
    expect(codeOf(await leave(owner))).toEqual([409, 'last-owner'])
    expect((await leave(member)).statusCode).toBe(204)
    expect((await leave(owner)).statusCode).toBe(204)
    expect(codeOf(await leave(owner))).toEqual([404, 'room-unknown'])
  })
})
