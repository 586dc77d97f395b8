import fastifyHelmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * What a page of ours may load and where it may speak to: itself and the broker. No inline script, nothing from
 * elsewhere, no frame around it. `'unsafe-inline'` for styles only: positioned pop-ups set `style` attributes.
 */
export async function addSecurityHeaders(app: FastifyInstance, natsWsUrls: readonly string[]): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...natsWsUrls.map(originOf)],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    // Says nothing over http, where browsers ignore it; over https it keeps people there.
    strictTransportSecurity: { maxAge: 15_552_000, includeSubDomains: false },
  })
}

/** A source in a policy is an origin; a path in it would have to match to the letter. */
function originOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
