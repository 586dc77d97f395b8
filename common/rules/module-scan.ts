import { parseSync } from 'oxc-parser'
import { type AnyNode, isNode, walk } from './syntax-walk.ts'

export interface FoundImport {
  /** As written; undefined where a dynamic import computes it. */
  readonly specifier: string | undefined
  readonly isType: boolean
  readonly line: number
}

export interface FoundName {
  readonly name: string
  readonly line: number
}

export interface ScannedModule {
  readonly imports: readonly FoundImport[]
  readonly hasDefaultExport: boolean
  /** Names used that the file does not declare: globals, and `Math.random`-like pairs of a global and its member. */
  readonly globals: readonly FoundName[]
  readonly syntaxError: string | undefined
}

/** By text, since several rules look at each file. */
const scanned = new Map<string, { readonly text: string; readonly module: ScannedModule }>()

export function scanModule(path: string, text: string): ScannedModule {
  const known = scanned.get(path)
  if (known?.text === text) return known.module
  const module = scanText(path, text)
  scanned.set(path, { text, module })
  return module
}

function scanText(path: string, text: string): ScannedModule {
  const parsed = parseSync(path, text)
  const imports: FoundImport[] = []
  const declared = new Set<string>()
  const used: { readonly name: string; readonly node: AnyNode }[] = []
  let hasDefaultExport = false
  const lineOf = buildLineFinder(text)
  const addImport = (node: AnyNode, source: unknown, isType: boolean) => {
    const value = isNode(source) && typeof source.value === 'string' ? source.value : undefined
    imports.push({ specifier: value, isType, line: lineOf(node) })
  }
  walk(parsed.program, undefined, '', (node, parent, key) => {
    switch (node.type) {
      case 'ImportDeclaration':
        addImport(node, node.source, node.importKind === 'type' || areAllTypes(node.specifiers))
        break
      case 'ExportAllDeclaration':
        addImport(node, node.source, node.exportKind === 'type')
        break
      case 'ExportNamedDeclaration':
        if (isNode(node.source)) addImport(node, node.source, node.exportKind === 'type')
        break
      case 'ImportExpression':
      case 'TSImportType':
        addImport(node, node.source, node.type === 'TSImportType')
        break
      case 'TSExternalModuleReference':
        addImport(node, node.expression, false)
        break
      case 'ExportDefaultDeclaration':
        hasDefaultExport = true
        break
      case 'ExportSpecifier':
        if (isNode(node.exported) && node.exported.name === 'default') hasDefaultExport = true
        break
      case 'MemberExpression':
        if (
          isNode(node.object) &&
          node.object.type === 'Identifier' &&
          isNode(node.property) &&
          node.computed !== true
        ) {
          used.push({ name: `${String(node.object.name)}.${String(node.property.name)}`, node })
        }
        break
      case 'NewExpression':
      case 'CallExpression':
        if (isNode(node.callee) && node.callee.type === 'Identifier' && isEmptyList(node.arguments)) {
          const name = String(node.callee.name)
          used.push({ name: node.type === 'NewExpression' ? `new ${name}()` : `${name}()`, node })
        }
        break
      case 'Identifier':
        if (isBinding(parent, key)) declared.add(String(node.name))
        else if (isReference(parent, key)) used.push({ name: String(node.name), node })
        break
    }
  })
  const isGlobal = ({ name }: { readonly name: string }) =>
    !declared.has((/[A-Za-z_$][\w$]*/.exec(name.replace(/^new /, '')) ?? [''])[0])
  return {
    imports,
    hasDefaultExport,
    globals: used.filter(isGlobal).map(({ name, node }) => ({ name, line: lineOf(node) })),
    syntaxError: parsed.errors[0]?.message,
  }
}

/** A file has a thousand names, and to count its lines for each of them took longer than to parse it. */
function buildLineFinder(text: string): (node: AnyNode) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return ({ start }) => {
    let [from, to] = [0, ends.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((ends[middle] ?? start) < start) from = middle + 1
      else to = middle
    }
    return from + 1
  }
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const areAllTypes = (specifiers: unknown): boolean =>
  Array.isArray(specifiers) &&
  specifiers.length > 0 &&
  specifiers.every((each: unknown) => isNode(each) && each.importKind === 'type')

// Where an identifier gives a name rather than using one. Patterns count as a whole: a default inside one may be taken
// for a declaration, which only makes the rule milder for that one name in that one file.
function isBinding(parent: AnyNode | undefined, key: string): boolean {
  if (!parent) return false
  if (parent.type === 'VariableDeclarator' || parent.type === 'ClassDeclaration') return key === 'id'
  if (/^(Function|TSDeclareFunction|ArrowFunction)/.test(parent.type)) return key === 'id' || key === 'params'
  if (/^Import.*Specifier$/.test(parent.type)) return key === 'local'
  if (parent.type === 'CatchClause') return key === 'param'
  if (parent.type === 'ArrayPattern' || parent.type === 'RestElement') return true
  return parent.type === 'Property' && key === 'value' && parent.shorthand === true
}

// Property names, keys and labels only look like uses.
function isReference(parent: AnyNode | undefined, key: string): boolean {
  if (!parent) return true
  if (parent.type === 'MemberExpression') return key === 'object' || parent.computed === true
  if (key === 'key') return parent.computed === true
  if (key === 'label' || key === 'imported' || key === 'exported') return false
  return !parent.type.startsWith('TS') || parent.type === 'TSTypeQuery' || /^TS(As|NonNull|Satisfies)/.test(parent.type)
}
