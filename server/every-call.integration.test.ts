import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isErrorCode } from '../common/app-error.ts'
import { adminScopes } from '../common/http-contract/admin-contract.ts'
import { apiPaths } from '../common/http-contract/api-paths.ts'
import { accountRows } from './rigs/contract/account-rows.ts'
import { adminRows, lastRows } from './rigs/contract/admin-rows.ts'
import { botRows } from './rigs/contract/bot-rows.ts'
import { type DocumentedCall, listActs, loadCalls, makeCall, openStoreView } from './rigs/contract/contract-check.ts'
import {
  type ContractAnswer,
  type ContractRow,
  type ContractWorld,
  createContractWorld,
} from './rigs/contract/contract-world.ts'
import { createExampleRecord } from './rigs/contract/example-record.ts'
import { fileRows } from './rigs/contract/file-rows.ts'
import { buildHostileBodies, hostilePictures } from './rigs/contract/hostile-bodies.ts'
import { peopleRows } from './rigs/contract/people-rows.ts'
import { roomEndRows, roomRows } from './rigs/contract/room-rows.ts'
import { natsServerBinary } from './rigs/nats-test-server.ts'

/** One life of a server, in the order in which a call can be made right. */
const rows = {
  ...{ ...accountRows, ...peopleRows, ...roomRows, ...fileRows, ...botRows, ...adminRows },
  ...{ ...roomEndRows, ...lastRows },
}

/**
 * Each call of the document, by whoever may, by whoever may not, by nobody, and with what no call takes: it answers what it says,
 * a refusal changes nothing, and the log of administration has a line where one is due and nowhere else.
 */
describe.skipIf(natsServerBinary === undefined)('every call of the API', () => {
  let world: ContractWorld
  let calls: ReadonlyMap<string, DocumentedCall>
  let view: Awaited<ReturnType<typeof openStoreView>>
  const examples = createExampleRecord()
  /** One with each scope. */
  const tokens = new Map<string, string>()
  beforeAll(async () => {
    world = await createContractWorld()
    calls = await loadCalls(world)
    for (const scope of adminScopes) {
      const body = { name: scope, scopes: [scope] }
      tokens.set(scope, (await world.people.ada.ask('POST', apiPaths.adminTokens, body)).json().token)
    }
    view = await openStoreView(world)
  })
  afterAll(async () => {
    if (process.env.NATTER_RECORD_EXAMPLES !== undefined) examples.write()
    await view?.close()
    await world?.stop()
  })

  it('has its row here, and each row its call', () => {
    expect(Object.keys(rows).sort()).toEqual([...calls.keys()].sort())
  })

  it.each(Object.keys(rows))('%s', async (name) => {
    const call = calls.get(name)
    const build = rows[name]
    if (call === undefined || build === undefined) throw new Error('no such call')
    const row = await build(world)
    await view.untilStill()
    const before = await view.load()
    const acts = await listActs(world)

    await refuseStrangers(call, row)
    await refuseBodies(call, row)
    expect(await view.load(), 'what was refused changes nothing').toEqual(before)

    const answer = await makeCall(world, call, row, row.by && world.people[row.by].accessToken)
    expect([answer.statusCode, answer.statusCode === row.status ? '' : answer.body]).toEqual([row.status, ''])
    expect((await listActs(world)).slice(acts.length)).toEqual(row.lines ?? [])
    row.learn?.(answer)
    examples.note(name, row, answer)
  })

  async function refuseStrangers(call: DocumentedCall, row: ContractRow): Promise<void> {
    const ask = (token: string | undefined) => makeCall(world, call, row, token)
    if (call.isOpen) {
      expect([row.foreign, row.by]).toEqual(['open', undefined])
      return
    }
    expectProblem(await ask(undefined), 401, 'sign-in-required')
    expectProblem(await ask('nonsense'), 401, 'sign-in-required')
    expectProblem(await ask(`nat_${'a'.repeat(16)}_${'b'.repeat(43)}`), 401, 'token-invalid')
    if (call.scope === undefined) {
      expectProblem(await ask(tokens.get('settings')), 403, 'token-refused')
      expect(row.foreign, 'who else may not').toBeDefined()
      if (typeof row.foreign !== 'object') return
      const [who, status, code] = row.foreign
      return expectProblem(await ask(world.people[who].accessToken), status, code)
    }
    expectProblem(await ask(world.people.ana.accessToken), 403, 'admin-required')
    const others = [...tokens].filter(([scope]) => scope !== call.scope)
    await Promise.all(others.map(async ([, token]) => expectProblem(await ask(token), 403, 'scope-missing')))
  }

  async function refuseBodies(call: DocumentedCall, row: ContractRow): Promise<void> {
    // Uploads are bytes, and nobody reads those of a picture that is taken away.
    const isBytes =
      (call.path.startsWith('/rooms/{room}/files') && !call.path.endsWith('/copies')) ||
      `${call.method} ${call.path}`.match(/^DELETE .*avatar$/)
    if (['GET', 'OPTIONS'].includes(call.method) || isBytes) return
    const isPicture = Buffer.isBuffer(row.body)
    const bodies = isPicture ? hostilePictures : buildHostileBodies(row.body, { isLoose: row.isLoose === true })
    const token = row.by && world.people[row.by].accessToken
    for (const hostile of bodies) {
      const headers = { ...row.headers, ...hostile.headers }
      const answer = await makeCall(world, call, { ...row, body: hostile.body, headers }, token)
      expect([400, 415, 422], `${hostile.what}: ${answer.statusCode} ${answer.body}`).toContain(answer.statusCode)
      expectProblem(answer)
    }
  }

  function expectProblem(answer: ContractAnswer, status = answer.statusCode, code?: string): void {
    expect([answer.statusCode, answer.headers.get('content-type'), answer.body]).toEqual([
      ...[status, expect.stringMatching(/^application\/problem\+json/), expect.any(String)],
    ])
    const problem = answer.json()
    expect(isErrorCode(problem.code)).toBe(true)
    if (code !== undefined) expect(problem).toMatchObject({ status, code })
  }
})
