import { describe, expect, it } from 'vitest'
import { appError } from '../common/app-error.ts'
import { err, ok } from '../common/result.ts'
import { buildReadiness } from './server-readiness.ts'
import { StoreUnavailableError } from './store/store-port.ts'

describe('readiness', () => {
  function build(state: { storeIsUp: boolean; brokerIsUp: boolean; last: number; missing: readonly string[] }) {
    let pings = 0
    const check = buildReadiness({
      store: {
        ping: async () => {
          pings++
          if (!state.storeIsUp) throw new StoreUnavailableError('gone')
        },
        archive: { loadPosition: async () => 10 },
      },
      broker: {
        check: async () =>
          state.brokerIsUp ? ok(undefined) : err({ part: 'nats', error: appError('nats-unavailable') }),
        ports: { loadStreamLastSeq: async () => ok(state.last), missingServers: () => state.missing },
      },
      shards: 2,
      checkRoles: async () => [],
    })
    return { check, countPings: () => pings }
  }
  const well = { storeIsUp: true, brokerIsUp: true, last: 20, missing: [] }

  it.each([
    [{}, []],
    [{ storeIsUp: false }, ['store failing']],
    [{ brokerIsUp: false }, ['nats failing']],
    [{ storeIsUp: false, brokerIsUp: false }, ['store failing', 'nats failing']],
    [{ last: 60_000 }, ['archiver warning']],
    [{ missing: ['nats-3'] }, ['nats warning']],
  ])('with %j says %j', async (change, parts) => {
    const said = await build({ ...well, ...change }).check()
    expect(said.map(({ part, gravity }) => `${part} ${gravity}`)).toEqual(parts)
  })

  it('asks each part once for however many ask at once, and anew afterwards', async () => {
    const state = { ...well }
    const { check, countPings } = build(state)
    await Promise.all(Array.from({ length: 100 }, check))
    expect(countPings()).toBe(1)
    state.storeIsUp = false
    expect(await check()).toHaveLength(1)
    expect(countPings()).toBe(2)
  })
})
