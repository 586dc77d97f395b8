import { Writable } from 'node:stream'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { addProxyWarning } from './proxy-warning.ts'

async function warningsOf(trusted: readonly string[], requests: readonly Readonly<Record<string, string>>[]) {
  const lines: string[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(...chunk.toString().trim().split('\n'))
      done()
    },
  })
  const app = Fastify({ logger: { level: 'warn', stream } })
  addProxyWarning(app, trusted)
  app.get('/', async () => 'ok')
  for (const headers of requests) await app.inject({ url: '/', headers })
  await app.close()
  return lines
}

const forwarded = { 'x-forwarded-for': '198.51.100.7' }

describe('a proxy that nobody trusts', () => {
  it('is warned of once, with the setting that helps', async () => {
    const said = await warningsOf([], [{}, forwarded, forwarded])
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('NATTER_TRUSTED_PROXIES')
    expect(said[0]).not.toContain('198.51.100.7')
  })
  it('is warned of by the other header too', async () => {
    expect(await warningsOf([], [{ forwarded: 'for=198.51.100.7' }])).toHaveLength(1)
  })
  it('is nothing to say without a proxy, or where proxies are named', async () => {
    expect(await warningsOf([], [{}])).toEqual([])
    expect(await warningsOf(['10.0.0.1'], [forwarded])).toEqual([])
  })
})
