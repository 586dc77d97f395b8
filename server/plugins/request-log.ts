import type { FastifyInstance, FastifyServerOptions } from 'fastify'

type Level = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Pino's settings: no password, token or cookie gets into the log, not even inside of an error. */
export function logOptions(level: Level): FastifyServerOptions['logger'] {
  return {
    level,
    redact: {
      paths: [
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.refreshToken',
        '*.accessToken',
        'req.headers.authorization',
        'req.headers.cookie',
        'err.config',
      ],
      censor: '[redacted]',
    },
    serializers: {
      // Without the query: it holds handles, and what people search for.
      req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
        method,
        path: withoutSecrets(url.split('?')[0] ?? ''),
        ip,
      }),
    },
  }
}

/** Whoever has the address of a webhook or an invitation has what it gives. */
function withoutSecrets(path: string): string {
  return path.replace(/\/(hooks|invites)\/[^/]+/gi, '/$1/[redacted]')
}

const quietRoutes = /\/(?:healthz|readyz|metrics)$/

/** One line a request, with the id that problems carry and the header `x-request-id` says. */
export function addRequestLog(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const line = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (quietRoutes.test(route)) request.log.debug(line, 'answered')
    else request.log.info(line, 'answered')
  })
}
