import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const repo = fileURLToPath(new URL('../..', import.meta.url))
const web = join(repo, 'build', 'web')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
/** The engine's modules as they were compiled, for a page that fills its disk with them. */
export const fillPath = '/fill.html'
const imports = { idb: '/modules/node_modules/idb/build/index.js', zod: '/modules/node_modules/zod/index.js' }
const fillPage = `<!doctype html>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">import { fillDisk } from '/modules/build/bench/kept-fill.js'; window.fillDisk = fillDisk</script>`
const moduleFolders = ['build/', 'node_modules/idb/', 'node_modules/zod/']
/** A worker that says again what it is told to, one by one and at its own pace, as an engine would. */
export const playerPath = '/player.js'
const player = `onmessage = ({ data: { all, everyMs } }) => {
  let at = 0
  const timer = setInterval(() => {
    if (at < all.length) return postMessage(all[at++])
    clearInterval(timer)
    postMessage('played')
  }, everyMs)
}`

/** Serves the built app, and nothing that answers: no control plane and no broker, as without a network. */
export async function serveApp(): Promise<{ readonly origin: string; stop(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/api/')) return void request.socket.destroy()
    const path = pathname === '/' ? '/index.html' : pathname
    read(path).then(
      (content) =>
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function read(path: string): Promise<string | Buffer> {
  if (path === fillPath) return fillPage
  if (path === playerPath) return player
  const asked = normalize(path).slice(1)
  if (!asked.startsWith('modules/')) return readFile(join(web, asked))
  const file = asked.slice('modules/'.length)
  if (!moduleFolders.some((folder) => file.startsWith(folder))) throw new Error('not served')
  return readFile(join(repo, file))
}
