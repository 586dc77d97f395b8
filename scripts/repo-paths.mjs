import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repoRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..')

export const inRepo = (...parts) => join(repoRoot, ...parts)

/** The user's cache folder, as each system names it. Everything in it can be fetched again. */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env.NATTER_CACHE) return resolve(env.NATTER_CACHE)
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'natter', 'cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'natter')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'natter')
}

/** Entry points of the tools, run with our own Node: a `.cmd` shim would need a shell and its quoting on Windows. */
export const tools = {
  biome: inRepo('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  tsc: inRepo('node_modules', 'typescript', 'bin', 'tsc'),
  vite: inRepo('node_modules', 'vite', 'bin', 'vite.js'),
  vitest: inRepo('node_modules', 'vitest', 'vitest.mjs'),
  playwright: inRepo('node_modules', '@playwright', 'test', 'cli.js'),
}
