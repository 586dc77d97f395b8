import type { FastifyInstance } from 'fastify'

/**
 * Whoever sends a body slowly holds a connection and nothing else, but many of them hold all. Node has one time for all requests; an
 * upload may take hours, so here each route has its own: `isLong` says that it sees to that itself.
 */
export function addBodyDeadline(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = raw.headers
    if (routeOptions.config?.isLong === true || (length === '0' && coding === undefined)) return
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, withinMs).unref()
    const end = () => clearTimeout(timer)
    raw.once('end', end)
    raw.once('close', end)
  })
}
