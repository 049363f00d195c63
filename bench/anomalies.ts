import { parseArgs } from 'node:util'
import { wholeOf } from '../bin/commands/whole-of.ts'
import { exitWithParent } from '../bin/embedded/parent-watch.ts'
import { USUAL_OPTIONS } from '../domain/reimbursement/anomalies/options.ts'
import {
  type Delay,
  delayOf,
  driftFrom,
  FACTORS,
  type FalseAlarms,
  falseAlarmsOf,
  KINDS,
  type Kind,
  NAMES,
  RATES,
  spikeFrom,
  WAITED,
} from './anomalies/measure.ts'
import { runLengthOf } from './anomalies/run-length.ts'
import { delayTable, falseTable, runTable } from './anomalies/text.ts'
import { PLACES } from './anomalies/world.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * How often somebody is called for nothing, and how many days it takes until somebody is called for something, in drawn years of accounts;
 * beside charts by Shewhart's rule, in the same years. A delay is the day of the alarm less the first day of the change: 0 is the same day.
 */

function goalsOf(falseAlarms: readonly FalseAlarms[], delays: readonly Delay[]): Goal[] {
  return [
    ...falseAlarms
      .filter(({ rule }) => rule === 'ours')
      .map(({ kind, perMonth, alarms }) => ({
        name: `${perMonth} incidents a month, ${kind}: false alarms, high end`,
        measured: alarms.high,
        unit: 'a month',
        goal: 1,
        atMost: true,
        ofTime: false,
      })),
    ...delays
      .filter(({ rule, perMonth, change }) => rule === 'ours' && perMonth === 20 && change.startsWith('4x'))
      .map(({ change, median: middle }) => ({
        name: `20 incidents a month, ${change}: median delay`,
        measured: middle ?? WAITED.spike,
        unit: 'days',
        goal: 2,
        atMost: true,
        ofTime: false,
      })),
  ]
}

exitWithParent()
await runBench('anomalies', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      years: { type: 'string', default: '40' },
      changes: { type: 'string', default: '105' },
      json: { type: 'boolean', default: false },
    },
  })
  const years = wholeOf('years', values.years, 2)
  const changes = wholeOf('changes', values.changes, 7)
  const falseAlarms = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    RATES.flatMap((perMonth) => {
      say(`${years} years without anything, ${perMonth} incidents a month, ${kind}`)
      return NAMES.map((rule) => falseAlarmsOf(kind, perMonth, rule, years))
    }),
  )
  const delays = RATES.flatMap((perMonth) => {
    say(`${changes} of each change, ${perMonth} incidents a month`)
    const spikes = FACTORS.flatMap((factor) =>
      PLACES.map((place) => ({ name: `${factor}x, ${place}`, from: spikeFrom(place, factor), waited: WAITED.spike })),
    )
    return [...spikes, { name: 'drift', from: driftFrom, waited: WAITED.drift }].flatMap(({ name, from, waited }) =>
      NAMES.map((rule) => delayOf(perMonth, name, from, waited, rule, changes)),
    )
  })
  say('run lengths')
  const { driftFactor, driftRunLength } = USUAL_OPTIONS
  const runs = [0.03, 0.13, 0.66, 2].flatMap((mean) =>
    [0, 0.5].map((dispersion) => runLengthOf({ mean, dispersion }, driftFactor, driftRunLength, 500)),
  )
  const goals = goalsOf(falseAlarms, delays)
  writeResults('anomalies', { years, changes, options: USUAL_OPTIONS, falseAlarms, delays, runs, goals })
  const most = Math.max(...falseAlarms.filter(({ rule }) => rule === 'ours').map(({ alarms }) => alarms.mean))
  const peer = Math.max(...falseAlarms.filter(({ rule }) => rule === 'shewhart').map(({ alarms }) => alarms.mean))
  const slowest = Math.max(...goals.filter(({ unit }) => unit === 'days').map(({ measured }) => measured))
  const summary = `bench anomalies: at most ${most} false alarms a month of an account (Shewhart ${peer}), four times 20 incidents a month found ${slowest} days after they begin`
  const text = [falseTable(falseAlarms), delayTable(delays), runTable(runs), goalTable(goals), summary].join('\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify({ falseAlarms, delays, runs, goals }) : text }
})
