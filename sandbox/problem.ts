import type { FastifyError, FastifyInstance } from 'fastify'

/** A refusal the caller can act on; answered as problem+json with the field it is about. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly field: string | undefined

  constructor(status: number, detail: string, field?: string) {
    super(detail)
    this.status = status
    this.field = field
  }
}

const TITLES: Readonly<Record<number, string>> = { 400: 'Bad request', 404: 'Not found', 413: 'Too large', 415: 'Unsupported media type' }

export function answerWithProblems(app: FastifyInstance): void {
  const problem = (status: number, detail: string, errors: { field: string; message: string }[] = []) => ({
    type: `urn:lotse:problem:sandbox-${status}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    ...(errors.length > 0 ? { errors } : {}),
  })
  app.setNotFoundHandler((request, reply) => {
    reply
      .code(404)
      .type('application/problem+json')
      .send(problem(404, `nothing at ${request.method} ${request.url.split('?', 1)[0]}`))
  })
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const status = error instanceof Problem ? error.status : (error.statusCode ?? 500)
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    const detail = status >= 500 ? 'the sandbox failed; its log says why' : error.message
    reply
      .code(status)
      .type('application/problem+json')
      .send(problem(status, detail, fieldsOf(error)))
  })
}

function fieldsOf(error: FastifyError | Problem): { field: string; message: string }[] {
  if (error instanceof Problem) return error.field === undefined ? [] : [{ field: error.field, message: error.message }]
  return (error.validation ?? []).map(({ instancePath, params, message }) => {
    const named = params.missingProperty ?? params.additionalProperty
    return { field: typeof named === 'string' ? `${instancePath}/${named}` : instancePath, message: message ?? 'is not valid' }
  })
}
