import { ApplicationFailure } from '@temporalio/common'
import { Webhook } from 'standardwebhooks'
import type { Telephone } from '../../api/routes/dialling.ts'
import { FailureType } from '../../domain/errors.ts'

/** Nobody waits longer for his telephone to ring. */
const PATIENCE_MS = 5_000
const MOST_ANSWER = 10_000

export interface ClickToCallOptions {
  readonly url: string
  /** standard-webhooks: the provider knows by it that we ask. */
  readonly secret: string
}

/**
 * A provider that rings the agent first, then the seller: a signed POST of `{ agentId, extension?, number, callId }`, answered with
 * `{ providerCallId }`. The `webhook-id` of a repeat is the same.
 */
export function createClickToCall({ url, secret }: ClickToCallOptions): Telephone {
  const webhook = new Webhook(secret)
  return {
    async dial({ key, ...wish }) {
      const body = JSON.stringify(wish)
      const now = new Date() // the machine's: whoever checks the signature looks at the real time
      const headers = {
        'content-type': 'application/json',
        'webhook-id': key,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(key, now, body),
      }
      const signal = AbortSignal.timeout(PATIENCE_MS)
      try {
        const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
        const text = await answer.text()
        if (!answer.ok || text.length > MOST_ANSWER) throw new Error(`it answers ${answer.status}`)
        return { kind: 'started', providerCallId: providerCallIdOf(JSON.parse(text)) }
      } catch (error) {
        throw ApplicationFailure.create({
          type: FailureType.TelephoneFailed,
          message: 'the telephone does not ring: its provider could not be asked. Nothing was dialled; try again, or dial by hand',
          ...(error instanceof Error ? { cause: error } : {}),
        })
      }
    },
  }
}

function providerCallIdOf(answer: { readonly providerCallId?: unknown } | null): string {
  const id = answer?.providerCallId
  if (typeof id !== 'string' || id === '' || id.length > 128) throw new Error('it names no providerCallId')
  return id
}
