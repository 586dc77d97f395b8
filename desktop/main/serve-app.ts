import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { appScheme, isAppUrl } from './app-scheme.ts'
import { buildContentPolicy } from './content-policy.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
}

export type ServeAppPorts = {
  readonly protocol: Pick<Electron.Protocol, 'handle'>
  /** Electron's own fetch: it keeps the server's cookies in the session's jar, out of the page's reach. */
  readonly fetch: (
    url: string,
    init: RequestInit & { readonly bypassCustomProtocolHandlers?: boolean },
  ) => Promise<Response>
}

/**
 * Answers `app://natter/…`: files of the built web client, and `/api/…` handed on to the control plane. So the same
 * renderer runs here and in a browser: for it, the control plane is its own origin in both.
 * Never answers a path outside `webFolder`; whatever is not a file there is the app's page.
 */
export function serveApp(ports: ServeAppPorts, options: { readonly webFolder: string; readonly serverUrl: URL }): void {
  const headers = {
    'content-security-policy': buildContentPolicy(options.serverUrl),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
  ports.protocol.handle(appScheme, async (request) => {
    if (!isAppUrl(request.url)) return new Response('not found', { status: 404 })
    const { pathname, search } = new URL(request.url)
    if (pathname.startsWith('/api/')) return handOn(ports.fetch, new URL(pathname + search, options.serverUrl), request)
    if (request.method !== 'GET') return new Response('not allowed', { status: 405 })
    const file = await readAppFile(options.webFolder, pathname)
    return new Response(file.body, { headers: { ...headers, 'content-type': file.mediaType } })
  })
}

async function handOn(fetch: ServeAppPorts['fetch'], url: URL, request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  // The server checks where a request with a cookie comes from; app:// is no origin it could know.
  for (const name of ['origin', 'referer', 'cookie', 'host']) headers.delete(name)
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
  try {
    return await fetch(url.href, {
      method: request.method,
      headers,
      ...(body === undefined ? {} : { body }),
      credentials: 'include',
      redirect: 'error',
      bypassCustomProtocolHandlers: true,
    })
  } catch {
    // What a page sees when the network is gone: fetch rejects. A network error does the same here.
    return Response.error()
  }
}

async function readAppFile(
  folder: string,
  pathname: string,
): Promise<{ body: Uint8Array<ArrayBuffer>; mediaType: string }> {
  const path = resolveInside(folder, pathname)
  const extension = path === undefined ? '' : extname(path)
  if (path !== undefined && extension !== '') {
    try {
      return { body: await readFile(path), mediaType: mediaTypes[extension] ?? 'application/octet-stream' }
    } catch {
      // Not there: the page answers, as the control plane does for the same path.
    }
  }
  return { body: await readFile(join(folder, 'index.html')), mediaType: 'text/html; charset=utf-8' }
}

function resolveInside(folder: string, pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname)
    if (decoded.includes('\0') || decoded.includes('\\')) return undefined
    const path = normalize(join(folder, decoded))
    return path.startsWith(normalize(folder + sep)) ? path : undefined
  } catch {
    return undefined
  }
}
