import { startNatter } from './natter-under-test.ts'

// Playwright takes a global setup by its default export.
export default startNatter
