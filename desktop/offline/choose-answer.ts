/**
 * Who answers what a tab or the engine asks for. `browser`: as if there were no service worker. `page`: the server, and
 * the kept page where it doesn't answer. `server-first`: the same for a file. `kept-first`: the kept file, if there.
 * `file`: the server, of what somebody has sent, with the token of whom it is shown to.
 */
export type Answer = 'browser' | 'page' | 'server-first' | 'kept-first' | 'file'

export type Asked = {
  readonly method: string
  readonly url: string
  readonly isNavigation: boolean
  /** The page that asks was itself answered with the kept one. */
  readonly isOfKeptPage: boolean
}

export type Ours = {
  readonly origin: string
  readonly isBuilt: (path: string) => boolean
}

export function chooseAnswer(asked: Asked, ours: Ours): Answer {
  const { origin, pathname, search } = new URL(asked.url)
  if (isShownFile(asked, ours, pathname, search)) return 'file'
  if (asked.method !== 'GET' || origin !== ours.origin || isServersOwn(pathname)) return 'browser'
  if (asked.isNavigation) return isPage(pathname) ? 'page' : 'browser'
  if (search !== '') return 'browser'
  // The name changes with the contents. A file of an earlier version, for a tab that still shows it, counts too.
  if (pathname.startsWith('/assets/')) return 'kept-first'
  if (pathname === '/' || !ours.isBuilt(pathname)) return 'browser'
  // What goes by the same name in every version has to be of the page's version. And whoever waited in vain for the page
  // need not wait again for each of its files.
  return asked.isOfKeptPage ? 'kept-first' : 'server-first'
}

/** Never as a page of its own: what somebody has sent is shown by the app, or saved. */
function isShownFile({ method, url, isNavigation }: Asked, ours: Ours, pathname: string, search: string): boolean {
  if (method !== 'GET' || isNavigation || new URL(url).origin !== ours.origin) return false
  return /^\/api\/v1\/files\/[^/]+(?:\/preview)?$/.test(pathname) && /^\?as=[^&]+(?:&again=\d+)?$/.test(search)
}

function isServersOwn(path: string): boolean {
  return /^\/(?:api|healthz|readyz|metrics)(?:\/|$)/.test(path)
}

/** As the server has it: any address without a file's ending is the app's own to interpret. A room's id has a dot in it. */
function isPage(path: string): boolean {
  return path === '/index.html' || path.startsWith('/r/') || !/\.\w+$/.test(path)
}
