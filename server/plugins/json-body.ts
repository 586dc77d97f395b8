import type { FastifyInstance } from 'fastify'

/**
 * JSON and nothing else. An empty body with that content type is no body: browsers' `fetch` makes such requests, and
 * whether a call needs one is for its schema to say. Keys that would reach a prototype are refused.
 */
export function addJsonBody(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else parse(request, body, done)
  })
}
