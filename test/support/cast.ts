import { createAgreementActivities } from '../../activities/agreements.ts'
import { createAmazonAccountActivities } from '../../activities/amazon-accounts.ts'
import { createCustomerActivities } from '../../activities/customers.ts'
import type { Activities } from '../../activities/index.ts'
import { createLifeActivities } from '../../activities/life.ts'
import { createSurveyActivities } from '../../activities/surveys.ts'
import { nextTry } from '../../domain/calendar/timing.ts'
import { CALLABLE } from '../../domain/calendar/windows.ts'
import type { Registration } from '../../domain/customers.ts'
import { type Records, type Stand, standIns } from './activities.ts'
import { type SellerInMemory, sellerInMemory } from './seller.ts'

type Doing = (...args: never[]) => Promise<unknown>
type Doings = Partial<Record<keyof Activities, Doing>>

/** What a seller's life calls, and what it asked for. */
export interface Part {
  readonly activities: Activities
  readonly records: Records
  readonly seller: SellerInMemory
  /** `<call> <purpose>` of each call that was ever planned, in order; of its id what follows the customer's. */
  readonly planned: string[]
}

/**
 * Stand-ins, but what concerns the years of a life is done by the real activities, on records in memory: its instants are real. A
 * next try is looked for as it really is, unless the stand says when.
 */
export function partOf(registration: Registration, now: () => Promise<number>, stand: Stand): Part {
  const { activities: standing, records } = standIns(now, stand)
  const seller = sellerInMemory(registration)
  const { customers, agreements, amazonAccounts, profiles, surveys } = seller
  const planned: string[] = []

  async function real(): Promise<Doings> {
    const at = await now()
    const clock = { now: () => at }
    return {
      ...createCustomerActivities({ customers, agreements, profiles, clock }),
      ...createAgreementActivities({ agreements }),
      ...createLifeActivities({ customers, clock }),
      ...createSurveyActivities({ customers, surveys, clock }),
      ...(stand.consent === undefined ? createAmazonAccountActivities({ customers, amazonAccounts }) : {}),
    }
  }
  const both = async (name: keyof Activities, args: never[]): Promise<unknown> => {
    const noted = await (standing[name] as Doing)(...args)
    const doing = (await real())[name]
    return doing ? doing(...args) : noted
  }
  const names = Object.keys(standing) as (keyof Activities)[]
  const activities = Object.fromEntries(names.map((name) => [name, (...args: never[]) => both(name, args)])) as unknown as Activities

  const { timeZone: zone, customerId } = registration
  const anna = { agentId: 'anna', zone, shifts: CALLABLE, absences: [] }
  const own: Partial<Activities> = {
    async openProfile(part) {
      if (stand.analysis === 'revoked') seller.revoke()
      return standing.openProfile(part)
    },
    async scheduleCall(request) {
      const call = `${request.callId.replace(`${customerId}-`, '')} ${request.purpose}`
      if (!planned.includes(call)) planned.push(call)
      return standing.scheduleCall(request)
    },
    async planRetry(request) {
      if (stand.retryMs !== undefined) return standing.planRetry(request)
      const failedAt = request.failedAt.map((instant) => Date.parse(instant))
      const at = nextTry(request.wait, { now: await now(), failedAt, zone, customer: { zones: [zone] }, agents: [anna] })
      return { at: at === undefined ? null : new Date(at).toISOString(), why: { code: `retry_${request.wait.kind}`, params: {} } }
    },
  }
  return { activities: { ...activities, ...own }, records, seller, planned }
}

/** Whom an activity is about. */
function customerOf([about]: readonly unknown[]): string {
  const { customerId, survey, booking } = about as {
    customerId?: string
    survey?: { customerId: string }
    booking?: { customerId: string }
  }
  return customerId ?? survey?.customerId ?? booking?.customerId ?? ''
}

/** The activities of one worker for many lives: whoever they are about answers himself. */
export function activitiesOf(cast: ReadonlyMap<string, { readonly activities: Activities }>): object {
  const names = Object.keys(standIns(async () => 0).activities) as (keyof Activities)[]
  return Object.fromEntries(
    names.map((name) => [name, (...args: never[]) => (cast.get(customerOf(args))?.activities[name] as Doing | undefined)?.(...args)]),
  )
}
