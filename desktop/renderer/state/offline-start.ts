/**
 * Lets the browser keep the app's own files, so that a page loads without the server too (desktop/offline), and files be
 * shown as they come. Nothing depends on it: not there over plain http, nor in a desktop window, whose files are on disk
 * anyway, and which has its main process for the rest.
 */
export function ensureOfflineStart(
  protocol: string,
  serviceWorker: Pick<ServiceWorkerContainer, 'register' | 'controller'> | undefined,
): void {
  if (serviceWorker === undefined || !/^https?:$/.test(protocol)) return
  serviceWorker.register('/service-worker.js').then(
    // Loaded past the worker, by somebody who held Shift: it would go on without.
    (kept) => serviceWorker.controller === null && kept?.active?.postMessage('claim'),
    () => undefined,
  )
}
