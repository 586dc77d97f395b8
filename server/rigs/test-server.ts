import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Network } from '../files/guarded-fetch.ts'
import { parseServerConfig } from '../server-config.ts'
import { type ServerRun, startServer } from '../server-run.ts'
import { startTestNats, type TestNats } from './nats-test-server.ts'

/** For tests: a whole server (broker, store, every role) in a folder of its own, asked by `app.inject`. */
export type TestServer = {
  readonly nats: TestNats
  readonly run: ServerRun
  readonly call: Call
  readonly stop: () => Promise<void>
}

export type Call = (request: {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly from?: string
}) => Promise<LightMyRequestResponse>

/** Limits that no test meets by accident. */
const wideLimits = {
  NATTER_SIGN_UPS_PER_MINUTE: '1000000',
  NATTER_SIGN_INS_PER_MINUTE: '1000000',
  NATTER_REQUESTS_PER_MINUTE: '1000000',
  // Tests say more in a second than people do; those of floods turn it on.
  NATTER_GUARD: 'off',
  // A fifth of the work.
  NATTER_PASSWORD_MEBIBYTES: '19',
}

export async function startTestServer(
  env: Readonly<Record<string, string>> = {},
  outside: { readonly network?: Network } = {},
): Promise<TestServer> {
  const nats = await startTestNats()
  const run = await startTestRun(nats, env, outside)
  await run.up
  return {
    nats,
    run,
    call: buildCall(run),
    stop: async () => {
      await run.stop()
      await nats.stop()
    },
  }
}

/** One more copy of the server on the same broker; on the same store too where `env` names a MongoDB. */
export function startTestRun(
  nats: TestNats,
  env: Readonly<Record<string, string>> = {},
  { network }: { readonly network?: Network } = {},
): Promise<ServerRun> {
  const config = parseServerConfig(
    {
      ...wideLimits,
      NATTER_DATA: nats.dataDir,
      NATTER_NATS_URL: nats.tcpUrl,
      NATTER_NATS_WS_URL: nats.wsUrl,
      NATTER_LOG_LEVEL: 'silent',
      // People of a test know each other; who asks first is tried where it is what is tried.
      NATTER_CONTACTS: 'open',
      ...env,
    },
    nats.dataDir,
  )
  if (!config.ok) throw new Error(config.error.join('\n'))
  return startServer(config.value, '0.0.0', network)
}

/** A server waits a second for what was said just before; then it answers with what it has and says so, and is asked again. */
const askedAgainForMs = 20_000

/** As people ask: an answer that says it is not `complete` yet is asked for again, as a client does. */
export function buildCall(run: Pick<ServerRun, 'app'>): Call {
  return async ({ method = 'GET', path, body, token, headers = {}, from }) => {
    const ask = () =>
      run.app.inject({
        method,
        url: path,
        headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
        ...(from === undefined ? {} : { remoteAddress: from }),
      })
    for (const deadline = Date.now() + askedAgainForMs; ; ) {
      const answer = await ask()
      if (method !== 'GET' || !saysNotComplete(answer) || Date.now() > deadline) return answer
    }
  }
}

function saysNotComplete({ statusCode, body, headers }: LightMyRequestResponse): boolean {
  const isJson = String(headers['content-type']).startsWith('application/json')
  return statusCode === 200 && isJson && body.includes('"complete":false') && JSON.parse(body).complete === false
}

export const testPassword = 'correct horse battery'

/** A new account, signed in as the desktop is: the refresh token comes in the body. */
export async function signUp(call: Call, handle: string): Promise<Required<Session>> {
  const answer = await call({
    method: 'POST',
    path: apiPaths.register,
    headers: { 'natter-client': 'desktop' },
    body: { handle, displayName: handle.toUpperCase(), password: testPassword },
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json()
}

export async function createRoom(call: Call, token: string, members: readonly UserId[] = []): Promise<Room> {
  const answer = await call({ method: 'POST', path: apiPaths.rooms, token, body: { name: 'Tea', members } })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().room
}

export function createTestFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'natter-server-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Waits for a condition; the test's own time limit ends it where it never comes. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, 20))
}
