import { defineConfig } from '@playwright/test'

/** What screens do, fed by hand: the timeline with ten thousand messages, and the line being read that must not move. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.screens.ts',
  // One a core: most is told by frames and pixels, and where the clock is read the middle of many counts.
  workers: 2,
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
