import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { ProblemError } from './problem-error.ts'

/**
 * JSON and nothing else. An empty body with that content type is no body: browsers' `fetch` makes such requests, and
 * whether a call needs one is for its schema to say. Keys that would reach a prototype are refused.
 */
export function addJsonBody(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    // To Fastify no body and a `null` are the same; here one may be left out and the other is never taken.
    if (body.trim() === 'null') return done(new ProblemError(appError('request-invalid', { fields: nullBody })))
    return parse(request, body, done)
  })
  app.setValidatorCompiler(compileValidator)
}

const nullBody = { '/body': 'must be an object' }

const compileValidator: FastifySchemaCompiler<z.ZodType> = (route) => {
  const validate = validatorCompiler(route)
  const mayBeMissing = route.httpPart === 'body' && route.schema instanceof z.ZodOptional
  return mayBeMissing ? (data) => validate(data ?? undefined) : validate
}
