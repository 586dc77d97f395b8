import { parseSync } from 'oxc-parser'
import { isCode, isTestCode, type RepoTree, type Violation } from './repo-tree.ts'
import { type AnyNode, isNode, walk } from './syntax-walk.ts'

/** What a page may have of the machine: each of these has one value in this house, and any other is a finding. */
const settled: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  bypassCSP: false,
  corsEnabled: false,
  allowServiceWorkers: false,
  allowExtensions: false,
}
/** Preferences that have no business here at all. */
const unwanted = new Set([
  'experimentalFeatures',
  'enableBlinkFeatures',
  'additionalArguments',
  'nodeIntegrationInFrames',
])
/** Calls that open what was shut, and the one file, if any, that may make them. */
const calls: Readonly<Record<string, string | undefined>> = {
  openExternal: 'desktop/main/links/outside-links.ts',
  openPath: undefined,
  executeJavaScript: undefined,
  executeJavaScriptInIsolatedWorld: undefined,
  insertCSS: undefined,
  loadFile: undefined,
  openDevTools: undefined,
  sendSync: undefined,
  disableWebSecurity: undefined,
  registerFileProtocol: undefined,
  interceptFileProtocol: undefined,
  setUsePlainTextEncryption: undefined,
  eval: undefined,
}
const views = new Set(['BrowserWindow', 'BrowserView', 'WebContentsView'])

/** A static look at the shell for what Electron's own list of advice warns of. */
export function checkElectron(tree: RepoTree): Violation[] {
  return tree.paths.filter(isShell).flatMap((file) => {
    const text = tree.read(file)
    const found: Violation[] = []
    const add = (node: AnyNode, what: string, remedy: string) =>
      found.push({
        file: `${file}:${text.slice(0, node.start).split('\n').length}`,
        rule: 'the shell stays shut',
        found: what,
        remedy,
      })
    walk(parseSync(file, text).program, undefined, '', (node) => {
      if (node.type === 'Property') checkProperty(node, add)
      if (node.type === 'CallExpression') checkCall(node, file, add)
      if (node.type === 'NewExpression') checkView(node, add)
    })
    return found
  })
}

type Add = (node: AnyNode, what: string, remedy: string) => void

function checkProperty(node: AnyNode, add: Add): void {
  const name = isNode(node.key) ? nameOf(node.key) : undefined
  if (name === undefined) return
  if (unwanted.has(name)) add(node, `sets ${name}`, 'do without it')
  if (!Object.hasOwn(settled, name) || !isNode(node.value)) return
  if (node.value.type !== 'Literal' || node.value.value !== settled[name]) {
    add(node, `${name} is not plainly ${settled[name]}`, `write ${name}: ${settled[name]}`)
  }
}

function checkCall(node: AnyNode, file: string, add: Add): void {
  const callee = isNode(node.callee) ? node.callee : undefined
  const name =
    callee && (callee.type === 'MemberExpression' && isNode(callee.property) ? nameOf(callee.property) : nameOf(callee))
  if (name === undefined) return
  if (Object.hasOwn(calls, name) && calls[name] !== file) {
    add(node, `calls ${name}`, calls[name] === undefined ? 'do without it' : `leave it to ${calls[name]}`)
  }
  // What comes from a page is heard by the registry, which checks who asks and what.
  const from = callee?.type === 'MemberExpression' && isNode(callee.object) ? nameOf(callee.object) : undefined
  if (from === 'ipcMain')
    add(node, `listens to ipcMain by ${name}`, 'go through desktop/main/bridge/bridge-registry.ts')
}

/** A page without the settled preferences has Electron's own, whatever they are by then. */
function checkView(node: AnyNode, add: Add): void {
  const name = isNode(node.callee) ? nameOf(node.callee) : undefined
  if (name === 'Function') add(node, 'makes code from text', 'do without it')
  if (name === undefined || !views.has(name)) return
  let isSettled = false
  walk(node.arguments, node, 'arguments', (inner) => {
    if (inner.type !== 'Property' || !isNode(inner.key) || nameOf(inner.key) !== 'webPreferences') return
    const value = isNode(inner.value) ? inner.value : undefined
    isSettled = value?.type === 'CallExpression' && isNode(value.callee) && nameOf(value.callee) === 'buildPreferences'
  })
  if (!isSettled) add(node, `a ${name} without the settled preferences`, 'give it webPreferences: buildPreferences(…)')
}

const nameOf = (node: AnyNode): string | undefined =>
  node.type === 'Identifier' ? String(node.name) : node.type === 'Literal' ? String(node.value) : undefined

const isShell = (path: string): boolean => /^desktop\/(main|preload)\//.test(path) && isCode(path) && !isTestCode(path)
