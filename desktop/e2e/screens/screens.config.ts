import { defineConfig } from '@playwright/test'

/** What screens show and do, fed by hand. Nothing here is timed, so two go side by side. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.screens.ts',
  workers: 2,
  fullyParallel: true,
  reporter: 'list',
  // As for the tests end to end: what a machine that has much else to do takes is no fault.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: '../../../test-results/screens',
  use: {
    // It would keep the app's own engine, in whose place these pages have another.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: process.env.NATTER_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
})
