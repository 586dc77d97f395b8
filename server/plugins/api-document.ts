import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { errorTable } from '../../common/app-error.ts'
import { apiBase } from '../../common/http-contract/api-paths.ts'
import { problemSchema } from '../../common/http-contract/problem-contract.ts'
import { problemMediaType } from './problem-error.ts'

export const documentPath = `${apiBase}/openapi.json`

type Operation = {
  responses: Record<string, unknown>
  requestBody?: { required?: boolean }
  [optionalBody]?: true
}

/** JSON Schema cannot say that a body may be missing altogether; it is passed on under this name and taken out again. */
const optionalBody = 'x-optional-body'
const buildJsonSchemas = createJsonSchemaTransform({})

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** The OpenAPI document, from the schemas that validate, and a page to read it by. Before any route is added. */
export async function addApiDocument(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Natter control plane',
        version,
        description: 'Every failure is an RFC 9457 problem (`application/problem+json`) with a stable `code`.',
      },
      servers: [{ url: '/' }],
      components: {
        responses: { Problem: problemResponse() },
        securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: (route) => {
      const isOptional = route.schema?.body instanceof z.ZodOptional
      const { schema, url } = buildJsonSchemas(route)
      return { url, schema: isOptional ? { ...schema, [optionalBody]: true } : schema }
    },
  })
  app.get(documentPath, { schema: { hide: true } }, async () => completeDocument(app.swagger()))
  await app.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: pagePolicy,
    uiConfig: { url: documentPath, validatorUrl: null },
  })
}

/** Whatever else a call answers, it may answer a problem. */
function completeDocument<Document extends { readonly paths?: object | undefined }>(document: Document): Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) {
      if (!isOperation(operation)) continue
      operation.responses.default = { $ref: '#/components/responses/Problem' }
      if (operation[optionalBody] && operation.requestBody !== undefined) operation.requestBody.required = false
      delete operation[optionalBody]
    }
  }
  return document
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value && typeof value.responses === 'object'
}

function problemResponse() {
  const { $schema: _, ...schema } = z.toJSONSchema(problemSchema, { io: 'output' })
  const codes = Object.entries(errorTable).filter(([, { status }]) => status >= 400)
  const rows = codes.map(([code, { status, sentence }]) => `| \`${code}\` | ${status} | ${sentence} |`)
  return {
    description: ['A problem. Codes:', '', '| code | status | |', '|---|---|---|', ...rows].join('\n'),
    content: { [problemMediaType]: { schema: JSON.parse(JSON.stringify(schema)) } },
  }
}
