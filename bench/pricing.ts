import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { USUAL_BUY_BOX } from '../domain/pricing/config.ts'
import { decide } from '../domain/pricing/decide.ts'
import { drawMarket } from '../sandbox/market/market.ts'
import { contenderOf } from '../sandbox/market/repricers.ts'
import { tryIn } from '../sandbox/market/trial.ts'
import { median, round, slope } from './figures.ts'
import { notificationOf } from './pricing/notification.ts'
import { type Question, questionsOf } from './pricing/questions.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench, sizesOf } from './run.ts'

/*
 * What a decision costs with its whole trace, in memory, on one core; beside it, what reading the notification costs that leads to it. And a
 * day of a simulated market.
 */

/** Decisions a second at the largest number of offers. */
const RATE_GOAL = 300_000
const LISTINGS = 60
/** Questions are asked in turns, so that all sizes and the peer meet the same machine. The first of them, in which the engine compiles, do not count. */
const WARM_UP = 5
const MARKET_DAYS = 4

interface Cost {
  readonly offers: number
  /** A second, of one core: median, and the fastest round, which is what it makes where nobody else wants the processor. */
  readonly decisions: number
  readonly fastest: number
  readonly bytes: number
  /** Notifications of that size read by JSON.parse, a second, in the same rounds. */
  readonly parsed: number
}

let sink = 0

/** Decisions a second over all questions once. */
function rateOf(count: number, work: () => void): number {
  const began = performance.now()
  work()
  return (count * 1000) / (performance.now() - began)
}

function decideAll(questions: readonly Question[]): void {
  for (const { state, snapshot, config, now } of questions) sink += decide(state, snapshot, config, now).trace.length
}

/** What is allocated for one decision: the heap's growth over few enough of them that nothing is collected meanwhile; the median of many. */
function bytesOf(questions: readonly Question[]): number {
  const few = questions.slice(0, 200)
  const grown: number[] = []
  for (let round = 0; round < 60; round += 1) {
    const before = process.memoryUsage().heapUsed
    decideAll(few)
    const after = process.memoryUsage().heapUsed
    if (after > before) grown.push((after - before) / few.length)
  }
  return Math.round(median(grown))
}

function measure(sizes: readonly number[], rounds: number, say: (line: string) => void): Cost[] {
  const runs = sizes.map((offers) => {
    const questions = questionsOf(offers, LISTINGS)
    return { offers, questions, texts: questions.slice(0, 200).map(notificationOf), rates: [] as number[], parsed: [] as number[] }
  })
  for (let n = -WARM_UP; n < rounds; n += 1) {
    for (const { questions, texts, rates, parsed } of runs) {
      const rate = rateOf(questions.length, () => decideAll(questions))
      const read = rateOf(texts.length, () => {
        for (const text of texts) sink += JSON.parse(text).NotificationVersion.length
      })
      if (n < 0) continue
      rates.push(rate)
      parsed.push(read)
    }
    if (n % 50 === 0) say(`round ${n} of ${rounds}`)
  }
  return runs.map(({ offers, questions, rates, parsed }) => ({
    offers,
    decisions: Math.round(median(rates)),
    fastest: Math.round(Math.max(...rates)),
    bytes: bytesOf(questions),
    parsed: Math.round(median(parsed)),
  }))
}

/** Milliseconds of a market-day, our strategy in it. */
function marketDays(markets: number): { median: number; fastest: number } {
  const took = Array.from({ length: markets }, (_, number) => {
    const market = drawMarket(`bench/${number}`)
    const began = performance.now()
    sink += tryIn(market, contenderOf(USUAL_BUY_BOX), MARKET_DAYS).changes
    return (performance.now() - began) / MARKET_DAYS
  })
  return { median: round(median(took), 2), fastest: round(Math.min(...took), 2) }
}

exitWithParent()
await runBench('pricing', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '5,10,20' },
      rounds: { type: 'string', default: '200' },
      markets: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
    },
  })
  const sizes = sizesOf(values.sizes)
  const costs = measure(sizes, wholeOf('rounds', values.rounds, 20), say)
  say('market-days')
  const marketDay = marketDays(wholeOf('markets', values.markets, 3))
  const [largest] = costs.slice(-1) as [Cost]
  const perOffer = round(slope(costs.map(({ offers, decisions }) => ({ x: offers, y: 1e9 / decisions }))))
  const goals: Goal[] = [
    {
      name: `decisions at ${largest.offers} offers`,
      measured: largest.decisions,
      unit: '/s',
      goal: RATE_GOAL,
      atMost: false,
      ofTime: true,
    },
  ]
  const results = { costs, nanosecondsPerOffer: perOffer, marketDay, goals }
  if (sink === 0) throw new Error('nothing was decided')
  writeResults('pricing', { loadAverage: round(loadavg()[0] ?? 0), ...results })
  const text = [
    ...costs.map(
      ({ offers, decisions, fastest, bytes, parsed }) =>
        `${String(offers).padStart(2)} offers  ${decisions} decisions/s (fastest ${fastest}), ${bytes} bytes each; JSON.parse of the notification ${parsed}/s`,
    ),
    `each offer more costs ${perOffer} ns; a day of a market ${marketDay.median} ms (fastest ${marketDay.fastest})`,
    goalTable(goals),
    `bench pricing: ${largest.decisions} decisions a second and core at ${largest.offers} offers, ${round(largest.decisions / largest.parsed)} times as fast as reading them`,
  ].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify(results) : text }
})
