import { randomUUID } from 'node:crypto'
import { type Client, WithStartWorkflowOperation } from '@temporalio/client'
import type { Registration } from '../domain/customers.ts'
import { customer, registered } from '../workflows/customer.ts'
import { customerAttributes } from '../workflows/visibility.ts'
import { startPeer } from './bare/peer.ts'
import { inParallel, median, rateOf, round } from './figures.ts'
import { type House, sellerBody, withHouse } from './house.ts'

const ROUNDS = 5
const A_ROUND = 80
const WAYS = 4
const AT_ONCE = 16

interface Round {
  readonly bare: number
  readonly http: number
  readonly direct: number
  readonly httpNoCall: number
  readonly httpSettled: number
}

export interface Rates {
  readonly rounds: number
  readonly registrationsARound: number
  readonly atOnce: number
  /** Medians, per second, until the first activity is done and answered. */
  readonly bare: number
  readonly http: number
  readonly direct: number
  /** By HTTP, of sellers whom nobody calls: what follows at once is a mail. */
  readonly httpNoCall: number
  /** By HTTP with all that follows at once: call planned, agent found, mail sent. */
  readonly httpSettled: number
  /** Of the bare rate; medians of the rounds' own ratios. */
  readonly httpRatio: number
  readonly directRatio: number
  readonly httpNoCallRatio: number
  readonly each: readonly Round[]
}

function registrationOf(number: number): Registration {
  const { company, contact, languages, country } = sellerBody(number)
  return {
    customerId: randomUUID(),
    requestId: randomUUID(),
    bodyHash: String(number),
    registeredAt: new Date().toISOString(),
    actor: 'key/bench',
    company,
    contact,
    languages,
    country,
    timeZone: 'Europe/Berlin',
    zoneAssumed: false,
    products: ['repricer'],
  }
}

/** As api/registration.ts does it, without HTTP. */
async function registerDirectly(temporal: Client, number: number): Promise<void> {
  const registration = registrationOf(number)
  const startWorkflowOperation = new WithStartWorkflowOperation(customer, {
    workflowId: `customer/${registration.customerId}`,
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue: 'lotse',
    args: [registration],
    typedSearchAttributes: customerAttributes({ stage: 'registered', languages: registration.languages, country: registration.country }),
  })
  await temporal.workflow.executeUpdateWithStart(registered, { startWorkflowOperation, args: [registration.bodyHash] })
}

type Peer = Awaited<ReturnType<typeof startPeer>>

/** Each way in turn, beginning when nothing of the one before is under way. */
async function measureRound({ lotse, temporal, settle }: House, peer: Peer, at: number): Promise<Round> {
  const numbers = (way: number): number[] => Array.from({ length: A_ROUND }, (_, index) => (at * WAYS + way) * A_ROUND + index)
  const rate = (way: number, work: (number: number) => Promise<unknown>): Promise<number> =>
    rateOf(A_ROUND, () => inParallel(numbers(way), AT_ONCE, work))

  const bare = await rate(0, peer.run)
  await settle()
  const began = performance.now()
  const http = await rate(1, (number) => lotse.register(sellerBody(number), `bench-${number}`))
  await settle()
  const httpSettled = (A_ROUND * 1000) / (performance.now() - began)
  const direct = await rate(2, (number) => registerDirectly(temporal, number))
  await settle()
  const httpNoCall = await rate(3, (number) => lotse.register({ ...sellerBody(number), products: ['lost_and_found'] }, `bench-${number}`))
  await settle()
  return { bare: round(bare), http: round(http), direct: round(direct), httpNoCall: round(httpNoCall), httpSettled: round(httpSettled) }
}

function summaryOf(each: readonly Round[]): Rates {
  const middle = (of: (one: Round) => number, digits = 1) => round(median(each.map(of)), digits)
  return {
    rounds: ROUNDS,
    registrationsARound: A_ROUND,
    atOnce: AT_ONCE,
    bare: middle(({ bare }) => bare),
    http: middle(({ http }) => http),
    direct: middle(({ direct }) => direct),
    httpNoCall: middle(({ httpNoCall }) => httpNoCall),
    httpSettled: middle(({ httpSettled }) => httpSettled),
    httpRatio: middle(({ http, bare }) => http / bare, 2),
    directRatio: middle(({ direct, bare }) => direct / bare, 2),
    httpNoCallRatio: middle(({ httpNoCall, bare }) => httpNoCall / bare, 2),
    each,
  }
}

export const measureRates = (say: (line: string) => void): Promise<Rates> =>
  withHouse(async (house) => {
    const peer = await startPeer(house.stack.temporalAddress, house.temporal)
    try {
      const each: Round[] = []
      for (let at = 0; at <= ROUNDS; at++) {
        const one = await measureRound(house, peer, at)
        if (at > 0) each.push(one) // the first warms up: compilers, connections, caches
        const { bare, http, direct, httpNoCall } = one
        const rates = `bare ${bare}, HTTP ${http}, client ${direct}, HTTP without a call ${httpNoCall} a second`
        say(`${at === 0 ? 'warm-up' : `round ${at} of ${ROUNDS}`}: ${rates}`)
      }
      return summaryOf(each)
    } finally {
      await peer.stop()
    }
  })
