import { ensureNatsServer } from '../fetching/nats-server.mjs'
import { complain, step } from '../say.mjs'
import { startTestMongo } from './mongo.mjs'

/**
 * Runs once before the integration tests; they read the two variables from their environment. Without a MongoDB its
 * tests are skipped, and the reason is said here.
 */
export async function setup() {
  process.env.NATTER_NATS_SERVER = await ensureNatsServer()
  if (process.env.NATTER_TEST_MONGODB_URL) return undefined
  const mongo = await step('Starting a MongoDB for the tests', () => startTestMongo())
  if (mongo.skipped) {
    complain(`MongoDB tests are skipped: ${mongo.skipped}`)
    return undefined
  }
  process.env.NATTER_TEST_MONGODB_URL = mongo.url
  return mongo.stop
}
