import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// An installed Chromium where there is one; else the one Playwright brings.
const installed = [process.env.NATTER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)

/** End to end, on the built app and a real server: few tests, one a promise. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  globalSetup: './global-setup.config.ts',
  outputDir: '../../test-results',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    // Recording every step takes a twentieth of all the work: `NATTER_TRACE=1` keeps a trace of whatever fails.
    trace: process.env.NATTER_TRACE === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      ...(installed !== undefined && { executablePath: installed }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
  },
})
