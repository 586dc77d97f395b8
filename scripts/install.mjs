import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inRepo } from './repo-paths.mjs'
import { runNpm, tail } from './run-command.mjs'
import { PlainError, step } from './say.mjs'

const stampFile = inRepo('node_modules', '.natter-installed')

/** Installs the packages the lock file names, if that has not been done already. Touches no network when it has. */
export async function ensureInstalled() {
  const lockText = readFileSync(inRepo('package-lock.json'), 'utf8')
  const lockHash = createHash('sha256').update(lockText).digest('hex')
  const stamp = `${lockHash} ${process.platform}-${process.arch}`
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const hiddenLock = inRepo('node_modules', '.package-lock.json')
  const installed = existsSync(hiddenLock) ? readFileSync(hiddenLock, 'utf8') : undefined
  if (!installed || !isInstalled(lockText, installed)) await install()
  writeFileSync(stampFile, stamp)
}

/**
 * Whether what npm says it installed (its hidden lock file) is what the lock file asks for: then somebody has run
 * npm by hand, and doing it again would only cost time and a network.
 */
export function isInstalled(lockText, installedText) {
  const wanted = JSON.parse(lockText).packages
  const got = JSON.parse(installedText).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const there = got[path]
    return there ? there.version === entry.version && there.integrity === entry.integrity : entry.optional === true
  })
}

function install() {
  return step('Installing packages', async (note) => {
    const ran = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=http'], {
      onLine: (line) => note(line.replace(/^npm (http|warn) /, '').slice(0, 100)),
    })
    if (ran.code === 0) return
    const errors = ran.stderr.split('\n').filter((line) => /^npm (error|ERR!)/.test(line))
    // npm says what is wrong first and how it is called last.
    const reason = errors.slice(0, 12).join('\n')
    throw new PlainError(
      `npm could not install the packages:\n${reason || tail(ran.stderr)}\n` +
        'Remedy: check the network (or the registry in your npm configuration) and run this again.',
    )
  })
}
