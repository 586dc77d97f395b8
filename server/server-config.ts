import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { credentialLife, defaultMemberCap } from '../common/credential-scope.ts'
import type { Result } from '../common/result.ts'
import { ok } from '../common/result.ts'
import { type BrokerAddress, buildBrokerAddress, buildOwnAddress, isLoopback } from './broker-address.ts'
import {
  type FileLimits,
  type FilesPlace,
  filesSchemas,
  listFilesFaults,
  readFileLimits,
  readFilesPlace,
} from './files-settings.ts'
import {
  type BrokerSync,
  type Environment,
  keepGiven,
  list,
  parseSettings,
  placeSettings,
  port,
  syncSetting,
  wholeNumber,
} from './setting-schemas.ts'
import { readTlsSettings, type TlsSettings, tlsSchemas } from './tls-settings.ts'

/** Parts of the server; each can run alone and in several copies: `server/roles/role-table.ts`. */
export const roleNames = ['api', 'archiver', 'guard', 'presence', 'search'] as const
export type RoleName = (typeof roleNames)[number]

const perMinute = (preset: number) => wholeNumber(preset, 1, 1_000_000_000, 'a whole number above 0')

const isNatsUrl = (text: string): text is string => /^(nats|tls):\/\/[^/\s]+$/.test(text)
const isWsUrl = (text: string): text is string => /^wss?:\/\/[^\s]+$/.test(text)
const isRole = (text: string): text is RoleName => roleNames.some((role) => role === text)
const isAddress = (text: string): text is string => isIP(text.split('/')[0] ?? '') !== 0

const environmentSchema = z.object({
  ...placeSettings,
  ...syncSetting,
  ...tlsSchemas,
  ...filesSchemas,
  NATTER_WEB: z.string().optional(),
  NATTER_INSTALLERS: z.string().optional(),
  NATTER_PORT: port(8480),
  NATTER_NATS_URL: list(isNatsUrl, 'addresses like nats://host:4222').optional(),
  NATTER_NATS_WS_URL: list(isWsUrl, 'addresses like wss://chat.example.org/nats').optional(),
  NATTER_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, 'is no address; it looks like https://chat.example.org')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  NATTER_SMTP_URL: z
    .string()
    // Parsed here: where it fails later, the fault has the whole address, with its password.
    .refine((url) => /^smtps?:\/\/[^\s/]+/.test(url) && URL.canParse(url), {
      error: 'is no mail server; it looks like smtps://user:password@mail.example.org',
    })
    .optional(),
  NATTER_MAIL_FROM: z.email('is no address; it looks like natter@example.org').optional(),
  NATTER_SERVER_NAME: z.string().trim().min(1).max(64).default('Natter'),
  NATTER_ROLES: list(isRole, `roles out of ${roleNames.join(', ')}`).optional(),
  NATTER_REGISTRATION: z
    .enum(['open', 'invite', 'closed'], {
      error: (issue) => `is "${String(issue.input)}"; it can be open, invite or closed`,
    })
    .default('open'),
  NATTER_CONTACTS: z
    .enum(['open', 'request'], { error: (issue) => `is "${String(issue.input)}"; it can be open or request` })
    .default('request'),
  NATTER_DEMO: z
    .enum(['on', 'off'], { error: (issue) => `is "${String(issue.input)}"; it can be on or off` })
    .default('off'),
  NATTER_SHARDS: wholeNumber(8, 1, 1_024, 'a number of streams from 1 to 1024'),
  NATTER_SHARD_BYTES: wholeNumber(4 * 2 ** 30, 4 * 2 ** 20, 2 ** 40, 'bytes from 4194304 (4 MiB) on'),
  NATTER_NATS_REPLICAS: wholeNumber(1, 1, 5, '1 on one node, 3 on a cluster of three'),
  NATTER_MEMBER_CAP: wholeNumber(defaultMemberCap, 2, 1_000, 'a number of people from 2 to 1000'),
  NATTER_CREDENTIAL_LIFE_SECONDS: wholeNumber(
    credentialLife.defaultMs / 1_000,
    2,
    30 * 86_400,
    'seconds from 2 to 2592000',
  ),
  // 19 is the least that OWASP's cheat sheet on storing passwords allows.
  NATTER_PASSWORD_MEBIBYTES: wholeNumber(64, 19, 4_096, 'mebibytes from 19 to 4096'),
  NATTER_SIGN_UPS_PER_MINUTE: perMinute(20),
  NATTER_SIGN_INS_PER_MINUTE: perMinute(20),
  NATTER_REQUESTS_PER_MINUTE: perMinute(600),
  NATTER_GUARD: z
    .enum(['on', 'off'], { error: (issue) => `is "${String(issue.input)}"; it can be on or off` })
    .default('on'),
  NATTER_EVENTS_PER_MINUTE: perMinute(600),
  NATTER_TRUSTED_PROXIES: list(isAddress, 'addresses or networks like 10.0.0.0/8').optional(),
  NATTER_METRICS_TOKEN: z.string().min(16, 'is too short; give 16 characters or more').optional(),
  NATTER_LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], {
      error: (issue) => `is "${String(issue.input)}"; it can be silent, error, warn, info or debug`,
    })
    .default('info'),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^/]+/, 'is no MongoDB address; it looks like mongodb://host:27017/natter')
    .optional(),
})

