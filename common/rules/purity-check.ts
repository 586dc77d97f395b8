import { scanModule } from './module-scan.ts'
import { isCode, isTestCode, type RepoTree, type Violation } from './repo-tree.ts'

// `common` is folded on every client and in the archive: what depends on a clock, a die or a machine would fold differently.
const clocks = ['Date.now', 'new Date()', 'Date()', 'performance', 'Temporal.Now']
const dice = ['Math.random', 'crypto']
const timers = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'clearTimeout',
  'clearInterval',
]
const dom = [
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'location',
  'self',
  'caches',
]
const machine = [
  'process',
  'Buffer',
  'require',
  'globalThis',
  'fetch',
  'WebSocket',
  'Worker',
  'SharedWorker',
  'console',
  '__dirname',
]

const forbidden = new Set([...clocks, ...dice, ...timers, ...dom, ...machine])

export function checkPurity(tree: RepoTree): Violation[] {
  return tree.paths.filter(isPure).flatMap((file) =>
    scanModule(file, tree.read(file))
      .globals.filter(({ name }) => forbidden.has(name))
      .map(({ name, line }) => ({
        file: `${file}:${line}`,
        rule: 'common has no clock, no randomness, no timers, no DOM, no Node',
        found: `uses ${name}`,
        remedy: 'take the value as an argument; the caller, in desktop or server, reads the clock or rolls the die',
      })),
  )
}

const isPure = (path: string): boolean =>
  path.startsWith('common/') && !path.startsWith('common/rules/') && isCode(path) && !isTestCode(path)
