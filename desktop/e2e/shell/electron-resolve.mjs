// Loader hooks: what main.js asks for as `electron` is the stand-in, and main.js itself is read as it was built, whatever
// the test runner does to other files. Each start has a query of its own, so that main runs anew.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const standIn = new URL('./electron-exports.mjs', import.meta.url).href
const isMain = (url) => url?.includes('/build/shell/main.js?start=')

export async function resolve(specifier, context, next) {
  if (specifier !== 'electron' || !isMain(context.parentURL)) return next(specifier, context)
  return { url: `${standIn}${new URL(context.parentURL).search}`, format: 'module', shortCircuit: true }
}

export async function load(url, context, next) {
  if (!isMain(url) && !url.startsWith(standIn)) return next(url, context)
  return { source: await readFile(fileURLToPath(url)), format: 'module', shortCircuit: true }
}
