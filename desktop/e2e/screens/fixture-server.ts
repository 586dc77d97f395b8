import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import type { EngineState } from '../../engine-contract.ts'
import { fixtureWorker } from './fixture-worker.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; media-src 'self' blob:; worker-src 'self'"

/**
 * Serves the built app with a state in place of its engine, under the content policy of the real server; where wanted,
 * with other words in place of the German ones.
 */
export async function serveFixture(web: string, state: EngineState, german?: Readonly<Record<string, string>>) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname === '/' || pathname.startsWith('/invite/') ? '/index.html' : pathname
    const body = path.includes('engine-main')
      ? Promise.resolve(fixtureWorker(state))
      : german !== undefined && /\/de-[\w-]+\.js$/.test(path)
        ? Promise.resolve(`export default ${JSON.stringify(german)}`)
        : readFile(join(web, path))
    body.then(
      (content) => {
        const type = types[extname(path)] ?? 'application/octet-stream'
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.closeAllConnections() ?? server.close() }
}
