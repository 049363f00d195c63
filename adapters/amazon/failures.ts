import { type AxiosResponse, isAxiosError } from 'axios'
import { AmazonFailure, type AmazonFailureCode } from '../../domain/amazon/failure.ts'

const LONGEST_TEXT = 300

/** What Amazon said, made safe to show: it may repeat what it was sent. */
export const clean = (text: string): string =>
  text
    .replaceAll(/Atz[a-z]\|[^\s"',;]+/g, '[token]')
    .replaceAll(/https?:\/\/\S+/g, '[link]')
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST_TEXT)

interface ErrorEntry {
  readonly code?: unknown
  readonly message?: unknown
  readonly details?: unknown
}

/** Amazon's `{ errors: [{ code, message, details }] }`, where the answer is one. */
function firstError(response: AxiosResponse | undefined): { code?: string; text: string } {
  const body: unknown = response?.data
  const [entry] = (body as { errors?: ErrorEntry[] } | null | undefined)?.errors ?? []
  const text = [entry?.message, entry?.details].filter((part) => typeof part === 'string' && part !== '').join(': ')
  return { text: clean(text), ...(typeof entry?.code === 'string' ? { code: clean(entry.code) } : {}) }
}

export function codeOf(status: number): AmazonFailureCode {
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 404) return 'not_found'
  if (status >= 500) return 'unavailable'
  return status >= 400 ? 'invalid' : 'unexpected_answer'
}

export const requestIdOf = (response: AxiosResponse): string | undefined => {
  const id: unknown = response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id']
  return typeof id === 'string' ? clean(id) : undefined
}

/** An error of ours in the place of axios's, which carries headers and bodies. What is none of axios's is handed back as it is. */
export function asFailure(operation: string, error: unknown): unknown {
  if (!isAxiosError(error)) return error
  const { response } = error
  if (!response) return new AmazonFailure('unavailable', `no answer (${error.code ?? 'no code'})`, { operation })
  const { status } = response
  const { code, text } = firstError(response)
  const requestId = requestIdOf(response)
  return new AmazonFailure(codeOf(status), `${status} ${code ?? ''} ${text}`.replaceAll(/ +/g, ' ').trim(), {
    operation,
    status,
    ...(code === undefined ? {} : { amazonCode: code }),
    ...(requestId === undefined ? {} : { requestId }),
  })
}

/** Amazon's words for a token that is over, or that it never gave: a new one mends that. A missing role says something else. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof AmazonFailure && (error.status === 403 || error.status === 401) && /access token/i.test(error.message)

/** What the model calls required, and is not there. */
export const unexpected = (operation: string, what: string): AmazonFailure =>
  new AmazonFailure('unexpected_answer', `the answer has no ${what}`, { operation })
