import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { ensureBuilt } from '../build.mjs'
import { inRepo } from '../repo-paths.mjs'

/** Nothing that only helps to develop or to send, and no worker that keeps for offline starts what is on disk anyway. */
const isShipped = (path) => !/\.(map|br|gz)$/.test(path) && basename(path) !== 'service-worker.js'

/** What node-notifier starts on Windows and macOS, with what its authors ask to be told. */
const notifierPrograms = {
  'snoreToast/snoretoast-x64.exe': 'windows/snoretoast-x64.exe',
  'snoreToast/LICENSE': 'windows/snoretoast-license.txt',
  'mac.noindex/terminal-notifier.app': 'mac/terminal-notifier.app',
  'terminal-notifier-LICENSE': 'mac/terminal-notifier-license.txt',
}

function copyNotifierPrograms(folder) {
  const vendor = join(dirname(createRequire(import.meta.url).resolve('node-notifier/package.json')), 'vendor')
  for (const [from, to] of Object.entries(notifierPrograms)) {
    cpSync(join(vendor, from), join(folder, to), { recursive: true })
  }
}

/**
 * Puts together what is packaged: the built shell, the built client and a package.json of the app's own. Main is one file
 * with its packages in it, and node-notifier another, so there is nothing to install. `updates`: where newer ones are, and
 * by which key they count.
 */
export async function assembleApp({ folder = inRepo('build', 'app'), updates } = {}) {
  await ensureBuilt(['web', 'desktop'])
  const { name, version, description, license } = JSON.parse(readFileSync(inRepo('package.json'), 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const part of ['shell', 'web']) {
    cpSync(inRepo('build', part), join(folder, part), { recursive: true, filter: isShipped })
  }
  copyNotifierPrograms(join(folder, 'notifier'))
  if (updates !== undefined) writeFileSync(join(folder, 'shell', 'updates.json'), JSON.stringify(updates))
  const described = {
    name,
    productName: 'Natter',
    version,
    description,
    license,
    author: 'The Natter authors',
    homepage: 'https://natter.invalid',
    type: 'module',
    main: 'shell/main.js',
    desktopName: 'chat.natter.desktop.desktop',
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(described, undefined, 2)}\n`)
  return folder
}
