import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { errorTable } from '../../common/app-error.ts'
import { apiBase } from '../../common/http-contract/api-paths.ts'
import { problemSchema } from '../../common/http-contract/problem-contract.ts'
import { type ApiExample, apiExamples } from './api-examples.ts'
import { problemMediaType } from './problem-error.ts'

export const documentPath = `${apiBase}/openapi.json`

type Content = { content?: Record<string, { example?: unknown }> }
type Operation = {
  responses: Record<string, unknown>
  requestBody?: Content & { required?: boolean }
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
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods ?? {})) {
      if (!isOperation(operation)) continue
      addExamples(operation, apiExamples[`${method.toUpperCase()} ${path.slice(apiBase.length)}`] ?? {})
      operation.responses.default = { $ref: '#/components/responses/Problem' }
      if (operation[optionalBody] && operation.requestBody !== undefined) operation.requestBody.required = false
      delete operation[optionalBody]
    }
  }
  return document
}

function addExamples({ requestBody, responses }: Operation, { request, answer }: ApiExample): void {
  const put = (place: Content | undefined, example: unknown) => {
    const content = place?.content?.['application/json']
    if (content !== undefined && example !== undefined) content.example = example
  }
  // One that may be left out is shown as it is with nothing in it.
  put(requestBody, request ?? {})
  const done = Object.entries(responses).find(([status]) => status === '200' || status === '201')
  put(done?.[1] as Content | undefined, answer)
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value && typeof value.responses === 'object'
}

const exampleOfProblem = {
  type: 'urn:natter:problem:last-admin',
  title: errorTable['last-admin'].sentence,
  status: errorTable['last-admin'].status,
  code: 'last-admin',
  request: '0bcb2710-16a9-4ab9-b72f-dfad07fd1930',
}

function problemResponse() {
  const { $schema: _, ...schema } = z.toJSONSchema(problemSchema, { io: 'output' })
  const codes = Object.entries(errorTable).filter(([, { status }]) => status >= 400)
  const rows = codes.map(([code, { status, sentence }]) => `| \`${code}\` | ${status} | ${sentence} |`)
  return {
    description: ['A problem. Codes:', '', '| code | status | |', '|---|---|---|', ...rows].join('\n'),
    content: { [problemMediaType]: { schema: JSON.parse(JSON.stringify(schema)), example: exampleOfProblem } },
  }
}
