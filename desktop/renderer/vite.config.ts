import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One build for both homes: Fastify serves it at `/`, Electron at `app://natter/`. */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: here('../../build/web'),
    emptyOutDir: true,
    target: 'es2024',
    // The content policy allows fonts and pictures from 'self' only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
})
