import { type Area, fastify, metrics, nats } from './import-area.ts'

/** A server domain never imports another: what they share is handed in by build-services.ts. */
const domains = [
  'accounts',
  'credentials',
  'contacts',
  'rooms',
  'history',
  'files',
  'saved',
  'forwards',
  'search',
  'threads',
  'inbox',
  'admin',
  'avatars',
  'bots',
  'departures',
  'exports',
  'retention',
  'sync',
] as const

/** What only one domain may import. */
const ofDomain: Readonly<Record<string, readonly string[]>> = {
  files: ['@tus/server', 'aws4fetch', 'file-type', 'thumbhash', 'ipaddr.js', 'htmlparser2'],
  exports: ['markdown-it'],
}

const demoPackages = ['node:*', ...metrics, ...nats]

/** Of `import-table.ts`, all that is the server's. */
export const serverAreas: readonly Area[] = [
  {
    name: 'server',
    at: ['server/'],
    imports: ['common', 'server/*'],
    packages: ['node:*', 'zod', 'prom-client', ...fastify],
  },
  // A month in a second, for `npm run demo`: by the calls and the archiver that are everybody's.
  { name: 'server/demo', at: ['server/demo/'], imports: ['common', 'server', 'server/*'], packages: demoPackages },
  { name: 'server/roles', at: ['server/roles/'], imports: ['common', 'server', 'server/*'], packages: [...metrics] },
  {
    name: 'server/config',
    at: [
      'server/server-config.ts',
      'server/broker-settings.ts',
      'server/broker-address.ts',
      'server/setting-schemas.ts',
      'server/tls-settings.ts',
      'server/certificate-files.ts',
      'server/files-settings.ts',
    ],
    imports: ['common'],
    packages: ['node:*', 'zod'],
  },
  {
    name: 'server/secrets',
    at: ['server/secrets/'],
    imports: ['common', 'server/nats'],
    packages: ['node:*', '@peculiar/x509', 'reflect-metadata'],
  },
  {
    name: 'server/plugins',
    at: ['server/plugins/'],
    imports: ['common', 'server/config', 'server/store', 'server/nats'],
    packages: ['node:*', 'zod', 'prom-client', 'yazl', ...fastify],
  },
  ...domains.map((domain) => ({
    name: `server/${domain}`,
    at: [`server/${domain}/`],
    imports: [
      'common',
      'server/budgets',
      'server/config',
      'server/plugins',
      'server/store',
      'server/changes',
      'server/reach',
      'server/leases',
      'server/secrets',
      'server/streams',
      'server/nats',
      'server/pictures',
      'server/audit',
    ],
    packages: ['node:*', 'zod', '@node-rs/argon2', 'async-mutex', 'p-limit', ...fastify, ...(ofDomain[domain] ?? [])],
  })),
  {
    name: 'server/nats',
    at: ['server/nats/'],
    imports: ['common', 'server/config', 'server/secrets'],
    packages: ['node:*', 'zod', ...metrics, ...nats],
  },
  {
    name: 'server/streams',
    at: ['server/streams/'],
    imports: ['common', 'server/config', 'server/nats'],
    packages: ['node:*', 'zod', ...metrics, ...nats],
  },
  { name: 'server/budgets', at: ['server/budgets/'], imports: ['common'], packages: [] },
  { name: 'server/mail', at: ['server/mail/'], imports: [], packages: ['nodemailer', 'p-limit'] },
  // The one place where pictures of other people are decoded.
  { name: 'server/pictures', at: ['server/pictures/'], imports: ['common'], packages: ['p-limit', 'sharp'] },
  {
    name: 'server/archiver',
    at: ['server/archiver/'],
    imports: [
      'common',
      'server/budgets',
      'server/config',
      'server/nats',
      'server/streams',
      'server/store',
      'server/leases',
    ],
    packages: ['node:*', 'zod', ...metrics, ...nats],
  },
  {
    name: 'server/presence',
    at: ['server/presence/'],
    imports: ['common', 'server/config', 'server/nats', 'server/streams', 'server/store', 'server/leases'],
    packages: ['node:*', 'zod', ...metrics, ...nats],
  },
  {
    name: 'server/guard',
    at: ['server/guard/'],
    imports: ['common', 'server/budgets', 'server/config', 'server/nats', 'server/store', 'server/leases'],
    packages: ['node:*', 'zod', ...metrics, ...nats],
  },
  // No clock, no store: what has to be asked is handed in.
  { name: 'server/reach', at: ['server/reach/'], imports: ['common'], packages: [] },
  ...['audit', 'changes', 'erasures'].map((kept) => ({
    name: `server/${kept}`,
    at: [`server/${kept}/`],
    imports: ['common', 'server/store'],
    packages: ['node:*', 'zod', 'async-mutex'],
  })),
  { name: 'server/leases', at: ['server/leases/'], imports: ['common', 'server/store'], packages: ['async-mutex'] },
  { name: 'server/store', at: ['server/store/'], imports: ['common'], packages: ['node:*', 'zod'] },
  {
    name: 'server/store-choice',
    at: ['server/store/open-store.ts', 'server/store/move-store.ts'],
    imports: ['common', 'server/store', 'server/store-mongo', 'server/store-sqlite'],
    packages: ['node:*'],
  },
  {
    name: 'server/store-mongo',
    at: ['server/store/mongo/'],
    imports: ['common', 'server/store'],
    packages: ['node:*', 'zod', 'mongodb'],
  },
  {
    name: 'server/store-sqlite',
    at: ['server/store/sqlite/'],
    imports: ['common', 'server/store'],
    packages: ['node:*', 'zod', 'libsql'],
  },
  // What tests of the server and the bench are made with. Not built into the product, which cannot see it.
  {
    name: 'rigs',
    at: ['server/rigs/'],
    imports: ['common', 'test-kit', 'server', 'server/*'],
    packages: [
      'node:*',
      'zod',
      'vitest',
      'fast-check',
      'mongodb',
      'smtp-server',
      '@20minutes/s3rver',
      'yaml',
      ...metrics,
      ...fastify,
      ...nats,
    ],
  },
]
