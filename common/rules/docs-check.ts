import { baseName, isCode, type RepoTree, type Violation } from './repo-tree.ts'

const STATIONS = 9
const neededDocs = ['ARCHITECTURE.md', 'README.md', 'docs/protocol.md', 'docs/operate.md']
const isDoc = (path: string): boolean => /^(?:docs\/)?[\w-]+\.md$/.test(path)

/** Each station of a message's path is claimed by the header of exactly one file. */
export function checkStations(tree: RepoTree): Violation[] {
  const claims = new Map<number, string[]>()
  for (const file of tree.paths.filter((path) => isCode(path) && !path.startsWith('common/rules/'))) {
    for (const found of tree.read(file).matchAll(/Path of a message, station (\d+) of (\d+)/g)) {
      const station = found[2] === String(STATIONS) ? Number(found[1]) : 0
      claims.set(station, [...(claims.get(station) ?? []), file])
    }
  }
  const rule = `stations 1 to ${STATIONS} are claimed once each`
  const violations: Violation[] = []
  for (let station = 1; station <= STATIONS; station += 1) {
    const files = claims.get(station) ?? []
    claims.delete(station)
    if (files.length === 1) continue
    const found =
      files.length === 0 ? `no file claims station ${station}` : `station ${station} is claimed by ${files.join(', ')}`
    const remedy = `start the one file that is that station with "Path of a message, station ${station} of ${STATIONS}: …"`
    violations.push({ file: files[0] ?? 'ARCHITECTURE.md', rule, found, remedy })
  }
  for (const [station, files] of claims) {
    const remedy = `number it 1 to ${STATIONS}, "of ${STATIONS}"`
    violations.push({
      file: files[0] ?? '',
      rule,
      found: `claims a station ${station || ''} that does not exist`,
      remedy,
    })
  }
  return violations
}

/** Every repository path that the documents name exists. */
export function checkDocPaths(tree: RepoTree): Violation[] {
  const known = knownPaths(tree)
  const tops = new Set([...known].map((path) => path.split('/')[0] ?? ''))
  const missing = neededDocs
    .filter((file) => !tree.paths.includes(file))
    .map((file) => ({ file, rule: 'the house is described', found: 'the file is missing', remedy: 'write it' }))
  const gone = tree.paths.filter(isDoc).flatMap((file): Violation[] =>
    namedPaths(tree.read(file))
      .filter(({ path }) => tops.has(path.split('/')[0] ?? '') || isRootFileName(path))
      .filter(({ path }) => !known.has(path.replace(/\/$/, '')))
      .map(({ path, line }) => ({
        file: `${file}:${line}`,
        rule: 'every path named in the documents exists',
        found: `names ${path}`,
        remedy: 'write the path as it is now, or drop the sentence',
      })),
  )
  return [...missing, ...gone]
}

/**
 * A document that is named, in code or in another one, is in the repository and has the section; nothing points outside.
 * A test that a document quotes exists: `path.test.ts` “its title”.
 */
