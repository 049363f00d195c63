import axios, { type AxiosInstance, type AxiosResponse, type RawAxiosRequestConfig } from 'axios'
import type { Logger } from 'pino'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import { asFailure, isTokenRefused, requestIdOf } from './failures.ts'
import { type Patience, persist } from './persistence.ts'
import type { AmazonQuotas } from './quotas.ts'
import { learntRate, type Operation, PUBLISHED_RATES } from './rates.ts'
import { type Pace, takeTurn } from './turns.ts'

export interface CallOptions {
  /** For quota and pauses together; where it would take longer the call fails as `throttled`, with the time. */
  readonly maxWaitMs?: number
  readonly signal?: AbortSignal
}

export interface CallerDeps {
  readonly baseUrl: string
  readonly userAgent: string
  /** Our client id: its quota is shared by all accounts. */
  readonly applicationId: string
  readonly accountId: string
  readonly token: { access(): Promise<string>; forget(token: string): void }
  readonly quotas: AmazonQuotas
  /** Of this region, shared by its accounts. */
  readonly pace: Pace
  readonly patience: Patience
  readonly log: Logger
}

export interface Caller {
  /** For the typed packages. Without `call` it has neither token nor quota. */
  readonly http: AxiosInstance
  call<T>(operation: Operation, send: (config: RawAxiosRequestConfig) => Promise<AxiosResponse<T>>, options?: CallOptions): Promise<T>
}

const TIMEOUT_MS = 30_000
const MAX_WAIT_MS = 60_000
const LARGEST_ANSWER = 64 * 1024 * 1024

/** One account's way to SP-API: its token, its quota, repeats, and failures that carry no secret. */
export function createCaller({ baseUrl, userAgent, applicationId, accountId, token, quotas, pace, patience, log }: CallerDeps): Caller {
  const http = axios.create({
    baseURL: baseUrl,
    timeout: TIMEOUT_MS,
    maxRedirects: 0, // a token is sent to Amazon alone
    maxContentLength: LARGEST_ANSWER,
    headers: { 'User-Agent': userAgent },
    transitional: { silentJSONParsing: false },
    responseType: 'json',
  })

  async function attempt<T>(
    operation: Operation,
    send: (config: RawAxiosRequestConfig) => Promise<AxiosResponse<T>>,
    deadline: number,
    signal: AbortSignal | undefined,
    mayRenew = true,
  ): Promise<T> {
    const accessToken = await token.access()
    const turn = await takeTurn({ operation, accountId, applicationId, quotas, deadline, ...(signal ? { signal } : {}) })
    try {
      // Booked as the bucket was; what the answer says of its rate counts from then on.
      const response = await send({ headers: { 'x-amz-access-token': accessToken }, ...(signal ? { signal } : {}) }).finally(() =>
        note(turn.over(pace)),
      )
      const { rate } = turn.answer
      const learnt = learntRate(response.headers['x-amzn-ratelimit-limit'])
      if (learnt !== undefined && learnt !== rate) await note(quotas.learn({ operation, accountId }, learnt, rate))
      log.debug({ operation, accountId, status: response.status, requestId: requestIdOf(response) }, 'amazon: answered')
      return response.data
    } catch (error) {
      signal?.throwIfAborted()
      const failure = asFailure(operation, error)
      if (failure instanceof AmazonFailure && failure.status === 429)
        await note(quotas.throttled({ operation, accountId }, turn.answer, PUBLISHED_RATES[operation]))
      if (!isTokenRefused(failure) || !mayRenew) throw failure
      token.forget(accessToken)
      return attempt(operation, send, deadline, signal, false)
    }
  }

  /** What was learnt of the quota is no reason to lose an answer. */
  const note = (written: Promise<void>): Promise<void> =>
    written.catch((error: unknown) => log.warn({ accountId, error: String(error) }, 'amazon: the quota was not written down'))

  return {
    http,
    call(operation, send, { maxWaitMs = MAX_WAIT_MS, signal } = {}) {
      const deadline = performance.now() + maxWaitMs
      return persist(() => attempt(operation, send, deadline, signal), { patience, log, deadline, ...(signal ? { signal } : {}) })
    },
  }
}
