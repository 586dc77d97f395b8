import { answerFile, buildTokenAsker, fileTokenChannel } from './answer-file.ts'
import { chooseAnswer } from './choose-answer.ts'
import { type BuiltApp, buildKeptApp } from './kept-app.ts'
import { chooseKeptFirst, chooseServerFirst, patienceMs } from './server-first.ts'

declare const self: ServiceWorkerGlobalScope
/** Put in by desktop/renderer/vite.config.ts, once every other file is written. */
declare const __BUILT_APP__: BuiltApp

/**
 * The service worker's entry: lets the web app start without its server, and pages show files. It keeps the app's own files
 * and nothing else; what people say is the engine's, in IndexedDB. With it gone, or its cache empty, all is as if it had
 * never been, only that films come as a whole.
 */
const builtApp = __BUILT_APP__
const kept = buildKeptApp({ caches: self.caches, fetch: (path, init) => fetch(path, init) }, builtApp)
const ours = { origin: self.location.origin, isBuilt: (path: string) => path in builtApp.files }
const askToken = buildTokenAsker(
  new BroadcastChannel(fileTokenChannel),
  () => crypto.randomUUID(),
  (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
)
/** Lost when the browser ends this worker, which it does not while a page is loading. */
const keptPages = new Set<string>()

self.addEventListener('install', (event) => {
  // At once: pages come from the server first, so no tab gets a version that it did not ask for, and the files of those
  // that are open stay. Waiting for all tabs to close would leave the old page to a start without a network.
  event.waitUntil(kept.install().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  // Pages that came before it may show files from now on: the first page of all, and one that was loaded past it.
  event.waitUntil(Promise.all([kept.removeOld(), self.clients.claim()]))
})

self.addEventListener('fetch', (event) => {
  const { method, url, mode } = event.request
  const asked = { method, url, isNavigation: mode === 'navigate', isOfKeptPage: keptPages.has(event.clientId) }
  const answer = chooseAnswer(asked, ours)
  if (answer === 'page') answerPage(event)
  else if (answer === 'server-first') event.respondWith(serverFirst(event).then(({ response }) => response))
  else if (answer === 'kept-first') event.respondWith(keptFirst(event))
  else if (answer === 'file')
    event.respondWith(answerFile(event.request, { askToken, fetch: (to, init) => fetch(to, init) }))
})

/** A page that was loaded past us has no controller; it asks for one. */
self.addEventListener('message', ({ data }) => {
  if (data === 'claim') void self.clients.claim()
})

function answerPage(event: FetchEvent): void {
  const chosen = chooseServerFirst(fetch(event.request), kept.findPage, patience()).then((each) => {
    if (each.isKept) keptPages.add(event.resultingClientId)
    return each
  })
  event.respondWith(chosen.then(({ response }) => response))
  // Something of the cache may have been lost; with a server there, now is the time. Where it cannot be had, another time.
  event.waitUntil(chosen.then(({ isKept }) => (isKept ? undefined : kept.fill())).catch(() => undefined))
}

function serverFirst({ request }: FetchEvent) {
  return chooseServerFirst(fetch(request), () => kept.findFile(new URL(request.url).pathname), patience())
}

function keptFirst({ request }: FetchEvent): Promise<Response> {
  const { pathname } = new URL(request.url)
  return chooseKeptFirst(
    () => kept.findFile(pathname),
    () => (kept.isKeptOnUse(pathname) ? kept.loadOnUse(pathname) : fetch(request)),
  )
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, patienceMs))
}
