import { isIP } from 'node:net'
import { z } from 'zod'
import type { Result } from '../common/result.ts'
import { err, ok } from '../common/result.ts'

// How settings of the environment are written, and those that the server and the broker's preparation both read.

export type Environment = Readonly<Record<string, string | undefined>>

export const port = (preset: number) => wholeNumber(preset, 1, 65_535, 'a port from 1 to 65535')

export function wholeNumber(preset: number, min: number, max: number, what: string) {
  return z
    .string()
    .default(String(preset))
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: (issue) => `is "${String(issue.input)}"; give ${what}, like ${preset}`,
    })
    .transform(Number)
}

export function list<Item extends string>(isItem: (item: string) => item is Item, what: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine((items) => items.every(isItem), {
      error: (issue) => `is "${String(issue.input)}"; give ${what}, with commas between`,
    })
    .transform((items) => [...new Set(items.filter(isItem))])
}

export const placeSettings = {
  NATTER_DATA: z.string().default('data'),
  NATTER_HOST: z
    .string()
    .default('127.0.0.1')
    .refine((text) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text), {
      error: (issue) => `is "${String(issue.input)}"; give an address or a host name, like 127.0.0.1`,
    }),
  NATTER_NATS_PORT: port(8482),
  NATTER_NATS_WS_PORT: port(8481),
}

/** How the broker syncs what it stores: each write before it is acknowledged, or all so often. */
export type BrokerSync = 'always' | `${number}${'ms' | 's' | 'm'}`
const isSync = (text: string): text is BrokerSync => text === 'always' || /^[1-9]\d{0,5}(ms|s|m)$/.test(text)

export const syncSetting = {
  NATTER_NATS_SYNC: z
    .string()
    .default('always')
    .refine(isSync, {
      error: (issue) => `is "${String(issue.input)}"; give always, or a time like 100ms, 2s or 1m`,
    }),
}

/** An empty variable is one that was not set: that is how shells and compose files leave things out. */
export function keepGiven(env: Environment): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}

/** All faults at once, one plain sentence each, with the remedy. */
export function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: Environment,
  moreFaults: readonly string[],
): Result<z.output<Schema>, readonly string[]> {
  const parsed = schema.safeParse(keepGiven(env))
  const faults = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? []),
    ...moreFaults,
  ]
  return parsed.success && faults.length === 0 ? ok(parsed.data) : err(faults)
}
