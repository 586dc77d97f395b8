// Who may import whom. An exception is a change to this table, seen in review; never a comment in the code.

import { type Area, fastify, metrics, nats } from './import-area.ts'
import { serverAreas } from './server-areas.ts'

const react = ['react', 'react-dom', '@base-ui/react', 'lucide-react', '@tanstack/react-virtual']

export const areas: readonly Area[] = [
  { name: 'common', at: ['common/'], imports: [], packages: ['zod'] },
  { name: 'rules', at: ['common/rules/'], imports: [], packages: ['node:*', 'oxc-parser'] },
  ...serverAreas,

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
