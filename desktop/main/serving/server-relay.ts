import type { AppHandler } from './app-handler.ts'

/** Electron's own fetch, of the account's session: with the system's proxy and certificates, and without cookies. */
export type SessionFetch = (
  url: string,
  init: RequestInit & { readonly bypassCustomProtocolHandlers?: boolean; readonly cache?: 'no-store' },
) => Promise<Response>

/** Of the way from the page to the shell: where it came from is nobody's to know, and how long the body is may have changed. */
const ownHeaders = ['origin', 'referer', 'cookie', 'host', 'connection', 'content-length']

/** Hands a page's call on to its server. Where there is no network the page sees what a browser's page would: fetch rejects. */
export function buildServerRelay(
  fetch: SessionFetch,
  serverUrl: () => URL,
  onAnswer: (headers: Headers) => void,
): AppHandler {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    for (const name of ownHeaders) headers.delete(name)
    const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
    try {
      const answer = await fetch(new URL(pathname + search, serverUrl()).href, {
        method: request.method,
        headers,
        // What nobody reads any more stops coming; what is told arrives, whoever told it.
        ...(body === undefined ? { signal: request.signal } : { body }),
        credentials: 'omit',
        redirect: 'error',
        // What people have sent lies on no disk that it was not saved to.
        cache: 'no-store',
        bypassCustomProtocolHandlers: true,
      })
      // A proxy's word, in the place of the server's: taken for that, it would end the session.
      if (answer.status === 407) return Response.error()
      onAnswer(answer.headers)
      return answer
    } catch {
      return Response.error()
    }
  }
}

/** An answer's text; `undefined` where it is longer than that many bytes, of which no more are kept. */
export async function readLimited(answer: Response, mostBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) return undefined
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
