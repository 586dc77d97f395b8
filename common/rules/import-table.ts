// Who may import whom. An exception is a change to this table, seen in review; never a comment in the code.

export interface Area {
  readonly name: string
  /** Folders (ending in `/`) and files that belong to it. The longest that fits a path decides. */
  readonly at: readonly string[]
  /** Areas it may import, besides itself. */
  readonly imports: readonly string[]
  /** Packages it may import; `node:*` is all of Node, `@scope/*` all of a scope. */
  readonly packages: readonly string[]
  /** Areas of which it may import types only. */
  readonly typeImports?: readonly string[]
  /** Whether it may load what the build made. */
  readonly mayLoadBuild?: true
  /** Whether it may compute what it imports: what was built, once more and as new. */
  readonly mayComputeImports?: true
  /** Packages of which it may import types only. */
  readonly typePackages?: readonly string[]
}

/** A server domain never imports another: what they share is passed in by build-app.ts. */
export const domains = [
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

// `nats` and `nats.ws` are npm aliases of the maintained releases by the same authors (decision 1).
export const nats = ['nats', '@nats-io/jetstream', '@nats-io/nkeys']
const metrics = ['prom-client']
const demoPackages = ['node:*', ...metrics, ...nats]
const fastify = ['fastify', 'fastify-type-provider-zod', '@fastify/*']
const react = ['react', 'react-dom', '@base-ui/react', 'lucide-react', '@tanstack/react-virtual']

export const areas: readonly Area[] = [
  { name: 'common', at: ['common/'], imports: [], packages: ['zod'] },
  { name: 'rules', at: ['common/rules/'], imports: [], packages: ['node:*', 'oxc-parser'] },

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
  // Pure: no clock, no store.
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

  {
    name: 'desktop/contracts',
    at: [
      'desktop/bridge.ts',
      ...['desktop/engine-contract.ts', 'desktop/engine-name.ts', 'desktop/line-contract.ts'],
      ...['bot', 'engine', 'file', 'inbox', 'room', 'saved', 'search', 'trace'].map((of) => `desktop/${of}-command.ts`),
      'desktop/file-token.ts',
      'desktop/preload/bridge-channels.ts',
    ],
    imports: ['common', 'desktop/settings'],
    packages: ['zod'],
  },
  // What somebody has set for all their devices, and what follows from it: the engine decides by it, and screens say why.
  { name: 'desktop/settings', at: ['desktop/settings/'], imports: ['common'], packages: ['zod'] },
  // Every sentence a person reads. Pure, so that the shell and the engine may say them too.
  { name: 'desktop/words', at: ['desktop/words/'], imports: ['common'], packages: ['intl-messageformat'] },
  // One parse of a text, for all who draw, count, speak or notify it: engine and screens. Pure (decision 23).
  { name: 'desktop/text', at: ['desktop/text/'], imports: ['common'], packages: ['markdown-it', 'linkify-it'] },
  {
    name: 'desktop/engine',
    at: ['desktop/engine/'],
    imports: [
      'common',
      'desktop/contracts',
      'desktop/engine-transfers',
      'desktop/engine-wire',
      'desktop/settings',
      'desktop/words',
      'desktop/text',
    ],
    packages: ['zod', 'idb'],
  },
  {
    name: 'desktop/engine-transfers',
    at: ['desktop/engine/transfers/'],
    imports: ['common', 'desktop/contracts', 'desktop/engine'],
    packages: ['zod', 'tus-js-client'],
  },
  // Server and broker as children that can be killed, for tests of the engine and of the whole.
  {
    name: 'desktop/engine-test-server',
    at: ['desktop/engine/engine-test-server.ts'],
    imports: ['test-kit'],
    packages: ['node:*'],
  },
  // Held against the same table of texts and words as the server's stores.
  {
    ...{ name: 'kept-search-agreement', at: ['desktop/engine/search/kept-search.test.ts'], packages: [] },
    imports: ['common', 'desktop/engine', 'desktop/contracts', 'test-kit'],
  },
  {
    name: 'desktop/engine-wire',
    at: ['desktop/engine/wire/'],
    imports: ['common', 'desktop/contracts', 'desktop/engine'],
    packages: ['zod', 'nats.ws'],
  },
  // Words, ids and pure functions of common are a screen's to use; what the engine knows reaches it through state.
  {
    name: 'desktop/screens',
    at: ['desktop/renderer/'],
    imports: ['common', 'desktop/commands', 'desktop/settings', 'desktop/state', 'desktop/words', 'desktop/text'],
    typeImports: ['desktop/contracts'],
    packages: ['@fontsource-variable/*', 'lowlight', 'thumbhash', 'virtual:emoji-table', ...react],
  },
  {
    name: 'desktop/commands',
    at: ['desktop/renderer/commands.ts'],
    imports: ['common', 'desktop/contracts', 'desktop/settings', 'desktop/state', 'desktop/words'],
    packages: [],
  },
  {
    name: 'desktop/state',
    at: ['desktop/renderer/state/'],
    imports: ['common', 'desktop/contracts', 'desktop/settings', 'desktop/words', 'desktop/text'],
    packages: ['zustand', 'react'],
  },
  // The service worker. It has to work where nothing else of the app does, so it stands alone.
  { name: 'desktop/offline', at: ['desktop/offline/'], imports: [], typeImports: ['desktop/contracts'], packages: [] },
  {
    name: 'desktop/main',
    at: ['desktop/main/'],
    imports: ['common', 'desktop/contracts', 'desktop/words'],
    packages: ['node:*', 'zod', '@nats-io/nkeys'],
    typePackages: ['electron'],
  },
  {
    name: 'desktop/main-electron',
    at: ['desktop/main/electron/'],
    imports: ['common', 'desktop/contracts', 'desktop/main', 'desktop/words'],
    packages: ['node:*', 'zod', 'electron'],
  },
  {
    name: 'desktop/preload',
    at: ['desktop/preload/'],
    imports: ['common', 'desktop/contracts'],
    packages: ['electron'],
  },
  {
    name: 'desktop/e2e',
    at: ['desktop/e2e/'],
    imports: ['common', 'test-kit', 'desktop/engine-test-server', 'desktop/e2e-main', 'desktop/settings'],
    typeImports: ['desktop/contracts'],
    packages: ['node:*', '@playwright/test', 'nats.ws', 'ws'],
  },
  // Loads the desktop's main file as it was built, anew each time a test starts it.
  {
    name: 'desktop/e2e-main',
    at: ['desktop/e2e/shell/load-main.ts'],
    imports: [],
    packages: ['node:*'],
    mayComputeImports: true,
  },
  {
    name: 'bench',
    at: ['bench/'],
    imports: ['common', 'server', 'server/*', 'rigs', 'test-kit', 'desktop/engine', 'desktop/engine-wire'],
    packages: [
      'node:*',
      'zod',
      'mongodb',
      'libsql',
      'redis',
      'bullmq',
      'ws',
      'playwright',
      'nats.ws',
      ...metrics,
      ...nats,
      ...fastify,
    ],
  },
  // Ports and processes, for tests of every side and the bench.
  { name: 'test-kit', at: ['test-kit/'], imports: [], packages: ['node:*', '@jellybrick/dbus-next'] },
  // Bots that people begin from: they know what the documentation says, and nothing of ours.
  { name: 'examples', at: ['examples/'], imports: [], packages: ['node:*', '@nats-io/nats-core', 'ws'] },
  // Plain Node: they run before anything is installed. Playwright is only asked, once it is, where its browser lies.
  { name: 'scripts', at: ['scripts/'], imports: [], packages: ['node:*', 'playwright'], mayLoadBuild: true },
  // Holds what the scripts read of the environment against what the server does.
  {
    name: 'settings-agreement',
    at: ['scripts/running/settings-agreement.test.mjs'],
    imports: ['scripts', 'server/config'],
    packages: ['node:*'],
  },
  // Holds what the scripts sign against what the desktop takes in.
  {
    name: 'update-agreement',
    at: ['scripts/packaging/update-agreement.test.mjs'],
    imports: ['scripts', 'desktop/main'],
    packages: ['node:*'],
  },
  // What the packages of the desktop would hold, asked of the builder itself.
  {
    name: 'packaging-check',
    at: ['scripts/packaging/packaged-app.integration.test.mjs', 'scripts/packaging/electron-stub.mjs'],
    imports: ['scripts'],
    packages: [
      'node:*',
      '@electron/asar',
      '@electron/fuses',
      'app-builder-lib',
      'builder-util',
      'electron-builder',
      'js-yaml',
      'resedit',
    ],
  },
  // What only vitest loads: it reads TypeScript too.
  {
    name: 'test-setup',
    at: ['scripts/testing/integration-setup.mjs', 'scripts/testing/mongo.mjs', 'scripts/running/start-test-run.mjs'],
    imports: ['scripts', 'test-kit'],
    packages: ['node:*'],
  },
  {
    name: 'configs',
    at: [
      'vitest.config.ts',
      'desktop/renderer/vite.config.ts',
      'desktop/renderer/emoji/emoji-table-build.ts',
      'desktop/main/vite.config.ts',
      'desktop/main/node-notifier.config.ts',
      'desktop/preload/vite.config.ts',
      ...['playwright', 'electron', 'shell'].map((of) => `desktop/e2e/${of}.config.ts`),
    ],
    imports: [],
    packages: ['node:*', 'vite', 'vitest', '@vitejs/plugin-react', '@playwright/test'],
  },
]
