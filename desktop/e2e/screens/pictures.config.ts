import { defineConfig } from '@playwright/test'
import screens from './screens.config.ts'

/**
 * `npx playwright test --config desktop/e2e/screens/pictures.config.ts`: a picture of every screen, for people to look
 * at; `NATTER_SHOTS` names the folder. They assert nothing, so they are no tests and are counted as none. Those of the
 * README are taken by `npm run pictures`.
 */
export default defineConfig({ ...screens, testMatch: '*.pictures.ts' })
