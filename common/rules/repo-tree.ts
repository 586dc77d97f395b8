import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A tree of files: repository paths with forward slashes, and their texts. */
export interface RepoTree {
  readonly paths: readonly string[]
  readonly read: (path: string) => string
}

/** What a rule has found, in words that say what to do. */
export interface Violation {
  readonly file: string
  readonly rule: string
  readonly found: string
  readonly remedy: string
}

export const describeViolation = (each: Violation): string =>
  `${each.file}: ${each.found}\n    rule: ${each.rule}\n    do: ${each.remedy}`

// What git ignores, plus git itself: nothing below these is ours to judge.
const skippedFolders = new Set(['node_modules', 'build', 'data', 'test-results', 'playwright-report', '.git'])

export function loadTree(root: string): RepoTree {
  const paths: string[] = []
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) walk(path)
      else if (entry.isFile() && !/\.log$|^\.DS_Store$/.test(entry.name)) paths.push(path)
    }
  }
  walk('')
  const texts = new Map<string, string>()
  const read = (path: string) => {
    const text = texts.get(path) ?? readFileSync(join(root, path), 'utf8')
    texts.set(path, text)
    return text
  }
  return { paths: paths.sort(), read }
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts')

/** Tests and what only tests import: rigs, `-conformance` suites and `-test-<thing>` helpers. */
export const isTestCode = (path: string): boolean =>
  path.startsWith('server/rigs/') ||
  /\.test\.(ts|tsx|mjs)$|-conformance\.ts$|-test-[a-z-]+\.tsx?$|-testbed\.tsx?$/.test(path)

export const isConfigFile = (path: string): boolean => /\.config\.m?ts$/.test(path)
