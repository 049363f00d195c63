import { setTimeout as delay } from 'node:timers/promises'
import type { CallView } from '../../api/schemas/calls.ts'
import type { CustomerView } from '../../api/schemas/customers.ts'
import type { Client, Deed } from './client.ts'
import { keyOf, type Life, personTold } from './life.ts'

const HOUR = 3_600_000
const AT_WORK = ['ringing', 'in_call', 'wrap_up']

export const isOpen = ({ status }: CallView): boolean => status !== 'done' && status !== 'cancelled'
export const isTalk = ({ status }: CallView): boolean => AT_WORK.includes(status)

export interface Report {
  readonly outcome: string
  readonly callbackAt?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** What the people at their desks and the sellers share: the client, the demo's time, and a few ways to look. */
export function createDesk(client: Client) {
  const callsOf = async (life: Life): Promise<CallView[]> => client.readAll(`/v1/calls?customerId=${life.id}`)
  const callOf = (callId: string): Promise<CallView> => client.read(`/v1/calls/${callId}`)

  return {
    ...client,
    callsOf,
    callOf,
    customerOf: (life: Life): Promise<CustomerView> => client.read(`/v1/customers/${life.id}`),
    now: async (): Promise<number> => Date.parse((await client.read('/v1/demo/clock')).now),

    /** An instant so many hours on, by chance. */
    async soon(life: Life, fromHours: number, toHours: number): Promise<string> {
      const now = Date.parse((await client.read('/v1/demo/clock')).now)
      return new Date(now + life.dice.int(fromHours * 60, toHours * 60) * (HOUR / 60)).toISOString()
    },

    /** A slot of somebody who speaks the seller's language, at another time than `but`; undefined where there is none. */
    async slotFor(life: Life, but?: string): Promise<string | undefined> {
      const { items } = await client.read(`/v1/slots?customerId=${life.id}&purpose=onboarding`)
      const others = items.map(({ start }: { start: string }) => start).filter((start: string) => start !== but)
      return others.length === 0 ? undefined : life.dice.pick<string>(others.slice(0, 60))
    },

    /** The call once this holds of it, or as it is when patience ends. */
    async until(callId: string, holds: (call: CallView) => boolean, patienceMs = 90_000): Promise<CallView> {
      for (const end = Date.now() + patienceMs; ; await delay(200)) {
        const call = await callOf(callId)
        if (holds(call) || Date.now() > end) return call
      }
    },

    /** Records how a call went. */
    async record(life: Life, call: CallView, report: Report): Promise<Deed> {
      const { id, purpose, status } = call
      const deed = await client.act({
        what: `outcome ${report.outcome}`,
        method: 'POST',
        path: `/v1/calls/${id}/outcome`,
        body: report,
        as: life.dice.pick(['agent', 'lead']),
        key: keyOf(life, 'outcome'),
        may: ['slot-taken'],
      })
      if (deed.end !== 'acknowledged') return deed
      const { outcome, callbackAt, data } = report
      personTold(life, { callId: id, purpose, status, outcome, ...(callbackAt === undefined ? {} : { callbackAt }) })
      if (typeof data?.onboarding === 'object') life.bookedInTalk += 1
      return deed
    },
  }
}

export type Desk = ReturnType<typeof createDesk>
