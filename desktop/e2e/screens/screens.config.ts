import { defineConfig } from '@playwright/test'

/** `npx playwright test --config desktop/e2e/screens/screens.config.ts`: pictures of every screen, to look at. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.screens.ts',
  workers: 1,
  reporter: 'list',
  outputDir: '../../../test-results/screens',
  use: {
    launchOptions: {
      executablePath: process.env.NATTER_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
})
