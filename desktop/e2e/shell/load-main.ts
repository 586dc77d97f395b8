import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const mainFile = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'build', 'shell', 'main.js')).href
let starts = 0

/** Runs the built main file from its first line, however often it was run before. */
export async function loadMain(): Promise<void> {
  starts += 1
  if (starts === 1) register('./electron-resolve.mjs', import.meta.url)
  await import(`${mainFile}?start=${starts}`)
}
