import { randomInt, randomUUID } from 'node:crypto'
import type { Json } from './guide.ts'

/** A seller whom the tour follows. */
export interface Seller {
  readonly id: string
  /** Workflow id of the life. */
  readonly life: string
  readonly email: string
  readonly number: string
}

/** An address of its own for each tour, so that nobody is taken for a seller who is here already. */
export const address = (name: string, domain: string): string => `${name}.${randomUUID().slice(0, 8)}@${domain}.example`

/** A mobile number of its own, so that the simulated telephone knows whom it rings: this prefix and `digits` more. */
export const mobile = (prefix: string, digits: number): string => `${prefix}${randomInt(10 ** (digits - 1), 10 ** digits)}`

export const sellerOf = ({ id, contact }: Json): Seller => ({ id, life: `customer/${id}`, email: contact.email, number: contact.phone })

export const lifeOf = ({ id }: Json): string => `customer/${id}`

export const mailsTo = (email: string, base: string) =>
  ({ method: 'GET', path: `/mailbox/messages?to=${encodeURIComponent(email)}`, base }) as const

export const stepOf = (plan: Json, name: string): Json => plan.steps.find(({ step }: Json) => step === name)

/** e.g. `welcome_call done, survey planned 2027-02-23` */
export const planText = ({ steps }: Json): string =>
  steps.map(({ step, status, at }: Json) => `${step} ${status}${status === 'planned' && at ? ` ${day(at)}` : ''}`).join(', ')

export const day = (instant: string): string => instant.slice(0, 10)
