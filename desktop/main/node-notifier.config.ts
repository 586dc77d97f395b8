import { builtinModules, createRequire } from 'node:module'
import { defineConfig } from 'vite'

/**
 * node-notifier as one file beside main, with its packages in it: it finds its own folder by `__dirname`, which a module of
 * ours has not. The programs that it starts lie beside it (scripts/app-folder.mjs), and are named to it.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../../build/shell',
    emptyOutDir: false,
    target: 'node20',
    ssr: true,
    minify: false,
    lib: {
      entry: createRequire(import.meta.url).resolve('node-notifier'),
      formats: ['cjs'],
      fileName: () => 'node-notifier.cjs',
    },
    rolldownOptions: {
      external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { codeSplitting: false, entryFileNames: 'node-notifier.cjs' },
    },
  },
  ssr: { noExternal: true },
})
