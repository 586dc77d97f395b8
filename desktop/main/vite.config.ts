import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const packageFile = join(import.meta.dirname, '..', '..', 'package.json')
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }

/** The main process as one file, with its packages in it: what is shipped needs no node_modules (node-notifier.config.ts). */
export default defineConfig({
  root: import.meta.dirname,
  define: { __APP_VERSION__: JSON.stringify(version) },
  // What the tray and the window show; the other icons are for installers.
  publicDir: 'icons/shown',
  build: {
    outDir: '../../build/shell',
    emptyOutDir: false,
    target: 'node20',
    ssr: true,
    minify: false,
    sourcemap: true,
    lib: { entry: 'electron/electron-main.ts', formats: ['es'], fileName: () => 'main.js' },
    rolldownOptions: {
      external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { codeSplitting: false, entryFileNames: 'main.js' },
    },
  },
  ssr: { noExternal: true },
})
