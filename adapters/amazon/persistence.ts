import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AmazonFailure } from '../../domain/amazon/failure.ts'

export interface Patience {
  /** All in all. */
  readonly tries: number
  readonly firstPauseMs: number
  readonly longestPauseMs: number
}

export const PATIENCE: Patience = { tries: 5, firstPauseMs: 500, longestPauseMs: 20_000 }

export interface PersistOptions {
  readonly patience: Patience
  readonly log: Logger
  /** Of `performance.now()`: a pause that would go beyond it is not made. */
  readonly deadline?: number
  readonly signal?: AbortSignal
}

/**
 * Tries again what may pass, after pauses that double, each drawn between none and its full length: workers that failed together do not
 * come back together. What our own quota refused is not tried again here: its time is known.
 */
export async function persist<T>(work: () => Promise<T>, { patience, log, deadline = Infinity, signal }: PersistOptions): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof AmazonFailure) || !error.retryable || tries >= patience.tries) throw error
      if (error.code === 'throttled' && error.status === undefined) throw error
      const pauseMs = Math.random() * Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** (tries - 1))
      if (performance.now() + pauseMs > deadline) throw error
      log.warn({ operation: error.operation, status: error.status, requestId: error.requestId, tries, pauseMs }, 'amazon: trying again')
      await delay(pauseMs, undefined, signal ? { signal } : {})
    }
  }
}
