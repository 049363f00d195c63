import { setTimeout as delay } from 'node:timers/promises'
import type { CallView } from '../api/schemas/calls.ts'
import { becomesTrue } from '../bin/embedded/wait.ts'
import { type House, sellerBody } from './house.ts'

/*
 * One typical life through the API, time moved by the demo's clock: reached at the first try, onboarded in the same call, asked at the
 * end of the trial, and asked again each quarter. What an outside program sees of it is all that this file knows of how lives go.
 */

const PATIENCE_MS = 60_000
const MINUTE = 60_000

/** When the trial's end is booked at the latest: half an hour of jitter, and a minute. */
const TRIAL_OVER_MS = 31 * MINUTE

export function typicalLife({ lotse, settle }: House, number: number) {
  const life = { id: '' }

  async function must(method: string, path: string, body?: unknown) {
    const reply = await lotse.ask(method, path, body === undefined ? {} : { body })
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const now = async (): Promise<number> => Date.parse((await must('GET', '/v1/demo/clock')).now)

  async function turnTo(instant: number): Promise<void> {
    const rest = instant - (await now())
    if (rest > 0) await must('POST', '/v1/demo/clock', { advance: `PT${Math.ceil(rest / 1000)}S` })
    while ((await must('GET', '/v1/demo/clock')).pending) await delay(200)
  }

  /** The open call of a purpose, once it has a time. */
  async function planned(purpose: string): Promise<CallView> {
    let found: CallView | undefined
    await becomesTrue(async () => {
      const calls = await lotse.calls(`?customerId=${life.id}&purpose=${purpose}`)
      found = calls.find(({ status, dueAt }) => dueAt !== null && status !== 'done' && status !== 'cancelled')
      return found !== undefined
    }, PATIENCE_MS)
    if (!found) throw new Error(`no ${purpose} call of ${life.id} is planned`)
    return found
  }

  /** When it is due, the agent calls and says at the end how it went. */
  async function hold(purpose: string, ...told: readonly object[]): Promise<void> {
    const { id, dueAt } = await planned(purpose)
    await turnTo(Date.parse(dueAt ?? '') + MINUTE)
    for (const data of told) await must('POST', `/v1/calls/${id}/outcome`, { outcome: 'completed', data })
    await settle()
  }

  return {
    life,
    async register(): Promise<void> {
      const reply = await lotse.register(sellerBody(number), `typical-${number}`)
      life.id = reply.body.id
    },
    welcome: () => hold('welcome', { support: 'wanted', onboarding: 'now' }, { experience: 'experienced', areas: ['garden'], agreed: [] }),

    /** The call before the trial ends, and the end itself. */
    async trialEnd(): Promise<void> {
      const { trial } = await must('GET', `/v1/customers/${life.id}`)
      const { steps } = await lotse.plan(life.id)
      const at = steps.find(({ step }) => step === 'trial_end_call')?.at
      if (!at) throw new Error('the plan does not know the trial-end call')
      await turnTo(Date.parse(at))
      await hold('trial_end', { feedback: 'it found prices we would not have dared' })
      await turnTo(Date.parse(trial.endsAt) + TRIAL_OVER_MS)
      await settle()
    },

    /** The quarter's survey, held. */
    async survey(): Promise<void> {
      const { steps } = await lotse.plan(life.id)
      const at = steps.find(({ step }) => step === 'survey')?.at
      if (!at) throw new Error('the plan does not know the survey')
      await turnTo(Date.parse(at))
      await hold('survey', { answers: [{ question: 'satisfaction', value: 9 }] })
    },
  }
}
