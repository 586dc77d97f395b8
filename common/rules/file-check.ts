import { scanModule } from './module-scan.ts'
import { baseName, isCode, isConfigFile, isTestCode, type RepoTree, type Violation } from './repo-tree.ts'

const MAX_LINES = 400
const drawers = ['index', 'utils', 'util', 'helpers', 'helper', 'types', 'shared', 'core', 'manager']
const sameNameAllowed = /^(tsconfig\.json|(vite|vitest|playwright)\.config\.ts)$/

/** Names, sizes, default exports, and words that belong to one machine only. */
export function checkFiles(tree: RepoTree): Violation[] {
  return [...checkNames(tree), ...checkUniqueNames(tree), ...tree.paths.flatMap((file) => checkText(file, tree))]
}

function checkNames(tree: RepoTree): Violation[] {
  return tree.paths.filter(isCode).flatMap((file) => {
    const name = baseName(file)
    const stem = name.slice(0, name.indexOf('.'))
    const violations: Violation[] = []
    const drawer = [stem, ...file.split('/').slice(0, -1)].find((part) =>
      drawers.some((word) => part === word || (part === stem && part.endsWith(`-${word}`))),
    )
    if (drawer) {
      const remedy = 'name it after the one thing it holds; if it holds several, cut it'
      violations.push({ file, rule: 'no drawers', found: `"${drawer}" says nothing about what is inside`, remedy })
    }
    if (file.startsWith('server/') && isTestCode(file) && !/^server\/rigs\/|\.test\.ts$/.test(file)) {
      const remedy = 'move it to server/rigs/, which is not built into the product'
      violations.push({ file, rule: 'no test code in the product', found: 'what only tests import', remedy })
    }
    const pattern = name.endsWith('.tsx')
      ? /^([A-Z][A-Za-z0-9]*|[a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9-]+)*\.tsx$/
      : /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|mts|mjs)$/
    if (!pattern.test(name)) {
      const remedy = 'files are kebab-case, React components PascalCase, an adapter comes after a dot'
      violations.push({ file, rule: 'file names', found: `the name ${name}`, remedy })
    }
    return violations
  })
}

function checkUniqueNames(tree: RepoTree): Violation[] {
  const places = new Map<string, string[]>()
  for (const file of tree.paths) {
    const name = baseName(file).toLowerCase()
    if (!sameNameAllowed.test(name)) places.set(name, [...(places.get(name) ?? []), file])
  }
  return [...places.values()]
    .filter((files) => files.length > 1)
    .map((files) => ({
      file: files[0] ?? '',
      rule: 'a base name occurs once in the repository',
      found: `the same name as ${files.slice(1).join(', ')}`,
      remedy: 'rename one of them after what makes it different',
    }))
}

// Spelled so that this file does not contain what it looks for.
const machineWords: readonly (readonly [RegExp, string])[] = [
  [/\/(?:root|work)\/[\w.-]+/, 'a path of one machine'],
  [/\/home\/[a-z][\w-]*\//, 'a path of one machine'],
  [/\/Users\/[A-Za-z][\w-]*\//, 'a path of one machine'],
  [/[A-Z]:\\+Users\\+\w+/, 'a path of one machine'],
  [/\bregistry\.(?:npmjs|yarnpkg)\.[a-z]+/, 'the host of a package registry'],
  [/\b(?:deb|ftp|archive|security)\.(?:debian|ubuntu)\.[a-z]+/, 'the host of a package registry'],
  [/\b(?:artifactory|nexus|verdaccio|proxy\.golang)\.[\w-]+\.[a-z]+/, 'the host of a package registry'],
]

const isText = (path: string): boolean =>
  /\.(ts|tsx|mts|mjs|js|json|md|css|html|yaml|yml|conf|sh|txt|svg)$|^\.ci\/|(^|\/)\.(git|npm)[a-z]+$|Dockerfile$/.test(
    path,
  )

/** What a command writes is as long as what it is written from, and nobody reads it from its beginning to its end. */
const written = ['desktop/words/word-arguments.ts']
const hasSizeLimit = (path: string): boolean =>
  /\.(ts|tsx|mts|mjs|css|yml|yaml|sh)$/.test(path) && !written.includes(path)

function checkText(file: string, tree: RepoTree): Violation[] {
  if (!isText(file)) return []
  const text = tree.read(file)
  const violations: Violation[] = []
  for (const [pattern, what] of machineWords) {
    const found = pattern.exec(text)
    if (!found) continue
    const line = text.slice(0, found.index).split('\n').length
    const remedy = 'read it from the environment or the machine when it runs'
    violations.push({
      file: `${file}:${line}`,
      rule: 'nothing of one machine',
      found: `"${found[0]}" is ${what}`,
      remedy,
    })
  }
  const lines = text.split('\n').length - 1
  if (hasSizeLimit(file) && lines > MAX_LINES) {
    const remedy = 'cut it where two things meet; each half gets a name of its own'
    violations.push({ file, rule: `at most ${MAX_LINES} lines`, found: `${lines} lines`, remedy })
  }
  if (isCode(file) && !isConfigFile(file) && scanModule(file, text).hasDefaultExport) {
    const remedy = 'export it by its name'
    violations.push({ file, rule: 'no default exports (config files excepted)', found: 'a default export', remedy })
  }
  return violations
}
