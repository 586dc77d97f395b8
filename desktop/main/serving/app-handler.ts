import { posix } from 'node:path'
import { isAppOrigin, isAppUrl } from './app-scheme.ts'
import type { ReadBuiltFile } from './built-files.ts'
import { parseByteRange } from './byte-range.ts'

/** What is built has one of these; nothing else is served, whatever lies in the folder. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export type AppHandlerDeps = {
  readonly readFile: ReadBuiltFile
  /** The content security policy as of now. */
  readonly policy: () => string
  /** `/api/…`: answered by the server. */
  readonly callServer: AppHandler
  /** `/shell/…`: what the engine asks of the main process; a worker has no bridge. */
  readonly callShell: AppHandler
}
export type AppHandler = (request: AppRequest) => Promise<Response>
/** Electron says who asks, and no page can say otherwise. */
export type AppRequest = Request & { readonly initiatorOrigin?: string }

/**
 * Answers `app://natter/…`: files of the built client, `/api/…` handed on to the server and `/shell/…` to the shell. So
 * the same client runs here and in a browser, and its server is its own origin in both. A function of the request alone,
 * with nothing of Electron in it: every refusal is a status, never an exception.
 */
export function buildAppHandler({ readFile, policy, callServer, callShell }: AppHandlerDeps): AppHandler {
  const headers = (more: Readonly<Record<string, string>>) => ({
    'content-security-policy': policy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...more,
  })
  const refuse = (status: number) => new Response(null, { status, headers: headers({}) })

  async function serveFile(request: AppRequest, path: string): Promise<Response> {
    const body = await readFile(path)
    if (body === undefined) return refuse(404)
    const type = { 'content-type': mediaTypes[posix.extname(path)] ?? '', 'accept-ranges': 'bytes' }
    const range = parseByteRange(request.headers.get('range'), body.length)
    if (range === 'outside') {
      return new Response(null, { status: 416, headers: headers({ 'content-range': `bytes */${body.length}` }) })
    }
    const part = range === undefined ? body : body.subarray(range.start, range.end + 1)
    const told = range && { 'content-range': `bytes ${range.start}-${range.end}/${body.length}` }
    return new Response(request.method === 'HEAD' ? null : part, {
      status: range === undefined ? 200 : 206,
      headers: headers({ ...type, ...told, 'content-length': String(part.length) }),
    })
  }

  return async (request) => {
    if (!isAppUrl(request.url)) return refuse(404)
    if (!isAppOrigin(request.initiatorOrigin)) return refuse(403)
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/api/')) return callServer(request)
    if (pathname.startsWith('/shell/')) return callShell(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const path = parseAppPath(pathname)
    if (typeof path === 'number') return refuse(path)
    return serveFile(request, path)
  }
}

const mostPathCharacters = 1_024

/** The file that a path names, or the status that refuses it. Decoded once: what is then still encoded is a file's name. */
export function parseAppPath(pathname: string): string | number {
  if (pathname.length > mostPathCharacters) return 414
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return 400
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 400
  if (path === '/') return 'index.html'
  const parts = path.slice(1).split('/')
  if (parts.includes('..')) return 400
  // A hidden file, an empty name, a drive or a stream of NTFS: nothing that is built is called so.
  if (parts.some((part) => part === '' || part.startsWith('.') || part.includes(':'))) return 404
  const inside = parts.join('/')
  return Object.hasOwn(mediaTypes, posix.extname(inside)) ? inside : 404
}
