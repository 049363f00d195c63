import { parseArgs } from 'node:util'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { round } from './figures.ts'
import { type Growth, measureGrowth } from './growth.ts'
import { type Expense, type Lives, measureLives } from './lives.ts'
import { measureRates, type Rates } from './rates.ts'
import { breaks, type Goal, goalTable, isMet, writeResults } from './results.ts'
import { runBench, sizesOf } from './run.ts'

/*
 * What lives cost: registrations a second beside a bare workflow on the same server, actions and bytes of a typical life, memory and
 * storage of idle ones. Each part on a stack of its own.
 */

interface Results {
  readonly rates: Rates
  readonly lives: Lives
  readonly growth: Growth
}

const KB = 1024
const GB = 1e9

async function lifecycle(args: readonly string[], say: (line: string) => void) {
  const { values } = parseArgs({
    args: [...args],
    options: { sizes: { type: 'string', default: '100,300,1000' }, json: { type: 'boolean', default: false } },
  })
  const sizes = sizesOf(values.sizes)
  const lives = await measureLives(say)
  const growth = await measureGrowth(sizes, say)
  const rates = await measureRates(say)
  const goals: Goal[] = [
    { name: 'registrations by HTTP, of the bare rate', measured: rates.httpRatio, unit: '', goal: 0.6, atMost: false, ofTime: true },
    { name: "actions to the trial's end", measured: lives.toTrialEnd.actions, unit: '', goal: 45, atMost: true, ofTime: false },
    { name: 'actions a quarter', measured: lives.quarter.actions, unit: '', goal: 12, atMost: true, ofTime: false },
    { name: 'history of an idle life', measured: round(growth.idleHistoryBytes / KB), unit: 'KB', goal: 8, atMost: true, ofTime: false },
    {
      name: 'worker memory per 1,000 cached',
      measured: round(growth.workerBytesPer1000 / GB, 2),
      unit: 'GB',
      goal: 1,
      atMost: true,
      ofTime: false,
    },
  ]
  return { json: values.json, results: { goals, rates, lives, growth }, goals }
}

const per = (bytes: number): string => `${round(bytes / 1e6)} MB per 1,000 idle lives`
const dearest = (steps: Readonly<Record<string, number>>): string =>
  Object.entries(steps)
    .slice(0, 8)
    .map(([what, actions]) => `    ${String(actions).padStart(3)}  ${what}`)
    .join('\n')

function told({ rates, lives, growth }: Results): string {
  const expense = ({ actions, bytes, events }: Expense) => `${actions} actions, ${round(bytes / KB)} KB in ${events} events`
  return [
    `registrations a second (medians of ${rates.rounds} rounds of ${rates.registrationsARound}, ${rates.atOnce} at once, until the first activity is done)`,
    `    bare workflow ${rates.bare}, by HTTP ${rates.http} (ratio ${rates.httpRatio}), by client ${rates.direct} (${rates.directRatio})`,
    `    by HTTP where no call follows ${rates.httpNoCall} (${rates.httpNoCallRatio}); with the welcome call planned and told ${rates.httpSettled}`,
    `a typical life to the end of its trial: ${expense(lives.toTrialEnd)}; dearest:`,
    dearest(lives.toTrialEndBySteps),
    `each quarter: ${expense(lives.quarter)}; dearest:`,
    dearest(lives.quarterBySteps),
    `worker ${per(growth.workerBytesPer1000)}, PostgreSQL ${per(growth.postgresBytesPer1000)}, Temporal ${per(growth.temporalBytesPer1000)}`,
    `an idle life: ${growth.idleHistoryBytes} bytes in ${growth.idleHistoryEvents} events`,
  ].join('\n')
}

exitWithParent()
await runBench('lifecycle', async (args, say) => {
  const { json, results, goals } = await lifecycle(args, say)
  writeResults('lifecycle', results)
  const missed = goals.filter((goal) => !isMet(goal)).map(({ name }) => name)
  const last = `bench lifecycle: ${missed.length === 0 ? 'all goals met' : `missed: ${missed.join(', ')}`}`
  return { code: breaks(goals) ? 1 : 0, text: json ? JSON.stringify(results) : `${told(results)}\n${goalTable(goals)}\n${last}` }
})
