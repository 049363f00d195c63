import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Answer, TestStack } from './api.ts'

export interface Ringing {
  readonly event: 'newCall' | 'answer' | 'hangup'
  readonly pbxCallId: string
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly cause?: string
}

interface Signing {
  readonly id?: string
  readonly at?: Date
  readonly secret?: string
  /** Changes the headers after they were made. */
  readonly headers?: (signed: Record<string, string>) => Record<string, string>
}

/** A telephone system that reports by signed webhook, as CONTRACT.md wants it. */
export const telephoneOf = ({ request, telephonySecret }: TestStack) =>
  async function report(
    event: unknown,
    { id = randomUUID(), at = new Date(), secret = telephonySecret, headers = (signed) => signed }: Signing = {},
  ): Promise<Answer> {
    const body = typeof event === 'string' ? event : JSON.stringify(event)
    const signed = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    }
    return request('POST', '/v1/telephony/events', { as: null, body, headers: headers(signed) })
  }
