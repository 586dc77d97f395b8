import { filePattern, userPattern } from '../../../common/ids.ts'
import type { AppHandler } from './app-handler.ts'
import type { HeldAccess } from './auth-relay.ts'

/** What of a request the server has to know: which part is wanted, and of which version. */
const passedOn = ['range', 'if-range', 'accept']
const shownPath = /^\/api\/v1\/files\/([^/]+)(?:\/preview)?$/
const shownQuery = /^\?as=([^&]+)(?:&again=\d+)?$/

/**
 * Adds the access token to what a page shows of files, since no address carries one: what in a browser the service worker
 * does. The address says for whom; where somebody else is signed in, or nobody, the server is not even asked. A token that
 * is too old is the engine's to renew: the page asks it for the file once more (renderer/files/use-file-source.ts), and what the
 * engine gets comes by here. The answer goes on as it comes, part by part.
 */
export function buildFileRelay(relay: AppHandler, held: () => HeldAccess | undefined): AppHandler {
  return (request) => {
    const shown = readShown(request)
    if (shown === undefined) return relay(request)
    const access = held()
    // A page of its own it is never: it is shown by the app, or saved.
    const isPage = request.headers.get('sec-fetch-mode') === 'navigate'
    if (isPage || access === undefined || access.user !== shown.user) {
      return Promise.resolve(new Response(null, { status: 401 }))
    }
    const headers = new Headers({ authorization: `Bearer ${access.token}` })
    for (const name of passedOn) {
      const value = request.headers.get(name)
      if (value !== null) headers.set(name, value)
    }
    return relay(new Request(shown.url, { method: request.method, headers, signal: request.signal }))
  }
}

function readShown({ method, url, headers }: Request): { readonly user: string; readonly url: string } | undefined {
  const asked = new URL(url)
  const file = shownPath.exec(asked.pathname)?.[1]
  const user = shownQuery.exec(asked.search)?.[1]
  if (file === undefined || user === undefined || !filePattern.test(file) || !userPattern.test(user)) return undefined
  if ((method !== 'GET' && method !== 'HEAD') || headers.has('authorization')) return undefined
  asked.search = ''
  return { user, url: asked.href }
}
