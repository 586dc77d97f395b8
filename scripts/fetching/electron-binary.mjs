import { existsSync, readFileSync } from 'node:fs'
import { inRepo } from '../repo-paths.mjs'
import { runTool } from '../run-command.mjs'
import { step } from '../say.mjs'

const DOWNLOADS = 'https://github.com/electron/electron/releases'
const DOWNLOAD_TIMEOUT_MS = 600_000
const folder = inRepo('node_modules', 'electron')

/**
 * Electron's own program. Its package brings no binary and fetches it when first asked: `{path}` or `{reason}`.
 * Whether the download can be reached is asked first, so that a machine without a network is not kept waiting.
 */
export async function ensureElectron(env = process.env) {
  if (!existsSync(folder)) return { reason: "Electron's package is not installed" }
  const present = findElectron(env)
  if (present) return { path: present }
  const hasMirror = Boolean(env.ELECTRON_MIRROR || env.npm_config_electron_mirror)
  if (!hasMirror && !(await canReach(DOWNLOADS))) return { reason: "Electron's download can't be reached" }
  return step('Fetching Electron', async (note) => {
    const ran = await runTool(inRepo('node_modules', 'electron', 'install.js'), [], {
      env,
      onLine: note,
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    })
    const path = findElectron(env)
    return path ? { path } : { reason: `Electron's download failed (exit ${ran.code})` }
  })
}

function findElectron(env) {
  const pathFile = inRepo('node_modules', 'electron', 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron'
  const given = env.ELECTRON_OVERRIDE_DIST_PATH
  const path = given ? `${given}/${name}` : inRepo('node_modules', 'electron', 'dist', name)
  return existsSync(path) ? path : undefined
}

async function canReach(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4_000) })
    return true
  } catch {
    return false
  }
}
