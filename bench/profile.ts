import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { DEFAULT_SETTINGS } from '../sandbox/amazon/settings.ts'
import { round } from './figures.ts'
import { type House, withHouse } from './house.ts'
import { analyse, analyseAgain, type Player, trafficOf } from './profile/analysis.ts'
import { type MemoryUse, watchMemory } from './profile/memory.ts'
import { type Measured, textOf } from './profile/text.ts'
import { breaks, type Goal, goalTable, isMet, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * Sellers of the sandbox are analysed as they come, at Amazon's published rates: how long until there is a first result and until
 * nothing is left to learn, beside what the rates alone demand, and what a hundred thousand SKUs do to the worker's memory.
 */

const NEWCOMER: Player = { key: 'newcomer', sellingPartnerId: 'ANEWCOMER00001' }
const RESELLER: Player = { key: 'reseller', sellingPartnerId: 'ARESELLER00001' }
const LARGE: Player = { key: 'large', sellingPartnerId: 'ALARGE00000001' }

const FIRST_RESULT_SECONDS = 60
/** Contract: 150 MB or more is too much. */
const GROWTH_MB = 149.9
/** How long the worker is looked at while it rests. */
const REST_MS = 5_000

const mb = (bytes: number): number => round(bytes / 1e6)

async function checkSettings({ lotse, stack }: House): Promise<void> {
  const { body } = await lotse.ask('GET', '/amazon/admin/settings', { base: stack.sandbox })
  if (JSON.stringify(body) !== JSON.stringify(DEFAULT_SETTINGS))
    throw new Error(`the sandbox plays another Amazon: ${JSON.stringify(body)}`)
}

const measure = (say: (line: string) => void): Promise<Measured> =>
  withHouse(async (house) => {
    await checkSettings(house)
    const newcomer = await analyse(house, NEWCOMER, 1, say)
    await house.settle()
    const resting = watchMemory(house)
    await delay(REST_MS)
    const rest = await resting.stop()
    say(`the worker takes ${mb(rest.least)} MB at rest`)

    const watching = watchMemory(house)
    const large = await analyse(house, LARGE, 2, say)
    const first = await watching.stop()
    say(`the worker took ${mb(first.peak)} MB at most, ${mb(first.last)} MB at the end`)
    const watchingAgain = watchMemory(house)
    const times = await analyseAgain(house, large.id)
    const second = await watchingAgain.stop()
    say(`large once more: complete after ${times.completeSeconds} s, ${mb(second.peak)} MB at most`)

    const reseller = await analyse(house, RESELLER, 3, say)
    const { throttled } = await trafficOf(house)
    // What setting out left behind goes with the next collection only: the least of all counts, not what was there at first.
    const least = Math.min(...[rest, first, second].map((use) => use.least))
    const told = ({ peak, last }: MemoryUse) => ({ peakMb: mb(peak), growthMb: mb(peak - least), lastMb: mb(last) })
    const memory = { baselineMb: mb(least), ...told(first), again: { ...times, ...told(second) } }
    return { sellers: [newcomer, reseller, large].map(({ id: _, ...analysed }) => analysed), memory, throttled }
  })

const goalsOf = ({ sellers, memory, throttled }: Measured): Goal[] => [
  ...sellers.map(({ seller, firstResult }) => ({
    name: `${seller}, first result`,
    measured: firstResult.seconds,
    unit: 's',
    goal: FIRST_RESULT_SECONDS,
    atMost: true,
    ofTime: true,
  })),
  {
    name: 'growth of the worker for 100,000 SKUs',
    measured: Math.max(memory.growthMb, memory.again.growthMb),
    unit: 'MB',
    goal: GROWTH_MB,
    atMost: true,
    ofTime: false,
  },
  { name: 'answers 429', measured: throttled, unit: '', goal: 0, atMost: true, ofTime: false },
]

exitWithParent()
await runBench('profile', async (args, say) => {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } })
  const measured = await measure(say)
  const goals = goalsOf(measured)
  const results = { goals, ...measured }
  writeResults('profile', results)
  const missed = goals.filter((goal) => !isMet(goal)).map(({ name }) => name)
  const last = `bench profile: ${missed.length === 0 ? 'all goals met' : `missed: ${missed.join(', ')}`}`
  const text = [textOf(measured), goalTable(goals), last].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify(results) : text }
})
