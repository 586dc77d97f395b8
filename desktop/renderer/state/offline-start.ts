/**
 * Lets the browser keep the app's own files, so that a page loads without the server too (desktop/offline). Nothing
 * depends on it: not there over plain http, nor in a desktop window, whose files are on disk anyway.
 */
export function ensureOfflineStart(
  protocol: string,
  serviceWorker: Pick<ServiceWorkerContainer, 'register'> | undefined,
): void {
  if (serviceWorker === undefined || !/^https?:$/.test(protocol)) return
  serviceWorker.register('/service-worker.js').catch(() => undefined)
}