export function checkDocReferences(tree: RepoTree): Violation[] {
  const sections = new Map(tree.paths.filter(isDoc).map((file) => [file, sectionsOf(tree.read(file))]))
  const baseNames = new Set(tree.paths.map(baseName))
  const isLookedAt = (path: string) =>
    (isCode(path) || isDoc(path) || /\.(?:ya?ml|sh)$/.test(path)) && !/\.test\.|^common\/rules\//.test(path)
  return tree.paths.filter(isLookedAt).flatMap((file) => {
    const text = tree.read(file)
    const faultOf = (index: number, found: string, remedy: string): Violation => {
      const line = text.slice(0, index).split('\n').length
      return { file: `${file}:${line}`, rule: 'the repository stands on its own', found, remedy }
    }
    const named = [...text.matchAll(/(?<![\w@])((?:\.{0,2}\/)*[\w./-]*[\w-]\.md)\b(?:#([\w-]+))?/g)].flatMap(
      (match) => {
        const path = resolveDoc(match[1] ?? '', file, tree)
        const known = sections.get(path)
        const remedy = 'say it here, or name a document of this repository and a section it has'
        if (known === undefined) return [faultOf(match.index, `points to ${match[1]}, which is not here`, remedy)]
        if (match[2] === undefined || known.has(match[2])) return []
        return [faultOf(match.index, `points to the section ${match[2]} of ${path}, which it has not`, remedy)]
      },
    )
    const quoted = [...text.matchAll(/`([\w./-]+\.test\.(?:tsx?|mjs))` “([^”]+)”/g)].flatMap((match) => {
      const [, path = '', title = ''] = match
      if (tree.paths.includes(path) && tree.read(path).includes(title)) return []
      return [faultOf(match.index, `quotes a test that is not in ${path}`, 'quote its title as it is now')]
    })
    if (isDoc(file)) return [...named, ...quoted]
    const inComments = [...text.matchAll(/^[ \t]*(?:\/\/|\/?\*).*$|[ \t]\/\/ .*$/gm)].flatMap((comment) =>
      [...comment[0].matchAll(/[\w.-]*[\w-]\.(?:tsx?|mjs)\b/g)]
        .filter(([name]) => !baseNames.has(name))
        .map(([name]) => faultOf(comment.index, `speaks of ${name}, which is not here`, 'name the file as it is now')),
    )
    return [...named, ...inComments]
  })
}

/** Every setting that is read is described. */
export function checkDocSettings(tree: RepoTree): Violation[] {
  const readers = tree.paths.filter((path) =>
    /^server\/[\w-]*(?:config|settings?)[\w-]*\.ts$|^scripts\/running\/start-config\.mjs$/.test(path),
  )
  const described = ['README.md', 'docs/operate.md']
    .filter((path) => tree.paths.includes(path))
    .map(tree.read)
    .join('\n')
  return readers
    .filter((path) => !path.includes('.test.'))
    .flatMap((file) =>
      [...new Set(tree.read(file).match(/\bNATTER_[A-Z_]*[A-Z]\b/g))]
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(described))
        .map((name) => {
          const remedy = 'say in README.md or docs/operate.md what it is and what it is at first'
          return { file, rule: 'every setting is described', found: `reads ${name}`, remedy }
        }),
    )
}

/** Beside the one that names it, or from the root. */
function resolveDoc(named: string, from: string, tree: RepoTree): string {
  const path = named.replace(/^(?:\.{1,2}\/)+/, '')
  const beside = `docs/${path}`
  return from.startsWith('docs/') && tree.paths.includes(beside) ? beside : path
}

/** As they are linked to: the heading in lower case, with dashes for spaces. */
function sectionsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '')
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(/\s+/g, '-'),
    ),
  )
}

/** Files and folders; a code file also without its extension, and a file by its base name, which occurs once. */
function knownPaths(tree: RepoTree): Set<string> {
  const known = new Set<string>()
  for (const path of tree.paths) {
    known.add(path)
    known.add(baseName(path))
    if (isCode(path)) known.add(path.replace(/\.[^./]+$/, ''))
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) known.add(path.slice(0, at))
  }
  return known
}

const isRootFileName = (path: string): boolean => /^[\w.-]+\.(ts|tsx|mjs|json|ya?ml|md)$/.test(path)

interface NamedPath {
  readonly path: string
  readonly line: number
}

/** What stands in backticks or as a link's target and looks like a path: `a/{b,c}.ts` names two. */
function namedPaths(text: string): NamedPath[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ' '))
  const found = [...prose.matchAll(/`([^`\n]+)`|\]\(\.?\/?([^)#:\s]+)\)/g)]
  return found.flatMap((match) => {
    const line = prose.slice(0, match.index).split('\n').length
    return expandBraces(match[1] ?? match[2] ?? '')
      .filter((path) => /^[\w.-]+(\/[\w.@-]+)*\/?$/.test(path) && /[/.]/.test(path))
      .map((path) => ({ path, line }))
  })
}

function expandBraces(text: string): string[] {
  const found = /^([^{}]*)\{([^{}]+)\}([^{}]*)$/.exec(text)
  if (!found) return [text]
  const [, before = '', inside = '', after = ''] = found
  return inside.split(',').map((each) => `${before}${each.trim()}${after}`)
}
