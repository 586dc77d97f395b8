import { defineConfig } from '@playwright/test'

/** What screens do, fed by hand: the timeline with ten thousand messages, and the line being read that must not move. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.screens.ts',
  workers: 1,
  reporter: 'list',
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
