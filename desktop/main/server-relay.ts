import type { AppHandler } from './app-handler.ts'

/** Electron's own fetch, of the account's session: with the system's proxy and certificates. */
export type SessionFetch = (
  url: string,
  init: RequestInit & { readonly bypassCustomProtocolHandlers?: boolean; readonly cache?: 'no-store' },
) => Promise<Response>

/** Said by the browser's side of the app; where it came from and who it was is the shell's to say, or nobody's. */
const ownHeaders = ['origin', 'referer', 'cookie', 'host']

/** Hands a page's call on to its server. Where there is no network the page sees what a browser's page would: fetch rejects. */
export function buildServerRelay(fetch: SessionFetch, serverUrl: () => URL): AppHandler {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    for (const name of ownHeaders) headers.delete(name)
    const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
    try {
      return await fetch(new URL(pathname + search, serverUrl()).href, {
        method: request.method,
        headers,
        ...(body === undefined ? {} : { body }),
        credentials: 'include',
        redirect: 'error',
        bypassCustomProtocolHandlers: true,
      })
    } catch {
      return Response.error()
    }
  }
}
