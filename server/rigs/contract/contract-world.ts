import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { AuditAct } from '../../audit/audit-act.ts'
import { type MailTestServer, startMailServer } from '../mail-test-server.ts'
import { createRawPerson, type RawPerson } from '../raw-person.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

export const personNames = ['ada', 'ana', 'ben', 'eve', 'cleo', 'zoe'] as const
export type PersonName = (typeof personNames)[number]

/** A server with some people, and what the calls before have made: ids and codes by a name. */
export type ContractWorld = {
  readonly server: TestServer
  /** Where it listens. */
  readonly origin: string
  readonly mail: MailTestServer
  readonly people: Readonly<Record<PersonName, RawPerson>>
  readonly installer: string
  readonly png: Buffer
  /** What an earlier call told. Throws where none did. */
  readonly of: (name: string) => string
  readonly keep: (name: string, value: unknown) => void
  readonly stop: () => Promise<void>
}

export type ContractAnswer = {
  readonly statusCode: number
  readonly headers: Headers
  readonly body: string
  // biome-ignore lint/suspicious/noExplicitAny: as of `app.inject`, whose answers the other tests read so
  readonly json: () => any
}

/** One call as it is right, and who may not make it. */
export type ContractRow = {
  /** Undefined: nobody is signed in. */
  readonly by?: PersonName
  /** Of the path, by name. */
  readonly at?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  /** What stands in the log of administration afterwards, and did not before. */
  readonly lines?: readonly AuditAct[]
  /**
   * Somebody else who makes the very same call, and what they hear. `own`: it is about whoever calls, and names nobody else.
   * `anybody`: everybody who is signed in may. `open`: nobody need be. Of administration it is known.
   */
  readonly foreign?: readonly [PersonName, number, string] | 'own' | 'anybody' | 'open'
  /** Its body takes fields that nobody knows. */
  readonly isLoose?: true
  readonly learn?: (answer: ContractAnswer) => void
}
export type ContractRows = Readonly<Record<string, (world: ContractWorld) => ContractRow | Promise<ContractRow>>>

export async function createContractWorld(): Promise<ContractWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'natter-contract-'))
  const installer = 'Natter-1.0.0.AppImage'
  writeFileSync(join(folder, installer), 'no program')
  const web = await startPages()
  const mail = await startMailServer()
  const { port } = web.address() as AddressInfo
  const env = {
    NATTER_CONTACTS: 'request',
    NATTER_SMTP_URL: mail.url,
    NATTER_MAIL_FROM: 'natter@example.org',
    NATTER_PUBLIC_URL: 'https://chat.example.org',
    NATTER_INSTALLERS: folder,
  }
  const network = { resolve: async () => ['93.184.216.34'], reach: () => ({ host: '127.0.0.1', port }) }
  const server = await startTestServer(env, { network })
  const people = {} as Record<PersonName, RawPerson>
  // The first one administers.
  for (const name of personNames) people[name] = await createRawPerson(server, name)
  const kept = new Map<string, string>()
  return {
    ...{ server, mail, people, installer },
    origin: await server.run.app.listen({ host: '127.0.0.1', port: 0 }),
    png: await sharp({ create: { width: 9, height: 9, channels: 3, background: 'teal' } })
      .png()
      .toBuffer(),
    of: (name) => {
      const value = kept.get(name)
      if (value === undefined) throw new Error(`no call before has told ${name}`)
      return value
    },
    keep: (name, value) => {
      if (typeof value !== 'string' || value === '') throw new Error(`${name} was not told`)
      kept.set(name, value)
    },
    stop: async () => {
      await server.stop()
      await mail.stop()
      await new Promise((done) => web.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startPages(): Promise<Server> {
  const web = createServer((_, reply) => reply.setHeader('content-type', 'text/html').end('<title>Tea</title>'))
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening))
  return web
}
