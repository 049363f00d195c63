import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import type { JudgedSeller } from './classification/judge.ts'
import { type Connected, judgedSellers, type Measured, measured } from './classification/measure.ts'
import { textOf } from './classification/text.ts'
import { round } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * What the rules of a profile say of the sandbox's generated sellers, beside what these truly sell. Whoever wrote the rules tuned them on
 * sellers of his own.
 */

/** The sandbox's default: the sellers whom everybody meets who starts it. */
const SEED = '1'
/** Of the items called private label, or trade goods: percent. */
const PRECISION = 90
const SLICE = 50

/** In slices, between which a signal is heard. */
async function measure(seed: string, sellers: number, connected: Connected, say: (line: string) => void): Promise<Measured> {
  const judged: JudgedSeller[] = []
  for (const one of judgedSellers(seed, sellers, connected)) {
    judged.push(one)
    if (judged.length % SLICE !== 0) continue
    say(`${connected === 'one' ? 'one account' : 'all accounts'}: ${judged.length} of ${sellers} sellers`)
    await new Promise(setImmediate)
  }
  return measured(judged, connected)
}

const goalsOf = ({ rule, connected }: Measured): Goal[] =>
  rule.flatMap(({ truth, by, precision }) => {
    if (by !== 'items' || precision === null) return []
    const name = `${truth}, precision by items, ${connected === 'one' ? 'one account' : 'all accounts'}`
    return [{ name, measured: round(precision * 100), unit: '%', goal: PRECISION, atMost: false, ofTime: false }]
  })

exitWithParent()
await runBench('classification', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sellers: { type: 'string', default: '200' },
      seed: { type: 'string', default: SEED },
      json: { type: 'boolean', default: false },
    },
  })
  const sellers = wholeOf('sellers', values.sellers, 1)
  const runs = [await measure(values.seed, sellers, 'one', say), await measure(values.seed, sellers, 'all', say)]
  const goals = runs.flatMap(goalsOf)
  writeResults('classification', { seed: values.seed, sellers, goals, runs })
  const text = [...runs.map(textOf), goalTable(goals)].join('\n\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify(runs) : text }
})
