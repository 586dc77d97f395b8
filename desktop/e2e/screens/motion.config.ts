import { defineConfig } from '@playwright/test'
import screens from './screens.config.ts'

/** What moves, and what is timed: one after another, so that none takes the core of another. */
export default defineConfig({
  ...screens,
  testMatch: '*.motion.ts',
  workers: 1,
  outputDir: '../../../test-results/motion',
})
