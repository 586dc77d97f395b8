import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRepoFolder } from '../server-test-process.ts'
import type { ContractAnswer, ContractRow } from './contract-world.ts'

/**
 * What calls and answers look like, taken down from a run of the contract test (`NATTER_RECORD_EXAMPLES=1`) into
 * `server/plugins/examples/`: the document of the API shows them, and a test holds them to its schemas. What is told once is not
 * in them, and times are those of one day.
 */
export type ExampleRecord = {
  readonly note: (name: string, row: ContractRow, answer: ContractAnswer) => void
  readonly write: () => void
}

const groups: readonly (readonly [string, RegExp])[] = [
  ['admin-people', /^\w+ \/admin\/(users|reports|audit)/],
  ['admin-server', /^\w+ \/(admin|server|installers)/],
  ['account', /^\w+ \/(auth|me|credentials|sync)/],
  ['people', /^\w+ \/(users|contacts|blocks|reports)/],
  ['room', /^\w+ \/(invites|rooms\/(?!\{room\}\/(files|webhooks))|rooms$)/],
  ['tool', /./],
]
const dayAt = Date.UTC(2026, 8, 1, 12)
const minuteMs = 60_000
const mostListed = 2

export function createExampleRecord(): ExampleRecord {
  const startedAt = Date.now()
  const taken = new Map<string, Map<string, unknown>>(groups.map(([group]) => [group, new Map()]))
  const hide = (text: string) => text.replace(/[\w-]{22,}/g, (one) => 'x'.repeat(Math.min(one.length, 43)))

  function harmless(value: unknown, name = ''): unknown {
    if (Array.isArray(value)) return value.slice(0, mostListed).map((one) => harmless(one, name))
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value)
      // Of shards two are enough.
      const shown = entries.every(([key]) => /^\d+$/.test(key)) ? entries.slice(0, mostListed) : entries
      return Object.fromEntries(shown.map(([key, one]) => [key, harmless(one, key)]))
    }
    if (typeof value === 'number' && value > 1.5e12 && value < 3e12) {
      return dayAt + Math.round((value - startedAt) / minuteMs) * minuteMs
    }
    if (typeof value !== 'string') return value
    if (name === 'creds') return '-----BEGIN NATS USER JWT-----\n(the file)\n'
    if (name === 'accessToken' || name === 'jwt') return '(a JWT)'
    if (name === 'token') return `nat_${'a'.repeat(16)}_${'b'.repeat(43)}`
    if (name === 'proof' || name === 'signature') return 'A'.repeat(value.length)
    if (name === 'servers') return 'wss://chat.example.org/nats'
    const secrets = ['refreshToken', 'code', 'setupCode', 'url', 'nonce', 'digest', 'cursor']
    return secrets.includes(name) && !value.startsWith('http://tea') ? hide(value) : value
  }

  return {
    note: (name, { body }, answer) => {
      const request = body === undefined || Buffer.isBuffer(body) ? {} : { request: harmless(body) }
      const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
      const said = isJson ? { answer: harmless(answer.json()) } : {}
      const group = groups.find(([, pattern]) => pattern.test(name))?.[0] ?? ''
      if (Object.keys({ ...request, ...said }).length > 0) taken.get(group)?.set(name, { ...request, ...said })
    },
    write: () => {
      const folder = join(findRepoFolder(), 'server/plugins/examples')
      mkdirSync(folder, { recursive: true })
      for (const [group, examples] of taken) {
        const names = `${group.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Examples`
        // On one line: the formatter breaks it where it must.
        const body = JSON.stringify(Object.fromEntries([...examples].sort()))
        const head = '// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.'
        const text = `${head}\nexport const ${names} = ${body}\n`
        writeFileSync(join(folder, `${group}-examples.ts`), text)
      }
    },
  }
}
