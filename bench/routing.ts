import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { USUAL_POLICIES } from '../domain/policies.ts'
import { assignAgent } from '../domain/routing/assign.ts'
import { candidateAt } from '../domain/routing/assign-at.ts'
import { scheduleCall } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'
import { median, round } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { chance, LANGUAGES, memberOf, NOW } from './routing/drawn-team.ts'
import { leastLoaded } from './routing/least-loaded.ts'
import { runBench } from './run.ts'

/*
 * What one routing decision costs, in memory: the ladder over everybody, beside the rule before it (least loaded), and a whole call with
 * time and agent, where calendars are looked at.
 */

/** Milliseconds. */
const DECISION_GOAL = 1

interface Cost {
  readonly rounds: number
  /** Milliseconds a decision. The fastest is what it costs where nobody else wants the processor. */
  readonly fastest: number
  readonly median: number
  readonly p95: number
}

/** Each in turn, another seller each time, so that all meet the same machine. The first tenth, in which the engine compiles, does not count. */
function costsOf(rounds: number, ...works: readonly ((seller: number) => unknown)[]): Cost[] {
  const took = works.map((): number[] => [])
  for (let n = -Math.ceil(rounds / 10); n < rounds; n += 1)
    for (const [index, work] of works.entries()) {
      const began = performance.now()
      work(n)
      if (n >= 0) took[index]?.push(performance.now() - began)
    }
  return took.map((each) => {
    const sorted = each.sort((a, b) => a - b)
    const at = (part: number) => round(sorted[Math.floor(rounds * part)] ?? Number.NaN, 3)
    return { rounds, fastest: at(0), median: round(median(sorted), 3), p95: at(0.95) }
  })
}

function measure(agents: number, rounds: number) {
  const team = Array.from({ length: agents }, (_, n) => memberOf(n))
  const candidates = team.map((member) => candidateAt(member, undefined))
  const languagesOf = (n: number) => [LANGUAGES[chance(`${n} wants`, LANGUAGES.length)] ?? 'de', 'en']
  const requestOf = (n: number) => ({ customerId: `customer-${n}`, languages: languagesOf(n), products: ['repricer'] })
  const viewOf = (n: number): RoutingView => ({
    customer: {
      ...requestOf(n),
      products: ['repricer'],
      timeZone: 'Europe/Berlin',
      zones: ['Europe/Berlin'],
      holidays: new Set(),
      agentId: null,
    },
    team,
    closeLanguages: {},
    policies: USUAL_POLICIES,
  })
  const callOf = (n: number) => ({
    ...requestOf(n),
    callId: `call-${n}`,
    purpose: 'welcome' as const,
    at: null,
    topic: null,
    excluded: [],
    version: 1,
    actor: 'system',
  })
  const [ladder, before] = costsOf(
    rounds,
    (n) => assignAgent(requestOf(n), candidates),
    (n) => leastLoaded(requestOf(n), candidates),
  ) as [Cost, Cost]
  const [wholeCall] = costsOf(Math.ceil(rounds / 10), (n) => scheduleCall(callOf(n), viewOf(n), NOW)) as [Cost]
  return { agents, ladder, leastLoaded: before, wholeCall }
}

exitWithParent()
await runBench('routing', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      agents: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
    },
  })
  say(`${values.rounds} sellers, ${values.agents} agents`)
  const costs = measure(wholeOf('agents', values.agents, 1), wholeOf('rounds', values.rounds, 20))
  const goal = { name: 'one decision, median', measured: costs.ladder.median, unit: 'ms', goal: DECISION_GOAL, atMost: true, ofTime: true }
  const goals: Goal[] = [goal]
  writeResults('routing', { loadAverage: round(loadavg()[0] ?? 0), ...costs, goals })
  const line = (name: string, cost: Cost) => `${name.padEnd(24)}  median ${cost.median} ms, p95 ${cost.p95} ms, fastest ${cost.fastest} ms`
  const text = [
    line('the ladder', costs.ladder),
    line('least loaded (before it)', costs.leastLoaded),
    line('time and agent of a call', costs.wholeCall),
    goalTable(goals),
    `bench routing: one decision among ${costs.agents} agents takes ${costs.ladder.median} ms, a whole call ${costs.wholeCall.median} ms`,
  ].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify(costs) : text }
})
