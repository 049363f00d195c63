import { setTimeout as delay } from 'node:timers/promises'
import type { PhoneCall } from '../../sandbox/phone/call.ts'
import { type Desk, isTalk } from './desk.ts'
import { type Life, telephoneTold } from './life.ts'

const OFFICE = '+4930901820'
/** The telephone repeats, for 15 minutes, a report that the API does not take. */
const REPORTED_MS = 180_000
const LINES = { answers: 5, no_answer: 3, busy: 2, voicemail: 1 } as const
const OUTCOMES: Readonly<Record<string, string>> = { busy: 'busy', noAnswer: 'no_answer' }

export interface Line {
  readonly heard: 'customer' | 'voicemail' | 'nobody'
  hangUp(): Promise<unknown>
}

const isReported = ({ events }: PhoneCall): boolean => events.every(({ status }) => status !== 'pending')

/** Dials the seller's number and returns when the call has heard what came of it; where the seller answers he is on the line still. */
export async function dial(desk: Desk, life: Life, callId: string): Promise<Line> {
  const { phone } = life.body.contact
  const before = (await desk.callOf(callId)).attempts.length
  await desk.sandbox('PUT', `/phone/lines/${encodeURIComponent(phone)}`, { behaviour: life.dice.weighted(LINES) })
  const { pbxCallId } = await desk.sandbox('POST', '/phone/dial', { from: OFFICE, to: phone })
  const until = async (holds: (call: PhoneCall) => boolean): Promise<PhoneCall> => {
    for (const end = Date.now() + REPORTED_MS; ; await delay(100)) {
      const call: PhoneCall = await desk.sandbox('GET', `/phone/calls/${pbxCallId}`)
      if (holds(call) || Date.now() > end) return call
    }
  }
  const hangUp = () => desk.sandbox('POST', `/phone/calls/${pbxCallId}/hangup`)

  const { heard } = await until((call) => call.heard === 'customer' || (call.state === 'ended' && isReported(call)))
  if (heard === 'customer') {
    await desk.until(callId, ({ status }) => status === 'in_call')
    return { heard, hangUp }
  }
  if (heard === 'voicemail_greeting') {
    await desk.until(callId, ({ status }) => status === 'wrap_up')
    return { heard: 'voicemail', hangUp }
  }
  const { cause } = await until(isReported)
  telephoneTold(life, callId, OUTCOMES[cause ?? ''] ?? 'unknown', pbxCallId)
  await desk.until(callId, (call) => !isTalk(call) && call.attempts.length > before)
  return { heard: 'nobody', hangUp }
}
