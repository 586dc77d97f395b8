import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

// docker-compose.yaml as tests and rigs read it: variables put in, anchors merged, every volume as `source:target`.

const healthcheckSchema = z.object({ test: z.array(z.string()) })
const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  restart: z.string().optional(),
  user: z.string().optional(),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  healthcheck: healthcheckSchema.optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
  networks: z.record(z.string(), z.object({ ipv4_address: z.string() })).default({}),
})
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.object({
    default: z.object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }) }),
  }),
  volumes: z.record(z.string(), z.null()),
})

export type ComposeFile = z.output<typeof composeSchema>
export type ComposeService = z.output<typeof serviceSchema>

export const repoFolder = join(dirname(fileURLToPath(import.meta.url)), ...upFromHere())

/** @param variables what `.env` would say; one that the file insists on and that is missing is thrown */
export function readComposeFile(variables: Readonly<Record<string, string>>): ComposeFile {
  const text = readFileSync(join(repoFolder, 'docker-compose.yaml'), 'utf8')
  return composeSchema.parse(parse(substitute(text, variables), { merge: true }))
}

/** `${NAME}`, `${NAME:-usual}` and `${NAME:?words}`, as Compose has them. */
function substitute(text: string, variables: Readonly<Record<string, string>>): string {
  const whole = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
  return whole.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, rest?: string) => {
    const value = variables[name]
    if (value !== undefined && value !== '') return value
    if (kind === '-') return rest ?? ''
    throw new Error(`${name} is not set: ${rest ?? ''}`)
  })
}

/** This file lies two folders deep, and one deeper where it is built. */
function upFromHere(): readonly string[] {
  return /[\\/]build[\\/]/.test(fileURLToPath(import.meta.url)) ? ['..', '..', '..'] : ['..', '..']
}
