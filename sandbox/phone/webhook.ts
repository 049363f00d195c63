import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Webhook } from 'standardwebhooks'
import type { SandboxClock } from '../clock.ts'
import type { EventReport, TelephonyEvent } from './call.ts'

export interface Reporter {
  /** Queues an event behind the others of its call and returns what is to be seen of it. */
  report(event: TelephonyEvent): EventReport
  /** Ends what is under way; undelivered events are lost, as a telephone system forgets them. */
  close(): Promise<void>
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
const GIVE_UP_AFTER_MS = 15 * 60_000

export interface ReporterOptions {
  readonly apiUrl: string
  readonly secret: string
  /** Dates what is to be seen of an event; signatures bear the machine's time, which their receiver checks. */
  readonly clock: SandboxClock
  readonly log: Logger
}

/** Reports calls by signed webhook (standard-webhooks), in order for each call, until the API takes or refuses them. */
export function createReporter({ apiUrl, secret, clock, log }: ReporterOptions): Reporter {
  const webhook = new Webhook(secret)
  const url = `${apiUrl.replace(/\/+$/, '')}/v1/telephony/events`
  const closing = new AbortController()
  setMaxListeners(0, closing.signal) // as many wait as there are calls to report
  const queues = new Map<string, Promise<void>>()

  /** `undefined` when delivered, else the reason and whether another try may help. */
  const post = async (webhookId: string, body: string): Promise<{ reason: string; again: boolean } | undefined> => {
    const now = new Date() // a receiver refuses timestamps 5 minutes old, or ahead, by the real time: each try is signed anew
    const headers = {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': webhook.sign(webhookId, now, body),
    }
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(5_000)])
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      const text = (await response.text()).slice(0, 300)
      if (response.ok) return undefined
      return {
        reason: `${response.status} ${text}`.trim(),
        again: response.status >= 500 || response.status === 408 || response.status === 429,
      }
    } catch (error) {
      return { reason: networkReason(error), again: true }
    }
  }

  const deliver = async (report: EventReport, body: string): Promise<void> => {
    const giveUpAt = Date.now() + GIVE_UP_AFTER_MS
    for (let pause = FIRST_PAUSE_MS; !closing.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      report.attempts += 1
      const failure = await post(report.webhookId, body)
      if (!failure) {
        report.status = 'delivered'
        delete report.reason
        return
      }
      report.reason = failure.reason
      if (!failure.again || Date.now() > giveUpAt) {
        report.status = 'given_up'
        log.warn({ webhookId: report.webhookId, reason: failure.reason }, 'telephony event given up')
        return
      }
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  return {
    report(event) {
      const webhookId = `${event.pbxCallId}/${event.event}`
      const report: EventReport = { event: event.event, webhookId, at: clock.instant(), status: 'pending', attempts: 0 }
      const before = queues.get(event.pbxCallId) ?? Promise.resolve()
      const done = before.then(() => deliver(report, JSON.stringify(event)))
      queues.set(event.pbxCallId, done)
      done.then(() => queues.get(event.pbxCallId) === done && queues.delete(event.pbxCallId))
      return report
    },
    async close() {
      closing.abort()
      await Promise.all(queues.values())
    },
  }
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  return cause?.code ?? (error instanceof Error ? error.message : String(error))
}
