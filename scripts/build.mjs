import './check-node.mjs'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { inRepo, repoRoot, tools } from './repo-paths.mjs'
import { runTool, tail } from './run-command.mjs'
import { isMain, PlainError, runMain, step } from './say.mjs'

const rootFiles = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json']

/** What can be built: its sources, the files that show it was, and how. */
const targets = {
  server: {
    title: 'Building the server',
    sources: ['common', 'server'],
    outputs: ['build/server/server-main.js', 'build/server/prepare-main.js'],
    run: (onLine) => runTool(tools.tsc, ['-b', 'common', 'server'], { onLine }),
  },
  // What only tests and the benchmark start; no part of what is shipped.
  rigs: {
    title: 'Building the test rigs',
    sources: ['common', 'server', 'test-kit'],
    outputs: ['build/server/rigs/sqlite-race-main.js'],
    run: (onLine) => runTool(tools.tsc, ['-b', 'server/rigs'], { onLine }),
  },
  web: {
    title: 'Building the app',
    sources: ['common', 'desktop'],
    outputs: ['build/web/index.html', 'build/web/service-worker.js'],
    run: (onLine) => runTool(tools.vite, ['build', '--config', 'desktop/renderer/vite.config.ts'], { onLine }),
  },
  desktop: {
    title: 'Building the desktop window',
    sources: ['common', 'desktop/main', 'desktop/preload', 'desktop/words', 'desktop/bridge.ts'],
    outputs: ['build/shell/main.js', 'build/shell/preload.cjs', 'build/shell/node-notifier.cjs'],
    async run(onLine) {
      for (const config of ['main/vite.config.ts', 'main/node-notifier.config.ts']) {
        const made = await runTool(tools.vite, ['build', '--config', `desktop/${config}`], { onLine })
        if (made.code !== 0) return made
      }
      return runTool(tools.vite, ['build', '--config', 'desktop/preload/vite.config.ts'], { onLine })
    },
  },
  bench: {
    title: 'Building the benchmark',
    sources: ['common', 'server', 'test-kit', 'desktop', 'bench'],
    outputs: ['build/bench/bench-main.js'],
    run: (onLine) => runTool(tools.tsc, ['-b', 'bench'], { onLine }),
  },
}

/** Builds what changed since it was last built, one target after the other. */
export async function ensureBuilt(names = ['server', 'web']) {
  for (const name of names) {
    const { title, sources, outputs, run } = targets[name]
    const stampFile = inRepo('build', `.${name}.stamp`)
    const hash = hashSources(repoRoot, [...rootFiles, ...sources])
    const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash
    if (isFresh && outputs.every((path) => existsSync(inRepo(path)))) continue
    rmSync(stampFile, { force: true })
    await step(title, async (note) => {
      const ran = await run(note)
      if (ran.code !== 0) throw new PlainError(`${title} failed:\n${tail(`${ran.stdout}\n${ran.stderr}`, 40)}`)
    })
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, hash)
  }
}

/** One hash over the names and contents of every file below the given paths, tests aside. */
export function hashSources(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((each) => listFiles(join(root, each))).sort()) {
    hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function listFiles(path) {
  if (!existsSync(path)) return []
  const folder = readFolder(path)
  if (!folder) return [path]
  return folder
    .filter(
      (entry) => entry.name !== 'node_modules' && !entry.name.startsWith('.') && !/\.test\.tsx?$/.test(entry.name),
    )
    .flatMap((entry) => listFiles(join(path, entry.name)))
}

function readFolder(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await ensureInstalled()
    const named = process.argv.slice(2)
    await ensureBuilt(named.length > 0 ? named : ['server', 'web', 'desktop'])
  })
}
