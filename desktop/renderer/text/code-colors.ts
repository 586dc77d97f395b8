import { common, createLowlight } from 'lowlight'

/** Why a piece of code has a colour: what people look for when they skim it. */
export type CodeTone = 'word' | 'string' | 'comment' | 'added' | 'removed'
export type CodePiece = { readonly text: string; readonly tone?: CodeTone }

const lowlight = createLowlight(common)

// Others choose what is read here, and grammars are made of patterns, some of them quadratic (20,000 times `a` as
// TypeScript: two seconds). What is longer stays in one colour, at once.
const mostCharacters = 5_000
const mostToGuess = 1_500
const guessed = ['javascript', 'typescript', 'python', 'bash', 'json', 'sql', 'xml', 'css', 'go', 'rust', 'java']
/** Below this a guess is chance: prose in a block would have words of SQL in it. */
const leastRelevance = 4

const tones: Readonly<Record<string, CodeTone>> = {
  keyword: 'word',
  built_in: 'word',
  title: 'word',
  section: 'word',
  name: 'word',
  'selector-tag': 'word',
  string: 'string',
  number: 'string',
  literal: 'string',
  regexp: 'string',
  symbol: 'string',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  addition: 'added',
  deletion: 'removed',
}

type Tree = ReturnType<typeof lowlight.highlight>
type Node = Tree['children'][number]

/** Cuts code into coloured pieces; put together they are the text, letter for letter. `language`: as after the fence, or ''. */
export function colorCode(text: string, language: string): readonly CodePiece[] {
  const tree = parseCode(text, language.toLowerCase())
  if (tree === undefined) return [{ text }]
  const pieces: CodePiece[] = []
  collect(tree.children, undefined, pieces)
  return pieces
}

function parseCode(text: string, language: string): Tree | undefined {
  if (text.length > mostCharacters) return undefined
  if (lowlight.registered(language)) return lowlight.highlight(language, text)
  if (language !== '' || text.length > mostToGuess) return undefined
  const guess = lowlight.highlightAuto(text, { subset: guessed })
  return (guess.data?.relevance ?? 0) < leastRelevance ? undefined : guess
}

function collect(nodes: readonly Node[], tone: CodeTone | undefined, into: CodePiece[]): void {
  for (const node of nodes) {
    if (node.type === 'text') into.push(tone === undefined ? { text: node.value } : { text: node.value, tone })
    else if (node.type === 'element') collect(node.children, toneOf(node.properties.className) ?? tone, into)
  }
}

function toneOf(names: unknown): CodeTone | undefined {
  if (!Array.isArray(names)) return undefined
  return names.map((name) => tones[String(name).replace(/^hljs-/, '')]).find((tone) => tone !== undefined)
}
