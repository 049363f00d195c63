import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { temporalBinary } from '../bin/embedded/temporal-server.ts'
import { processEnvironment } from '../config.ts'
import { lifeClocks } from '../domain/calendar/clocks.ts'
import { addPeriod } from '../domain/calendar/periods.ts'
import type { AccountView } from '../domain/clocks.ts'
import type { Registration } from '../domain/customers.ts'
import { standIns } from '../test/support/activities.ts'
import { startTimeSkipping, type TemporalHarness } from '../test/support/temporal.ts'
import { customer } from '../workflows/customer.ts'
import { inParallel } from './figures.ts'
import { busiest, type Herd, wakesOf } from './herd.ts'
import { writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * Lives that begin in the same second must not do everything in the same second for ever. They run to the end of their trial on the
 * time-skipping server, with stand-in activities but the real calendar; nobody takes a call.
 */

const ZONE = 'Europe/Berlin'
const AT_ONCE = 16
const DAYS = '16 days'
const ON_ONE_SERVER = 200

/** Instants, epoch milliseconds. */
interface Wakes {
  readonly ofLives: number[]
  readonly ofCalls: number[]
}

interface Jitter {
  readonly lives: number
  /** What lives do by themselves: ring for the trial-end call, book the end of the trial. */
  readonly ofLives: Herd
  /** What their trial-end calls do by themselves: be due, be over at the end of the trial where nobody held them. */
  readonly ofCalls: Herd
  /** Had all of them the same clocks. */
  readonly withoutJitter: Herd
}

function registrationOf(number: number, registeredAt: string): Registration {
  return {
    customerId: randomUUID(),
    requestId: 'request',
    bodyHash: 'hash',
    registeredAt,
    actor: 'key/bench',
    company: `Seller ${number}`,
    contact: { name: 'Kim Olsen', email: `seller-${number}@bench.example`, phone: '+4930901820' },
    languages: ['de'],
    country: 'DE',
    timeZone: ZONE,
    zoneAssumed: false,
    // A trial by contract, and no welcome call beside it: only what comes weeks later is of interest here.
    products: ['lost_and_found'],
  }
}

/** So many lives from their registration to past the end of the trial, on a server of their own: when they did something by themselves. */
async function runTrials(numbers: readonly number[], registeredAt: string, { env, withWorker }: TemporalHarness): Promise<Wakes> {
  const endsAt = addPeriod(registeredAt, 'P14D', ZONE)
  const account: AccountView = {
    agentId: null,
    products: ['lost_and_found'],
    timeZone: ZONE,
    zones: [ZONE],
    holidays: new Set(),
    createdAt: registeredAt,
    trial: { status: 'running', endsAt },
    authorizedUntil: null,
    revoked: false,
  }
  const { activities } = standIns(() => env.currentTimeMs(), { clocks: (request, now) => lifeClocks(request, account, now) })
  const registrations = numbers.map((number) => registrationOf(number, registeredAt))
  const start = (taskQueue: string) => (registration: Registration) =>
    env.client.workflow.start(customer, { taskQueue, workflowId: `customer/${registration.customerId}`, args: [registration] })

  return withWorker(
    activities,
    async (taskQueue) => {
      await inParallel(registrations, AT_ONCE, start(taskQueue))
      await env.sleep(DAYS)
      const wakes: Wakes = { ofLives: [], ofCalls: [] }
      await inParallel(registrations, AT_ONCE, async ({ customerId }) => {
        wakes.ofLives.push(...(await wakesOf(env.client, `customer/${customerId}`)))
        wakes.ofCalls.push(...(await wakesOf(env.client, `call/${customerId}-trial-end`)))
      })
      return wakes
    },
    { codePath: join(import.meta.dirname, '..', 'dist', 'workflows.js') },
  )
}

/** Lives know nothing of each other, and the test server takes four times as long for twice as many: a few hundred at a time. */
async function measure(lives: number, say: (line: string) => void): Promise<Jitter> {
  const registeredAt = new Date().toISOString()
  const all: Wakes = { ofLives: [], ofCalls: [] }
  for (let from = 0; from < lives; from += ON_ONE_SERVER) {
    const numbers = Array.from({ length: Math.min(ON_ONE_SERVER, lives - from) }, (_, index) => from + index)
    const temporal = await startTimeSkipping(temporalBinary(processEnvironment(), 'temporal-test-server'))
    try {
      const { ofLives, ofCalls } = await runTrials(numbers, registeredAt, temporal)
      all.ofLives.push(...ofLives)
      all.ofCalls.push(...ofCalls)
    } finally {
      await temporal.close()
    }
    say(`${from + numbers.length} of ${lives} lives are past their trial`)
  }
  return {
    lives,
    ofLives: busiest(all.ofLives),
    ofCalls: busiest(all.ofCalls),
    withoutJitter: { wakes: all.ofLives.length, busiestSecond: lives, busiestMinute: lives },
  }
}

exitWithParent()
await runBench('jitter', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: { lives: { type: 'string', default: '2000' }, json: { type: 'boolean', default: false } },
  })
  const lives = wholeOf('lives', values.lives, 1)
  const jitter = await measure(lives, say)
  writeResults('jitter', jitter)
  const line = (name: string, { wakes, busiestSecond, busiestMinute }: Herd) =>
    `${name.padEnd(16)}  ${String(wakes).padStart(6)} wakes, busiest second ${busiestSecond}, busiest minute ${busiestMinute}`
  const text = [
    line('lives', jitter.ofLives),
    line('trial-end calls', jitter.ofCalls),
    line('without jitter', jitter.withoutJitter),
    `bench jitter: of ${lives} lives that began together, at most ${jitter.ofLives.busiestSecond} do something in the same second`,
  ].join('\n')
  return { code: 0, text: values.json ? JSON.stringify(jitter) : text }
})
