import type { FastifyInstance } from 'fastify'

/**
 * Says once that somebody in front of us forwards addresses and that nobody is trusted to: then everybody who comes
 * through it counts as one visitor and shares one limit. Said once only, since anybody can send the header.
 */
export function addProxyWarning(app: FastifyInstance, trustedProxies: readonly string[]): void {
  if (trustedProxies.length > 0) return
  let isSaid = false
  app.addHook('onRequest', async (request) => {
    if (isSaid || (request.headers['x-forwarded-for'] ?? request.headers.forwarded) === undefined) return
    isSaid = true
    request.log.warn(
      { proxy: request.socket.remoteAddress },
      'a request was forwarded by a proxy that is not trusted: all who come through it share one limit. ' +
        'Set NATTER_TRUSTED_PROXIES to its address, if it is yours',
    )
  })
}
