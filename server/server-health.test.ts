import Fastify from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { appError } from '../common/app-error.ts'
import { addHealth, type Trouble } from './server-health.ts'

async function askReadiness(troubles: readonly Trouble[]) {
  const app = Fastify().withTypeProvider<ZodTypeProvider>()
  addHealth(app, { checkReadiness: async () => troubles, registry: new Registry(), metricsToken: undefined })
  const { statusCode, body } = await app.inject({ url: '/readyz' })
  return { statusCode, said: JSON.parse(body) as object }
}

const lags: Trouble = { part: 'archiver', error: appError('busy', { detail: 'Far behind.' }), gravity: 'warning' }
const isAway: Trouble = { part: 'nats', error: appError('nats-unavailable'), gravity: 'failing' }

it('says ready, and no more, where all is well', async () => {
  expect(await askReadiness([])).toEqual({ statusCode: 200, said: { status: 'ready' } })
})

it('stays ready with a warning, so that a proxy does not take every copy away for what all of them see', async () => {
  const said = { status: 'ready', warnings: [{ part: 'archiver', detail: 'Far behind.' }] }
  expect(await askReadiness([lags])).toEqual({ statusCode: 200, said })
})

it('is not ready where this copy cannot work, and names the part, with the warnings beside it', async () => {
  const { statusCode, said } = await askReadiness([lags, isAway])
  expect(statusCode).toBe(503)
  expect(said).toMatchObject({ code: 'nats-unavailable', failing: ['nats'], warnings: [{ part: 'archiver' }] })
})
