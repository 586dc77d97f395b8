import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { emojiTables } from './desktop/renderer/emoji/emoji-table-build.ts'

const elsewhere = ['**/node_modules/**', '**/build/**', '**/data/**', 'desktop/e2e/**']
const integration = '**/*.integration.test.{ts,mjs}'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [emojiTables()],
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx,mjs}'],
          exclude: [...elsewhere, integration],
          // Passwords are hashed and every file is parsed here, work of a second. A machine that has much else to do takes
          // ten times as long for it, and nothing is wrong then.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          // Every file anew would load the same packages two hundred times, half of all the time. So a test puts back what it
          // changed of its process.
          isolate: false,
          unstubGlobals: true,
          // On two cores vitest takes one by itself, and a minute and a half.
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
          exclude: elsewhere,
          globalSetup: ['scripts/testing/integration-setup.mjs'],
          testTimeout: 60_000,
          // Most begin with servers, and each with all there is.
          hookTimeout: 120_000,
          // What is polled for is done by other processes, and those wait for a core too.
          expect: { poll: { timeout: 20_000 } },
          // Each in a process of its own, though loading the modules is a fifth of the work: something that a file leaves running
          // in a shared one keeps that busy for good.
          // Each file starts servers of its own, and waits for them nearly half of its time.
          maxWorkers: 3,
          // After the unit tests, so that a plain `vitest run` works too.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
