import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { PROBLEMS } from '../problems.ts'

const problemTable = Object.entries(PROBLEMS)
  .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`)
  .join('\n')

const DESCRIPTION = `Durable customer success for sellers on Amazon.

Send \`Authorization: Bearer KEY\`. \`npm start\` prints a key for each role (\`agent\`, \`lead\`, \`admin\`, \`service\`).

Instants are RFC 3339, answers in UTC; money is in integer minor units; lists are paged by \`limit\` and \`cursor\`.
Every POST that creates takes an \`Idempotency-Key\`: the same key and body get the same answer, with \`Idempotency-Replayed: true\`.

Errors are \`application/problem+json\` (RFC 9457) with \`type\` \`urn:lotse:problem:CODE\`:

| code | status | meaning |
| --- | --- | --- |
${problemTable}
`

const PROBLEM_SCHEMA = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' as const, example: 'urn:lotse:problem:invalid-request' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: { type: 'object' as const, properties: { field: { type: 'string' as const }, message: { type: 'string' as const } } },
    },
  },
}

/** OpenAPI 3.1 at /openapi.json, made from the routes' schemas, and a page to read and try it at /docs. */
export const docsPlugin = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Lotse', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
        responses: {
          Problem: { description: 'What is wrong and what to do', content: { 'application/problem+json': { schema: PROBLEM_SCHEMA } } },
        },
      },
      security: [{ key: [] }],
      tags: [
        'customers',
        'contacts',
        'consents',
        'amazon',
        'profile',
        'calls',
        'bookings',
        'public bookings',
        'agents',
        'calendar',
        'policies',
        'notifications',
        'events',
        'telephony',
        'keys',
        'operation',
        'demo',
      ].map((name) => ({
        name,
      })),
    },
    transform: ({ schema, url, route }) => {
      const config = route.config as { access?: string; idempotent?: boolean } | undefined
      const open = config?.access === 'public'
      const headers = idempotent(url, route.method, config) ? { headers: withIdempotencyKey(schema?.headers) } : {}
      const { produces: _produces, ...rest } = (schema ?? {}) as Record<string, unknown>
      return { url, schema: { ...rest, ...headers, ...(open ? { security: [] } : {}) } }
    },
    transformObject: (document) => {
      const openapi = 'openapiObject' in document ? document.openapiObject : {}
      for (const path of Object.values(openapi.paths ?? {}))
        for (const operation of Object.values(path ?? {}))
          if (typeof operation === 'object' && operation !== null && 'responses' in operation)
            (operation.responses as Record<string, unknown>).default = { $ref: '#/components/responses/Problem' }
      return openapi
    },
  })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger())
  // Scalar's page carries an inline script that helmet's policy for the API would block: for this page alone it is relaxed.
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url === '/docs' || request.url.startsWith('/docs/')) reply.header('content-security-policy', DOCS_POLICY)
    return payload
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    await docs.register(scalar, { routePrefix: '/docs', configuration: DOCS_PAGE })
  })
})

/** The page and nothing else: no fonts, no telemetry and no services of others. */
const DOCS_PAGE = {
  title: 'Lotse API',
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never' as const,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
}

const DOCS_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:"

const idempotent = (url: string, method: unknown, config: { idempotent?: boolean } | undefined): boolean =>
  config?.idempotent === true || (url === '/v1/customers' && method === 'POST')

const withIdempotencyKey = (headers: unknown) => ({
  type: 'object',
  ...(headers as object | undefined),
  properties: { 'idempotency-key': { type: 'string', maxLength: 255, description: 'the same key and body get the same answer' } },
})
