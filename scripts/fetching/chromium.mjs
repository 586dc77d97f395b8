import '../check-node.mjs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findOnPath, runCommand, tail } from '../run-command.mjs'
import { step } from '../say.mjs'
import { isDebianLike } from './debian-package.mjs'

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * A browser for tests: NATTER_CHROMIUM, an installed Chromium or Chrome, Playwright's own, else (as root on a
 * Debian-like system) the distribution's package. Answers `{path}` or `{skipped: reason}`.
 */
export async function ensureChromium(env = process.env) {
  if (env.NATTER_CHROMIUM) {
    if (existsSync(env.NATTER_CHROMIUM)) return { path: env.NATTER_CHROMIUM }
    return { skipped: `NATTER_CHROMIUM: there is no file ${env.NATTER_CHROMIUM}` }
  }
  const found = findInstalled(env) ?? (await findPlaywrights())
  if (found) return { path: found }
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !isDebianLike()) {
    return { skipped: 'no Chromium or Chrome here: install one, or name it in NATTER_CHROMIUM' }
  }
  const fault = await step('Installing Chromium, the distribution’s package', installDebianPackage)
  const installed = findInstalled(env)
  return installed
    ? { path: installed }
    : { skipped: `Chromium could not be installed: ${fault ?? 'it is not on the PATH'}` }
}

function findInstalled(env) {
  for (const name of namesOnPath) {
    const path = findOnPath(name, env)
    if (path) return path
  }
  const programs =
    process.platform === 'darwin'
      ? ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
      : process.platform === 'win32'
        ? [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
            .filter(Boolean)
            .flatMap((folder) => [
              join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
              join(folder, 'Chromium', 'Application', 'chrome.exe'),
            ])
        : []
  return programs.find(existsSync)
}

async function findPlaywrights() {
  try {
    const { chromium } = await import('playwright')
    const path = chromium.executablePath()
    return path && existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

async function installDebianPackage(note) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji']]) {
    const ran = await runCommand('apt-get', ['-q', ...args], { env, onLine: (line) => note(line.slice(0, 90)) })
    if (ran.code !== 0) return `apt-get ${args[0]} failed: ${tail(ran.stderr, 2)}`
  }
  return undefined
}
