import type { Area } from './import-area.ts'
import { areas as ourAreas } from './import-table.ts'
import { type FoundImport, scanModule } from './module-scan.ts'
import { isCode, isTestCode, type RepoTree, type Violation } from './repo-tree.ts'
import { testAreas, testPackages } from './test-table.ts'

export interface Edge {
  readonly from: string
  readonly to: string
}

/** Holds every import of the tree, types too, against the table. The edges found serve the search for cycles. */
export function checkImports(tree: RepoTree, areas = ourAreas): { violations: Violation[]; edges: Edge[] } {
  const violations: Violation[] = []
  const edges: Edge[] = []
  const known = new Set(tree.paths)
  for (const file of tree.paths.filter(isCode)) {
    const scanned = scanModule(file, tree.read(file))
    if (scanned.syntaxError) {
      violations.push({ file, rule: 'code parses', found: scanned.syntaxError, remedy: 'mend the syntax' })
      continue
    }
    const area = findArea(file, areas)
    if (!area) {
      const remedy = 'move it into a folder that import-table.ts knows, or add its area there'
      violations.push({ file, rule: 'every file has an area', found: 'no area of the import table holds it', remedy })
      continue
    }
    for (const found of scanned.imports) {
      const { fault, to } = judge({ file, area, found, known, areas })
      if (to) edges.push({ from: file, to })
      if (fault) violations.push({ file: `${file}:${found.line}`, ...fault })
    }
  }
  return { violations, edges }
}

export function findArea(path: string, areas: readonly Area[]): Area | undefined {
  let best: { area: Area; length: number } | undefined
  for (const area of areas) {
    for (const at of area.at) {
      const fits = at.endsWith('/') ? path.startsWith(at) : path === at
      if (fits && at.length > (best?.length ?? 0)) best = { area, length: at.length }
    }
  }
  return best?.area
}

type Fault = Omit<Violation, 'file'>

interface Judged {
  readonly file: string
  readonly area: Area
  readonly found: FoundImport
  readonly known: ReadonlySet<string>
  readonly areas: readonly Area[]
}

function judge(judged: Judged): { fault?: Fault; to?: string } {
  const { file, found, known } = judged
  const { specifier } = found
  if (specifier === undefined) {
    if (judged.area.mayComputeImports) return {}
    const remedy = 'write the path as a plain string, so that the rules can read it'
    return { fault: { rule: 'imports are literal', found: 'an import computes what it imports', remedy } }
  }
  if (!specifier.startsWith('.')) return judgePackage(judged, specifier)
  const to = resolvePath(file, specifier)
  if (judged.area.mayLoadBuild && to.startsWith('build/')) return {}
  // The address of what the build makes of a file, and nothing that is in it.
  if (known.has(to) && /[?&]url$/.test(specifier)) return {}
  if (known.has(to)) {
    const fault = judgeFile(judged, to)
    return fault ? { fault, to } : { to }
  }
  const remedy = 'name the file with its extension, as it is on disk'
  return { fault: { rule: 'imports name a file', found: `imports '${specifier}', and there is no ${to}`, remedy } }
}

function judgeFile({ file, area, areas, found }: Judged, to: string): Fault | undefined {
  const target = findArea(to, areas)
  if (!target || target === area) return undefined
  const named = found.isType ? [...area.imports, ...(area.typeImports ?? [])] : area.imports
  if (named.some((allowed) => allowed === target.name || matches(allowed, target.name))) return undefined
  if (isTestCode(file) && (testAreas.some((each) => each === target.name) || sideOf(file) === sideOf(to)))
    return undefined
  const types = area.typeImports?.map((name) => `types of ${name}`) ?? []
  const allowed = [...area.imports, ...types].join(', ') || 'nothing but itself'
  return {
    rule: `${area.name} may import ${allowed}`,
    found: `imports ${to}, which belongs to ${target.name}`,
    remedy: 'pass in what it needs from where both are known, or move what both need to where both may look',
  }
}

function judgePackage({ file, area, found }: Judged, specifier: string): { fault?: Fault } {
  const name = packageName(specifier)
  const allowed = [
    ...area.packages,
    ...(found.isType ? (area.typePackages ?? []) : []),
    ...(isTestCode(file) ? testPackages : []),
  ]
  if (allowed.some((each) => each === name || matches(each, name))) return {}
  const asType = area.typePackages?.some((each) => each === name) ? ' (types of it are allowed)' : ''
  return {
    fault: {
      rule: `${area.name} may use the packages ${area.packages.join(', ') || 'none'}`,
      found: `imports '${specifier}'${asType}`,
      remedy: 'use it in the area that owns it, behind a port; or change import-table.ts and say why',
    },
  }
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

const sideOf = (path: string): string => path.slice(0, path.indexOf('/'))

export function resolvePath(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
