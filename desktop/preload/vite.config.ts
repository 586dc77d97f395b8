import { defineConfig } from 'vite'

/** A sandboxed preload script is one CommonJS file that asks for nothing but `electron`. */
export default defineConfig({
  build: {
    outDir: '../../build/shell',
    emptyOutDir: false,
    target: 'node20',
    lib: { entry: 'preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
  root: import.meta.dirname,
})
