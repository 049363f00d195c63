import type { FastifyError, FastifyInstance } from 'fastify'
import type { FaultStatus } from '../admin/faults.ts'

/** An answer of Amazon's that is an error: `{ "errors": [{ code, message, details }] }`. */
export class AmazonError extends Error {
  override readonly name = 'AmazonError'
  readonly status: number
  readonly code: string
  readonly details: string

  constructor(status: number, code: string, message: string, details = '') {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

export const invalidInput = (message: string): AmazonError => new AmazonError(400, 'InvalidInput', message)
export const notFound = (message: string): AmazonError => new AmazonError(404, 'NotFound', message)
export const unauthorized = (details: string): AmazonError =>
  new AmazonError(403, 'Unauthorized', 'Access to requested resource is denied.', details)
export const quotaExceeded = (): AmazonError => new AmazonError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.')

export function faultError(status: FaultStatus): AmazonError {
  if (status === 429) return quotaExceeded()
  if (status === 503) return new AmazonError(503, 'ServiceUnavailable', 'Service is temporarily unavailable. Please try again.')
  return new AmazonError(500, 'InternalFailure', 'We encountered an internal error. Please try again.')
}

export const errorBody = ({ code, message, details }: AmazonError) => ({ errors: [{ code, message, details }] })

/** Everything that goes wrong in this context is told as Amazon tells it. */
export function answerAsAmazon(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(errorBody(notFound('The requested resource does not exist.'))))
  app.setErrorHandler((error: FastifyError | AmazonError, request, reply) => {
    const known = error instanceof AmazonError ? error : translated(error)
    if (!(error instanceof AmazonError) && known.status >= 500) request.log.error({ err: error }, 'request failed')
    return reply.code(known.status).send(errorBody(known))
  })
}

function translated({ statusCode = 500, message }: FastifyError): AmazonError {
  if (statusCode === 415) return new AmazonError(415, 'UnsupportedMediaType', message)
  if (statusCode === 413) return new AmazonError(413, 'RequestTooLarge', message)
  return statusCode < 500 ? invalidInput(message) : faultError(500)
}
