import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headers as msgHeaders } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { History } from '../../common/http-contract/history-contract.ts'
import type { Sync } from '../../common/http-contract/sync-contract.ts'
import { buildEventId, type EventId, type RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { loadErasures } from '../erasures/erasure-list.ts'
import { until as untilHolds } from '../rigs/archiver-test-rig.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { buildCall, createRoom, signUp, startTestRun, testPassword } from '../rigs/test-server.ts'
import type { ServerRun } from '../server-run.ts'
import { openStore } from '../store/open-store.ts'
import { runBackup } from './run-backup.ts'
import { runRestore } from './run-restore.ts'

describe.skipIf(natsServerBinary === undefined)('what was taken back after a backup', () => {
  let nats: TestNats
  let folder: string
  let run: ServerRun | undefined
  const ends: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'natter-erasures-'))
    nats = await startTestNats()
  })
  afterAll(async () => {
    await run?.stop()
    for (const end of ends) await end()
    await nats?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is taken back in what is restored from it: a message, a room, a device', { timeout: 120_000 }, async () => {
    run = await startTestRun(nats)
    await run.up
    let call = buildCall(run)
    const ann = await signUp(call, 'ann')
    const token = ann.accessToken
    const login = { handle: 'ann', password: testPassword, deviceName: 'lost phone' }
    const headers = { 'natter-client': 'desktop' }
    const phone = (await call({ method: 'POST', path: apiPaths.login, body: login, headers })).json<Session>()
    const kept = (await createRoom(call, token)).id
    const closed = (await createRoom(call, token)).id
    const who = createTestIdentity(ann.user.id)
    const proof = who.key.sign(Buffer.from(token)).toString('base64url')
    const asked = { method: 'POST', path: apiPaths.credentials, token } as const
    const issued = await call({ ...asked, body: { publicKey: who.publicKey, proof } })
    const connection = await connectTestClient(nats, who, issued.json<Credential>().jwt)
    const say = async (event: object): Promise<EventId> => {
      const id = buildEventId(Date.now(), randomBytes(10))
      const head = msgHeaders()
      head.set('Nats-Msg-Id', id)
      const whole = encodeBody({ v: 1, id, at: Date.now(), ...event })
      const subject = subjects.sendEvent(kept, who.user)
      const ack = await connection.request(subject, whole, { headers: head, timeout: 10_000 })
      expect(ack.json<{ seq?: number }>().seq).toBeGreaterThan(0)
      return id
    }
    const posted = (text: string) => say({ kind: 'message.posted', text, format: 'plain' })
    const secret = await posted('secret')
    await posted('for all to read')
    const historyOf = async (room: RoomId) => (await call({ path: apiPaths.messages(room), token })).json<History>()
    await untilHolds(
      () => historyOf(kept),
      ({ messages }) => messages.length === 2,
    )

    const backup = join(folder, 'backup')
    const saved = await runBackup({ dataDir: nats.dataDir, mongodbUrl: undefined, natsUrls: [nats.tcpUrl] }, backup)
    expect(saved.ok).toBe(true)
    expect(readdirSync(backup)).not.toContain('erasures')

    await say({ kind: 'message.removed', message: secret })
    await connection.close()
    expect((await call({ method: 'DELETE', path: apiPaths.room(closed), token })).statusCode).toBe(204)
    const device = phone.user.device
    expect((await call({ method: 'DELETE', path: apiPaths.device(device), token })).statusCode).toBe(204)
    await untilHolds(
      () =>
        loadErasures([nats.dataDir])
          .erasures.map(({ kind }) => kind)
          .sort(),
      (kinds) => kinds.length === 3,
    )
    await run.stop()
    run = undefined

    const target = await startTestNats({}, nats.dataDir)
    ends.push(target.stop)
    await target.kill()
    for (const name of readdirSync(target.dataDir)) rmSync(join(target.dataDir, name), { recursive: true })
    const natsServer = natsServerBinary ?? ''
    const restored = await runRestore(backup, { dataDir: target.dataDir, natsServer, erasures: [nats.dataDir] })
    expect(restored).toMatchObject({ ok: true, value: { applied: { messages: 1, rooms: 1, devices: 1 } } })
    // For the restore after this one.
    expect(loadErasures([target.dataDir]).erasures).toHaveLength(3)
    const store = await openStore({ dataDir: target.dataDir })
    const shard = Number(kept.split('.')[0])
    const { epoch, forkSeq } = (await store.shards.loadShard(shard)).state
    const [erased] = await store.archive.loadMessages([{ room: kept, id: secret }])
    await store.close()
    expect(epoch).toBeGreaterThan(0)
    expect(forkSeq).toBeLessThan(erased?.seq ?? 0)

    await target.restart()
    run = await startTestRun(target)
    await run.up
    call = buildCall(run)
    const { messages } = await untilHolds(
      () => historyOf(kept),
      ({ complete }) => complete,
    )
    expect(messages.map(({ text, removedAt }) => [text, removedAt !== undefined])).toEqual([
      ['', true],
      ['for all to read', false],
    ])
    const sync = (await call({ path: apiPaths.sync, token })).json<Sync>()
    expect(sync.roomIds).toEqual([kept])
    expect(JSON.stringify(sync)).not.toContain('secret')
    expect((await call({ path: apiPaths.me, token: phone.accessToken })).statusCode).toBe(401)
    const body = { refreshToken: phone.refreshToken }
    expect((await call({ method: 'POST', path: apiPaths.refresh, body, headers })).statusCode).toBe(401)
    expect((await call({ path: apiPaths.me, token })).statusCode).toBe(200)
  })
})