/** Every setting this process reads: what a deployment says besides is a slip of the pen. */
export const serverSettingNames: readonly string[] = Object.keys(environmentSchema.shape)

export type { FileLimits, FilesPlace } from './files-settings.ts'

export type ServerConfig = BrokerAddress & {
  readonly files: FilesPlace
  readonly fileLimits: FileLimits
  readonly dataDir: string
  readonly keysDir: string
  /** The built web app, served at `/`. */
  readonly webDir: string
  /** Installers of the desktop app, offered to whoever was invited. */
  readonly installersDir: string | undefined
  readonly host: string
  readonly port: number
  /** With a certificate all is https. */
  readonly tls: TlsSettings
  /** Copies of each stream: 1 on one node, 3 in a cluster. */
  readonly natsReplicas: number
  /** Streams that new rooms are spread over, and the most bytes of each. */
  readonly shards: number
  readonly shardBytes: number
  /** What the broker was prepared with; another one than `always` is warned of. */
  readonly natsSync: BrokerSync
  /** How people reach this server: in invitations. */
  readonly publicUrl: string
  /** None: this server sends no mail. */
  readonly mail: { readonly url: string; readonly from: string } | undefined
  readonly serverName: string
  readonly roles: readonly RoleName[]
  /** Where a new server starts; from then on an administrator's change counts. */
  readonly registration: 'open' | 'invite' | 'closed'
  readonly contacts: 'open' | 'request'
  /** People who are made up, with a password that everybody knows: on this machine alone. */
  readonly demo: boolean
  readonly memberCap: number
  readonly credentialLifeMs: number
  readonly limits: RateLimits
  /** Whether who floods is muted or cut off. */
  readonly guard: boolean
  /** What one user may say in the long run; far above it is a flood. */
  readonly eventsPerMinute: number
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | undefined
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly mongodbUrl: string | undefined
  readonly passwordHashesAtOnce: number
  /** Of memory, for each hash that is made. */
  readonly passwordMebibytes: number
}

/** Each for one address; sign-ins for each account too; requests for each user. */
export type RateLimits = {
  readonly signUpsPerMinute: number
  readonly signInsPerMinute: number
  readonly requestsPerMinute: number
}

/** By what was given, whatever else is wrong with it; what is no port at all is said by the schema. */
function haveTwins(given: Readonly<Record<string, string | undefined>>): boolean {
  const { NATTER_PORT, NATTER_NATS_WS_PORT, NATTER_NATS_PORT } = environmentSchema.shape
  const parsed = [
    NATTER_PORT.safeParse(given.NATTER_PORT),
    NATTER_NATS_WS_PORT.safeParse(given.NATTER_NATS_WS_PORT),
    NATTER_NATS_PORT.safeParse(given.NATTER_NATS_PORT),
  ]
  const ports = parsed.flatMap(({ data }) => (data === undefined ? [] : [data]))
  return new Set(ports).size < ports.length
}

