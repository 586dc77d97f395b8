import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const installed = [process.env.NATTER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)

/** The desktop as it is built, main and preload, on a stand-in for Electron: `npm run test:desktop`. */
export default defineConfig({
  testDir: './shell',
  testMatch: '*.shell.ts',
  globalSetup: './global-setup.config.ts',
  outputDir: '../../test-results/shell',
  workers: 1,
  // Two desktops are two mains and up to six pages; on a machine that has much else to do that takes its time.
  timeout: 300_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      ...(installed !== undefined && { executablePath: installed }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
  },
})
