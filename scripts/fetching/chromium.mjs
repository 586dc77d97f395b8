import '../check-node.mjs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findOnPath, runCommand, tail } from '../run-command.mjs'
import { say, step } from '../say.mjs'
import { isDebianLike } from './debian-package.mjs'

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
/** By this name Debian has the program and its package. */
const shellOnPath = 'chromium-headless-shell'
const emojiFont = 'fonts-noto-color-emoji'
const installing = ['install', '-y', '--no-install-recommends']

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
  const fault = await step('Installing Chromium, the distribution’s package', (note) =>
    runAptGet([['update'], [...installing, 'chromium', emojiFont]], note),
  )
  const installed = findInstalled(env)
  return installed
    ? { path: installed }
    : { skipped: `Chromium could not be installed: ${fault ?? 'it is not on the PATH'}` }
}

/**
 * What draws as Chromium does and is nothing else: where a page of its own is made for each test, it takes much less.
 * NATTER_CHROMIUM, one that is installed, else (as root on a Debian-like system, as far as its lists of packages know
 * of one) the distribution's package; where there is none to be had, Chromium as above. Answers as that does.
 */
export async function ensureHeadlessShell(env = process.env) {
  if (env.NATTER_CHROMIUM) return ensureChromium(env)
  const found = findOnPath(shellOnPath, env)
  if (found) return { path: found }
  if (process.getuid?.() === 0 && isDebianLike()) {
    const fault = await step('Installing the headless Chromium, the distribution’s package', (note) =>
      runAptGet([[...installing, shellOnPath, emojiFont]], note),
    )
    const path = findOnPath(shellOnPath, env)
    if (path) return { path }
    say(`Chromium itself takes its place: ${fault ?? `no ${shellOnPath} is on the PATH`}`)
  }
  return ensureChromium(env)
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

async function runAptGet(runs, note) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of runs) {
    const ran = await runCommand('apt-get', ['-q', ...args], { env, onLine: (line) => note(line.slice(0, 90)) })
    if (ran.code !== 0) return `apt-get ${args[0]} failed: ${tail(ran.stderr, 2)}`
  }
  return undefined
}
