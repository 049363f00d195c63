import { WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import { FailureType, type FieldError, fieldErrorsText } from '../../domain/errors.ts'
import { FAILURE_PROBLEMS, PROBLEMS, Problem, problemBody } from '../problems.ts'
import { FORMAT_MESSAGES } from '../validation.ts'
import { pointerPart } from './text.ts'

/** What Fastify itself refuses, and what to do about it. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem('payload-too-large', 'The body may have at most 1 MiB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem('unsupported-media-type', 'Send the body as JSON, with `Content-Type: application/json`.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Problem('invalid-request', 'The body is empty although `Content-Type` says JSON: send at least `{}`.'),
  FST_ERR_CTP_INVALID_JSON_BODY: new Problem('invalid-request', 'The body is not JSON.'),
  FST_ERR_BAD_URL: new Problem('invalid-request', 'The path is not a valid URL: check its percent-encoding.'),
  FST_ERR_MAX_PARAM_LENGTH: new Problem('not-found', 'Nothing has an id as long as that.'),
}

/**
 * gRPC codes after which the same request may succeed: deadline, exhausted, failed precondition (no worker polls, or a workflow task
 * has just failed: an operator's matter, or over in a moment), aborted, unavailable.
 */
const PASSING_GRPC = new Set<unknown>([4, 8, 9, 10, 14])
/** A database that does not answer, is starting or was stopped, as the store's client (P…) or PostgreSQL (57P…, 08…) says. */
const PASSING_DATABASE = /^(P1001|P1002|P1008|P1017|P2024|57P\d\d|08\d{3}|ECONNREFUSED|ECONNRESET)$/

const rootFailure = (error: Error): ApplicationFailure | undefined => {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) if (cause instanceof ApplicationFailure) return cause
  return undefined
}

function failureProblem(error: Error): Problem | undefined {
  const failure = rootFailure(error)
  const code = failure?.type ? FAILURE_PROBLEMS[failure.type as FailureType] : undefined
  if (!failure || !code) return undefined
  const details = failure.details?.[0]
  if (failure.type === FailureType.InvalidRequest) return new Problem(code, failure.message, { errors: details as FieldError[] })
  return new Problem(code, sentence(failure.message), details === undefined ? {} : { members: details as Record<string, unknown> })
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** Ajv's findings as fields: /body/contact/phone -> /contact/phone. */
function validationProblem(error: FastifyError): Problem {
  const place = error.validationContext === 'headers' ? '/headers' : ''
  // That a condition led to a rule is no finding of its own.
  const findings = (error.validation ?? []).filter(({ keyword }) => keyword !== 'if')
  const errors = findings.map(({ instancePath, keyword, params, message }): FieldError => {
    const extra =
      keyword === 'additionalProperties'
        ? String(params.additionalProperty)
        : keyword === 'required'
          ? String(params.missingProperty)
          : undefined
    const field = `${place}${instancePath}${extra === undefined ? '' : `/${pointerPart(extra)}`}`
    if (keyword === 'additionalProperties') return { field, message: 'is not a known field' }
    if (keyword === 'required') return { field, message: 'is required' }
    if (keyword === 'false schema') return { field, message: 'does not go with the other fields' }
    if (keyword === 'enum') return { field, message: `must be one of ${(params.allowedValues as string[]).join(', ')}` }
    if (keyword === 'minLength' || (keyword === 'pattern' && params.pattern === '\\S')) return { field, message: 'must not be empty' }
    if (keyword === 'format') return { field, message: FORMAT_MESSAGES[String(params.format)] ?? `is not a valid ${params.format}` }
    return { field: field === '' ? '/' : field, message: message ?? 'is not valid' }
  })
  const told = errors.filter(
    (one, index) => errors.findIndex((other) => other.field === one.field && other.message === one.message) === index,
  )
  return new Problem('invalid-request', `${fieldErrorsText(told) || error.message}.`, { errors: told })
}

function asProblem(error: FastifyError): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof AmazonFailure) return amazonProblem(error)
  if (error.validation) return validationProblem(error)
  if (error instanceof WorkflowUpdateFailedError || rootFailure(error)) return failureProblem(error)
  if (error instanceof WorkflowNotFoundError)
    return new Problem(error.workflowId.startsWith('customer/') ? 'life-over' : 'call-not-open', 'This is over: it takes no more changes.')
  const known = FRAMEWORK_PROBLEMS[error.code]
  if (known) return known
  if (error.statusCode !== undefined && error.statusCode < 500) return new Problem('invalid-request', error.message)
  if (isPassing(error))
    return new Problem('unavailable', 'Nothing was lost. Repeat the request in a moment, with the same Idempotency-Key.', {
      headers: { 'retry-after': '2' },
    })
  return undefined
}

const amazonProblem = ({ code }: AmazonFailure): Problem =>
  new Problem(
    'unavailable',
    code === 'misconfigured'
      ? 'Amazon does not know this application: check LOTSE_AMAZON_CLIENT_ID and LOTSE_AMAZON_CLIENT_SECRET.'
      : 'Amazon does not answer as it should. Nothing was lost. Repeat the request in a moment, with the same Idempotency-Key.',
    { headers: { 'retry-after': '5' } },
  )

function isPassing(error: Error): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown }
    if (PASSING_GRPC.has(code) || PASSING_DATABASE.test(String(code))) return true
  }
  return false
}

/** Turns everything thrown into problem+json. Of our own failures it tells nothing but a trace id, and logs the rest. */
export function sendProblem(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  /** For people who came by a browser: a page instead of the document. */
  page?: (status: number) => string,
) {
  const problem = asProblem(error) ?? new Problem('internal', 'We have been told. Please try again, and give us the trace id if it stays.')
  const { status } = PROBLEMS[problem.code]
  if (error instanceof Problem && status >= 500) request.log.warn({ code: problem.code }, problem.message)
  else if (status >= 500) request.log.error({ err: error }, 'request failed')
  if (page) return reply.code(status).type('text/html; charset=utf-8').send(page(status))
  const members = status >= 500 ? { ...problem.extras.members, traceId: request.id } : problem.extras.members
  return reply
    .code(status)
    .headers({ ...problem.extras.headers })
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem.code, problem.message, { ...problem.extras, ...(members ? { members } : {}) })))
}

export const errorsPlugin = fp(async (app: FastifyInstance) => {
  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify(problemBody('not-found', `There is no ${request.method} ${request.url.split('?')[0]}. See /docs.`))),
  )
})
