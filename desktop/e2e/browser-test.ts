import { test as base } from '@playwright/test'

/**
 * Ends, after each test, every browser context that it has opened: who is left open goes on running, with an engine and a
 * connection, beside the tests that come after in the same browser.
 */
export const test = base.extend<{ contextsEnded: undefined }>({
  contextsEnded: [
    async ({ browser }, use) => {
      await use(undefined)
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],
})
