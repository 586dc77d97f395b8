// What a demo has beside a start: a month that was lived before anybody looks, a bot that answers, and two windows.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inRepo, repoRoot } from '../repo-paths.mjs'
import { runTool, tail } from '../run-command.mjs'
import { hasScreen, openBrowser } from '../running/open-app.mjs'
import { PlainError, say } from '../say.mjs'

/** Who each window is, and where: by other names of this machine, so that both may be open in one browser. */
const windows = [
  { handle: 'eva', host: 'localhost' },
  { handle: 'ben', host: 'ben.localhost' },
]
const stopMs = 3_000

/** Undefined: it is none. */
export function demoOf(config) {
  if (config.childEnv.NATTER_DEMO !== 'on') return undefined
  requireDemoFolder(config.data)
  let bot
  return {
    /** Once a folder. */
    async live() {
      if (existsSync(markOf(config.data))) return
      say('• Living a month …')
      const lived = await runTool(inRepo('build', 'server', 'demo', 'demo-main.js'), [], { env: config.childEnv })
      if (lived.code !== 0) {
        throw new PlainError(
          `The demo could not be made; remove ${config.data} and try again.\n${tail(lived.stderr || lived.stdout)}`,
        )
      }
    },
    show() {
      bot = startBot(config)
      const addresses = windows.map(({ handle, host }) => `http://${host}:${config.ports.NATTER_PORT}/?as=${handle}`)
      say('This is a demo: six people who are made up. It is gone with its folder.')
      say(`  As Eva: ${addresses[0]}`)
      say(`  As Ben, in a second window: ${addresses[1]}`)
      if (config.open === 'no' || !hasScreen(config.childEnv)) return
      for (const address of addresses) openBrowser(address)
    },
    async stop() {
      if (bot === undefined || bot.exitCode !== null) return
      const ended = new Promise((done) => bot.once('exit', done))
      bot.kill()
      await Promise.race([ended, new Promise((done) => setTimeout(done, stopMs))])
    },
  }
}

const markOf = (data) => join(data, 'demo', 'lived')

/** What somebody works with never becomes a demo, nor does one that was broken off go on as if it were whole. */
function requireDemoFolder(data) {
  const isUsed = existsSync(data) && readdirSync(data).some((name) => !['run', 'logs'].includes(name))
  if (!isUsed || existsSync(markOf(data))) return
  throw new PlainError(
    `${data} holds something that is no whole demo. Remove it, or name another folder in NATTER_DEMO_DATA.`,
  )
}

/** The example for Node, with the file of the demo's bot: what it says goes nowhere. */
function startBot(config) {
  return spawn(process.execPath, [inRepo('examples', 'node', 'echo-bot.mjs')], {
    cwd: repoRoot,
    env: { ...config.childEnv, NATTER_URL: config.url, NATTER_CREDS: join(config.data, 'demo', 'echo.creds') },
    stdio: 'ignore',
  })
}
