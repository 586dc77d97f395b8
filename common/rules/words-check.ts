import { parseSync } from 'oxc-parser'
import { isCode, isTestCode, type RepoTree, type Violation } from './repo-tree.ts'
import { type AnyNode, isNode, walk } from './syntax-walk.ts'

const table = 'desktop/words/en.json'
/** Whatever people read is drawn or said from here. */
const spoken = 'desktop/renderer/'
/** Attributes and properties of components that are read, not only used. */
const readAttributes =
  /^(title|label|alt|placeholder|hint|words|problem|summary|aria-(label|description|placeholder|roledescription|valuetext))$/
/** Names are the same in every language. */
const names = ['natter', 'Natter']

/** Every key is said somewhere, what is said is a key, and no sentence stands in the code itself. */
export function checkWords(tree: RepoTree): Violation[] {
  if (!tree.paths.includes(table)) return []
  const keys = new Set(Object.keys(JSON.parse(tree.read(table)) as object))
  const used = new Set<string>()
  const violations: Violation[] = []
  for (const file of tree.paths.filter(isSource)) {
    const text = tree.read(file)
    const lineOf = (node: AnyNode) => `${file}:${text.slice(0, node.start).split('\n').length}`
    const remedy = `put it into ${table} and the other languages, run \`npm run words\` and say it by its key`
    walk(parseSync(file, text).program, undefined, '', (node, parent, key) => {
      for (const each of keysIn(node, keys)) used.add(each)
      const missing = missingKey(node, keys)
      if (missing !== undefined) {
        violations.push({ file: lineOf(node), rule: 'what is said is a key', found: `no key "${missing}"`, remedy })
      }
      if (!file.startsWith(spoken)) return
      for (const words of sentencesIn(node, parent, key)) {
        if (keys.has(words) || names.includes(words)) continue
        violations.push({ file: lineOf(node), rule: 'no sentences in the code', found: `"${words}"`, remedy })
      }
    })
  }
  for (const key of keys) {
    if (used.has(key)) continue
    const remedy = 'take it out of every language, or say it'
    violations.push({ file: table, rule: 'every key is said somewhere', found: `"${key}" is not`, remedy })
  }
  return violations
}

const isSource = (path: string): boolean =>
  path.startsWith('desktop/') && !path.startsWith('desktop/e2e/') && isCode(path) && !isTestCode(path)

/** A key as it is written, or all those that a template can make. */
function keysIn(node: AnyNode, keys: ReadonlySet<string>): string[] {
  const text = textOf(node)
  if (text !== undefined) return keys.has(text) ? [text] : []
  const quasis = quasisOf(node)
  if (quasis === undefined || !/^[a-z][a-z-]*\./.test(quasis[0] ?? '')) return []
  const pattern = new RegExp(`^${quasis.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`)
  return [...keys].filter((key) => pattern.test(key))
}

/** The compiler says so too, unless somebody talked it out of it. */
function missingKey(node: AnyNode, keys: ReadonlySet<string>): string | undefined {
  if (node.type !== 'CallExpression' || !Array.isArray(node.arguments) || !isNode(node.callee)) return undefined
  const at = node.callee.name === 'say' ? 0 : node.callee.name === 'richWords' ? 1 : undefined
  const given: unknown = at === undefined ? undefined : node.arguments[at]
  const text = isNode(given) ? textOf(given) : undefined
  return text === undefined || keys.has(text) ? undefined : text
}

function sentencesIn(node: AnyNode, parent: AnyNode | undefined, key: string): string[] {
  if (node.type === 'JSXText') return [String(node.value).replace(/\s+/g, ' ').trim()].filter(hasWords)
  if (node.type === 'JSXAttribute') {
    const name = isNode(node.name) ? String(node.name.name) : ''
    return readAttributes.test(name) ? valuesOf(node.value).filter(hasWords) : []
  }
  // What stands between tags is read; what an attribute holds, above.
  if (node.type === 'JSXExpressionContainer')
    return key === 'children' ? valuesOf(node.expression).filter(hasWords) : []
  // Bugs are for the log.
  if (parent?.type === 'NewExpression') return []
  const text = textOf(node) ?? quasisOf(node)?.join('…')
  return text !== undefined && looksLikeSentence(text) ? [text] : []
}

/** The texts that an expression may come to: of a choice, each. */
function valuesOf(value: unknown): string[] {
  if (!isNode(value)) return []
  switch (value.type) {
    case 'JSXExpressionContainer':
      return valuesOf(value.expression)
    case 'ConditionalExpression':
      return [...valuesOf(value.consequent), ...valuesOf(value.alternate)]
    case 'LogicalExpression':
      return [...valuesOf(value.left), ...valuesOf(value.right)]
    default: {
      const text = textOf(value) ?? quasisOf(value)?.join(' ')
      return text === undefined ? [] : [text.trim()]
    }
  }
}

const textOf = (node: AnyNode): string | undefined =>
  node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

function quasisOf(node: AnyNode): string[] | undefined {
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return undefined
  return node.quasis.map((each: { readonly value: { readonly cooked: string } }) => each.value.cooked)
}

const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text)

/** "Saved." or "No room is called that": a capital, and then words, or the sign that ends a sentence. */
const looksLikeSentence = (text: string): boolean =>
  /^["“]?\p{Lu}[\p{L}’'-]*(?:[,:;]? \p{Ll}|(?: [\p{L}’'-]+)*[.…?!]$)/u.test(text)
