import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { apiPaths } from '../common/http-contract/api-paths.ts'
import { natsServerBinary } from './rigs/nats-test-server.ts'
import { createRawPerson } from './rigs/raw-person.ts'
import { startTestServer, type TestServer, until } from './rigs/test-server.ts'

type Rules = {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}
type Dashboard = { readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[] }

const words = new Set(['sum', 'max', 'by', 'le', 'rate', 'increase', 'histogram_quantile', 'up'])

/** Names in an expression: what is neither a function, nor a label in braces or brackets, nor a number. */
function namesIn(expr: string): string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, ' ')
  return (bare.match(/[a-z_][a-z0-9_]*/g) ?? []).filter((name) => !words.has(name))
}

describe.skipIf(natsServerBinary === undefined)('the figures of a server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ NATTER_GUARD: 'on' })
  })
  afterAll(() => server?.stop())
  const read = async () => (await server.call({ path: '/metrics' })).body

  it('are all that alert rules and dashboard ask for', async () => {
    // The guard, and whoever archives, begin a moment after the server.
    await until(async () => /natter_guard_connections/.test(await read()))
    const given = new Set(
      [...(await read()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
      ),
    )
    const rules = (parse(readFileSync('deploy/alerts.yaml', 'utf8')) as Rules).groups.flatMap((group) => group.rules)
    const dashboard = JSON.parse(readFileSync('deploy/grafana.json', 'utf8')) as Dashboard
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ].flatMap(namesIn)
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter((name) => !given.has(name))).toEqual([])
    // What we count is looked at by somebody.
    const ours = [...given].filter((name) => name.startsWith('natter_'))
    expect(ours.length).toBeGreaterThan(15)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })

  it('count sign-ins that were refused, and reports that wait', async () => {
    const [ana, ben] = [await createRawPerson(server, 'ana'), await createRawPerson(server, 'ben')]
    await ana.ask('POST', apiPaths.rooms, { name: 'Tea', members: [ben.id] })
    const body = { handle: 'ana', password: 'not this one' }
    expect((await server.call({ method: 'POST', path: apiPaths.login, body })).statusCode).toBe(401)
    expect(await read()).toContain('natter_sign_in_failures_total{status="401"} 1')
    const report = { kind: 'user', user: ben.id, reason: 'spam' }
    expect((await ana.ask('POST', apiPaths.reports, report)).statusCode).toBe(201)
    await until(async () => /^natter_reports_open 1$/m.test(await read()))
  })
})
