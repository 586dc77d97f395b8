import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensureElectron } from '../fetching/electron-binary.mjs'
import { inRepo, repoRoot } from '../repo-paths.mjs'
import { findOnPath } from '../run-command.mjs'
import { say } from '../say.mjs'

const electronMain = inRepo('build', 'shell', 'main.js')

/**
 * Opens the app's window: the desktop app where it can be had, else the browser. What can't be opened is said in one
 * line and is no failure: Natter runs all the same. Answers a function that closes the desktop window.
 */
export async function openApp({ url, mode, env }) {
  if (mode === 'no') return () => {}
  if (!hasScreen(env)) {
    say(`There is no screen here; open ${url} in a browser.`)
    return () => {}
  }
  if (mode !== 'browser') {
    const electron = await prepareDesktop(env)
    if (electron.path) return openDesktop(electron.path, url, env)
    say(`The desktop window can't be opened (${electron.reason}); opening the same app in the browser.`)
  }
  openBrowser(url)
  return () => {}
}

async function prepareDesktop(env) {
  if (!existsSync(electronMain)) return { reason: 'it is not built' }
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: 'Electron does not run as root' }
  return ensureElectron(env)
}

export function hasScreen(env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

function openDesktop(path, url, env) {
  const child = spawn(path, [repoRoot], { env: { ...env, NATTER_URL: url }, stdio: 'ignore' })
  child.on('error', (error) => {
    say(`The desktop window can't be opened (${error.message}); opening the same app in the browser.`)
    openBrowser(url)
  })
  return () => child.kill()
}

export function openBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]]
  const byHand = () => say(`No browser could be opened; open ${url} yourself.`)
  if (process.platform === 'linux' && !findOnPath(command)) return byHand()
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', byHand).unref()
}
