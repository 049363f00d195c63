import { randomUUID } from 'node:crypto'
import { type Client, WithStartWorkflowOperation } from '@temporalio/client'
import type { Registration } from '../domain/customers.ts'
import { customer, registered } from '../workflows/customer.ts'
import { customerAttributes } from '../workflows/visibility.ts'
import { startPeer } from './bare/peer.ts'
import { inParallel, median, rateOf, round } from './figures.ts'
import { sellerBody, withHouse } from './house.ts'

const ROUNDS = 5
const A_ROUND = 80
const AT_ONCE = 16

interface Round {
  readonly bare: number
  readonly http: number
  readonly direct: number
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
  /** The same with all that follows at once: call planned, agent found, mail sent. */
  readonly httpSettled: number
  /** Of the bare rate; medians of the rounds' own ratios. */
  readonly httpRatio: number
  readonly directRatio: number
  readonly each: readonly Round[]
}

const numbers = (from: number): number[] => Array.from({ length: A_ROUND }, (_, index) => from + index)

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

/** Bare, HTTP and direct in turn, round by round, each beginning when nothing of the one before is under way. */
export const measureRates = (say: (line: string) => void): Promise<Rates> =>
  withHouse(async (house) => {
    const { stack, lotse, temporal, settle } = house
    const peer = await startPeer(stack.temporalAddress, temporal)
    try {
      const each: Round[] = []
      for (let at = -1; at < ROUNDS; at++) {
        const from = (at + 1) * A_ROUND * 2
        const bare = await rateOf(A_ROUND, () => inParallel(numbers(from), AT_ONCE, peer.run))
        await settle()
        const began = performance.now()
        const http = await rateOf(A_ROUND, () =>
          inParallel(numbers(from), AT_ONCE, (number) => lotse.register(sellerBody(number), `bench-${number}`)),
        )
        await settle()
        const httpSettled = (A_ROUND * 1000) / (performance.now() - began)
        const direct = await rateOf(A_ROUND, () =>
          inParallel(numbers(from + A_ROUND), AT_ONCE, (number) => registerDirectly(temporal, number)),
        )
        await settle()
        // The first round warms up: compilers, connections, caches.
        if (at >= 0) each.push({ bare: round(bare), http: round(http), direct: round(direct), httpSettled: round(httpSettled) })
        say(
          `round ${at + 1} of ${ROUNDS}: bare ${round(bare)}, HTTP ${round(http)}, direct ${round(direct)} a second${at < 0 ? ' (warm-up)' : ''}`,
        )
      }
      const middle = (of: (one: Round) => number) => median(each.map(of))
      return {
        rounds: ROUNDS,
        registrationsARound: A_ROUND,
        atOnce: AT_ONCE,
        bare: middle(({ bare }) => bare),
        http: middle(({ http }) => http),
        direct: middle(({ direct }) => direct),
        httpSettled: middle(({ httpSettled }) => httpSettled),
        httpRatio: round(
          middle(({ http, bare }) => http / bare),
          2,
        ),
        directRatio: round(
          middle(({ direct, bare }) => direct / bare),
          2,
        ),
        each,
      }
    } finally {
      await peer.stop()
    }
  })
