import { defineConfig } from '@playwright/test'

/** The shell in Electron itself: `npm run test:electron`, where its binary is. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.electron.ts',
  timeout: 60_000,
  workers: 1,
  reporter: [['list']],
  outputDir: '../../test-results/electron',
})
