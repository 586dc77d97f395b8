import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { emojiTables } from './emoji/emoji-table-build.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version: appVersion } = JSON.parse(readFileSync(here('../../package.json'), 'utf8')) as { version: string }
const offlineWorker = 'service-worker'
const offlineWorkerFile = `${offlineWorker}.js`
const emojiFont = 'emoji-font-'
/**
 * zod tries, as it is loaded, whether it may make code from text; the policies forbid it, and say so in the log. Nothing
 * of ours runs before its packages do, so each file says it for itself.
 */
const intro = 'globalThis.__zod_globalConfig = { jitless: true };'

/** One build for both homes: Fastify serves it at `/`, Electron at `app://natter/`. */
export default defineConfig({
  root: here('.'),
  base: '/',
  // Which of two builds is the later one: an engine of an older one never takes the place of a newer.
  define: { __BUILT_AT__: JSON.stringify(Date.now()), __APP_VERSION__: JSON.stringify(appVersion) },
  plugins: [react(), emojiTables(), listFilesForOffline(), packFiles()],
  worker: {
    format: 'es',
    // Beside the page, not among what is kept for a year: a worker's content policy comes with its own file, so the
    // engine would go on to speak to yesterday's broker only.
    rolldownOptions: { output: { entryFileNames: '[name]-[hash].js', intro } },
  },
  build: {
    outDir: here('../../build/web'),
    emptyOutDir: true,
    target: 'es2024',
    // The content policy allows fonts and pictures from 'self' only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: {
        index: here('index.html'),
        'first-run': here('first-run.html'),
        [offlineWorker]: here('../offline/offline-main.ts'),
      },
      output: {
        intro,
        entryFileNames: ({ name }) => (name === offlineWorker ? offlineWorkerFile : 'assets/[name]-[hash].js'),
        assetFileNames: ({ originalFileNames: [from = ''] }) =>
          `assets/${from.includes('noto-color-emoji') ? emojiFont : ''}[name]-[hash][extname]`,
      },
    },
  },
})

/** Tells the service worker what was built: every file with its digest, and one version for all of it. */
function listFilesForOffline(): Plugin {
  return {
    name: 'natter-offline-files',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir = '' }, bundle) {
        const worker = bundle[offlineWorkerFile]
        // Not every browser takes a service worker that imports.
        if (worker?.type !== 'chunk' || worker.imports.length + worker.exports.length > 0) {
          return this.error('the service worker has to be one file that stands alone')
        }
        const paths = listFiles(dir)
        const digestsOf = (of: string[]) =>
          Object.fromEntries(of.map((path) => [addressOf(path), digest(readFileSync(join(dir, path)))]))
        // Two megabytes, of which most people see a tenth: kept once they are used.
        const isKeptOnUse = (path: string) => path.startsWith(`assets/${emojiFont}`)
        const files = digestsOf(paths.filter((path) => !isKeptOnUse(path)))
        const onUse = digestsOf(paths.filter(isKeptOnUse))
        const version = digest(worker.code + JSON.stringify({ files, onUse }))
          .replace(/\W/g, '')
          .slice(6, 22)
        const code = worker.code.replace('__BUILT_APP__', () => JSON.stringify({ version, files, onUse }))
        writeFileSync(join(dir, offlineWorkerFile), code)
      },
    },
  }
}

/**
 * Beside every file of words the same as brotli and as gzip, for the server to hand out: a third of the bytes of a first
 * visit, and nothing to be done for each. At brotli's highest quality it would be a twelfth less, in ten times the time.
 */
function packFiles(): Plugin {
  return {
    name: 'natter-packed-files',
    apply: 'build',
    writeBundle: {
      // After the service worker was given its list.
      order: 'post',
      sequential: true,
      handler({ dir = '' }) {
        for (const path of listAll(dir).filter((each) => /\.(js|css|html|svg|json|webmanifest)$/.test(each))) {
          const content = readFileSync(join(dir, path))
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
          writeFileSync(join(dir, `${path}.br`), brotliCompressSync(content, { params }))
          writeFileSync(join(dir, `${path}.gz`), gzipSync(content, { level: 9 }))
        }
      },
    },
  }
}

function listAll(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** The desktop's first page is no browser's. */
const listFiles = (dir: string) =>
  listAll(dir).filter((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return name !== offlineWorkerFile && !name.startsWith('first-run')
  })

const addressOf = (path: string) => (path === 'index.html' ? '/' : `/${path}`)

/** As browsers take it for `integrity`. */
const digest = (content: string | Buffer) => `sha256-${createHash('sha256').update(content).digest('base64')}`