/** Everybody knows the passwords of a demo, one of an administrator among them. */
function listDemoFaults(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const elsewhere = (['MONGODB_URL', 'NATTER_NATS_URL', 'NATTER_FILES_URL'] as const).filter((name) => given[name])
  return [
    ...(isLoopback(given.NATTER_HOST ?? '127.0.0.1')
      ? []
      : ['NATTER_DEMO is on, and everybody knows its passwords; NATTER_HOST must be this machine alone.']),
    ...elsewhere.map((name) => `NATTER_DEMO is on, and is gone with its folder; leave ${name} empty.`),
  ]
}

/**
 * The one place that reads the environment of the server: all faults at once, one plain sentence each, with the remedy.
 * What the broker is prepared from is read beside it, in `broker-settings.ts`.
 */
export function parseServerConfig(env: Environment, repoFolder: string): Result<ServerConfig, readonly string[]> {
  const given = keepGiven(env)
  const twins =
    given.NATTER_NATS_URL === undefined && haveTwins(given)
      ? ['NATTER_PORT, NATTER_NATS_WS_PORT and NATTER_NATS_PORT must differ; give each a port of its own.']
      : []
  const tls = readTlsSettings(given, repoFolder, Date.now())
  const open = given.NATTER_DEMO === 'on' ? listDemoFaults(given) : []
  const faults = [...twins, ...open, ...tls.faults, ...listFilesFaults(given)]
  const parsed = parseSettings(environmentSchema, env, faults)
  if (!parsed.ok) return parsed
  const { value } = parsed
  const dataDir = resolve(repoFolder, value.NATTER_DATA)
  const publicUrl = value.NATTER_PUBLIC_URL ?? buildOwnAddress(value.NATTER_HOST, value.NATTER_PORT, tls.settings)
  const { NATTER_SMTP_URL: smtp, NATTER_MAIL_FROM: from } = value
  return ok({
    dataDir,
    files: readFilesPlace(value, dataDir),
    fileLimits: readFileLimits(value),
    keysDir: join(dataDir, 'keys'),
    webDir: resolve(repoFolder, value.NATTER_WEB ?? join('build', 'web')),
    installersDir: value.NATTER_INSTALLERS === undefined ? undefined : resolve(repoFolder, value.NATTER_INSTALLERS),
    host: value.NATTER_HOST,
    port: value.NATTER_PORT,
    tls: tls.settings,
    ...buildBrokerAddress(value, tls.settings),
    natsReplicas: value.NATTER_NATS_REPLICAS,
    shards: value.NATTER_SHARDS,
    shardBytes: value.NATTER_SHARD_BYTES,
    natsSync: value.NATTER_NATS_SYNC,
    publicUrl,
    mail: smtp === undefined ? undefined : { url: smtp, from: from ?? `natter@${new URL(publicUrl).hostname}` },
    serverName: value.NATTER_SERVER_NAME,
    roles: value.NATTER_ROLES ?? roleNames,
    registration: value.NATTER_REGISTRATION,
    contacts: value.NATTER_CONTACTS,
    demo: value.NATTER_DEMO === 'on',
    memberCap: value.NATTER_MEMBER_CAP,
    credentialLifeMs: value.NATTER_CREDENTIAL_LIFE_SECONDS * 1_000,
    limits: {
      signUpsPerMinute: value.NATTER_SIGN_UPS_PER_MINUTE,
      signInsPerMinute: value.NATTER_SIGN_INS_PER_MINUTE,
      requestsPerMinute: value.NATTER_REQUESTS_PER_MINUTE,
    },
    guard: value.NATTER_GUARD === 'on',
    eventsPerMinute: value.NATTER_EVENTS_PER_MINUTE,
    trustedProxies: value.NATTER_TRUSTED_PROXIES ?? [],
    metricsToken: value.NATTER_METRICS_TOKEN,
    logLevel: value.NATTER_LOG_LEVEL,
    mongodbUrl: value.MONGODB_URL,
    // More at once than cores only makes each slower, and each holds its memory.
    passwordHashesAtOnce: Math.min(2, availableParallelism()),
    passwordMebibytes: value.NATTER_PASSWORD_MEBIBYTES,
  })
}
