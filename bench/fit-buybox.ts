import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CannotRun } from '../bin/setup/cannot-run.mjs'
import { fbaFirst, incumbentElseFba } from '../domain/buybox/baselines.ts'
import { FEATURES } from '../domain/buybox/features.ts'
import { AFTER, ALONE } from '../domain/buybox/weights.ts'
import { clustered, type Interval } from './buybox/clustered.ts'
import { type Choice, fitLogit, sharesOf } from './buybox/logit.ts'
import { choicesAfter, choicesAlone, type Look, looksOf } from './buybox/looks.ts'
import { round } from './figures.ts'
import { breaks, type Goal, goalTable, writeResults } from './results.ts'
import { runBench } from './run.ts'

/*
 * Makes the weights of the Buy Box model, and shows how far they carry: each set is judged by weights that were fitted to the others, and
 * the series by weights that were fitted to other ASINs.
 */

const SETS = ['headphones', 'books', 'backpacks'] as const
/** The one in which ASINs were looked at again and again. */
const SERIES = 'backpacks'
/** Each set counts as so many looks, however many it has. */
const SET_WEIGHT = 1_000
/** Weakly drawn to nothing. */
const FIRMNESS = 3
/** Of the series each ASIN counts as so many looks; what is known without a holder is where its weights are believed to lie. */
const ASIN_WEIGHT = 40
const HOLDS_PRIOR = 3
/** From a few ASINs the series would learn that late is better than prompt: that is left to all sets together. */
const LEFT_TO_ALL = 'promptly'
const FIRM = 1_000
const FOLDS = 5

type Sets = ReadonlyMap<string, readonly Look[]>

const ofAll = (sets: Sets, but?: string): Choice[] =>
  [...sets].flatMap(([name, looks]) => (name === but ? [] : choicesAlone(looks, SET_WEIGHT)))

const fitAlone = (choices: readonly Choice[]): number[] =>
  fitLogit(choices, { prior: FEATURES.map(() => 0), firmness: FEATURES.map(() => FIRMNESS) })

function fitAfter(looks: readonly Look[], alone: readonly number[]): number[] {
  const asins = new Set(looks.map(({ asin }) => asin)).size
  return fitLogit(choicesAfter(looks, asins * ASIN_WEIGHT), {
    prior: [...alone, HOLDS_PRIOR],
    firmness: [...FEATURES.map((feature) => (feature === LEFT_TO_ALL ? FIRM : FIRMNESS)), FIRMNESS],
  })
}

const guess = (options: Choice['options'], weights: readonly number[]): number => {
  const shares = sharesOf(options, weights)
  return shares.indexOf(Math.max(...shares))
}

/** By how many percentage points the model beats the peer, each ASIN drawn anew as a whole. */
interface Judged {
  readonly name: string
  readonly model: number
  readonly peer: number
  readonly gain: Interval
}

function judge(name: string, looks: readonly Look[], model: (look: Look) => boolean, peer: (look: Look) => boolean): Judged {
  const hits = looks.map((look) => ({ asin: look.asin, model: Number(model(look)), peer: Number(peer(look)) }))
  const share = (of: 'model' | 'peer') => round((100 * hits.reduce((sum, hit) => sum + hit[of], 0)) / hits.length, 2)
  return { name, model: share('model'), peer: share('peer'), gain: clustered(hits) }
}

function leaveOneOut(sets: Sets): Judged[] {
  return [...sets].map(([name, looks]) => {
    const weights = fitAlone(ofAll(sets, name))
    const model = (look: Look) => guess(choicesAlone([look], 1)[0]?.options ?? [], weights) === look.winner
    return judge(`${name}, fitted to the others`, looks, model, ({ offers, winner }) => fbaFirst(offers) === winner)
  })
}

/** The series by weights of other ASINs; the first look at an ASIN by those of the other sets. */
function series(sets: Sets): Judged {
  const looks = sets.get(SERIES) ?? []
  const alone = fitAlone(ofAll(sets, SERIES))
  const asins = [...new Set(looks.map(({ asin }) => asin))]
  const foldOf = new Map(asins.map((asin, index) => [asin, index % FOLDS]))
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    fitAfter(
      looks.filter(({ asin }) => foldOf.get(asin) !== fold),
      alone,
    ),
  )
  const model = (look: Look): boolean => {
    const [after] = choicesAfter([look], 1)
    const options = after?.options ?? choicesAlone([look], 1)[0]?.options ?? []
    return guess(options, after === undefined ? alone : (folds[foldOf.get(look.asin) ?? 0] ?? [])) === look.winner
  }
  return judge(
    `${SERIES} in sequence, fitted to other ASINs`,
    looks,
    model,
    ({ offers, winner, holder }) => incumbentElseFba(offers, holder) === winner,
  )
}

const shown = (weights: readonly number[]): number[] => weights.map((weight) => round(weight, 2))

const named = (weights: readonly number[]) => Object.fromEntries(weights.map((weight, index) => [FEATURES[index] ?? 'holds', weight]))

function textOf(alone: readonly number[], after: readonly number[], judged: readonly Judged[]): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [
    row(['weights', ...FEATURES, 'holds']),
    row(['---', ...FEATURES.map(() => '---'), '---']),
    row(['alone', ...alone, '']),
    row(['alone, in the code', ...ALONE.features, '']),
    row(['after', ...after]),
    row(['after, in the code', ...AFTER.features, AFTER.holds]),
    '',
    row(['judged on', 'model, %', 'peer, %', 'gain in points (95 %, ASINs drawn anew)']),
    row(['---', '---', '---', '---']),
    ...judged.map(({ name, model, peer, gain }) => row([name, model, peer, `${gain.mean} (${gain.low} to ${gain.high})`])),
  ].join('\n')
}

await runBench('fit-buybox', async (args, say) => {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: '../shared/data/buybox' }, json: { type: 'boolean', default: false } },
  })
  const folder = resolve(values.data)
  const sets = new Map(
    SETS.map((name) => {
      const file = join(folder, `${name}.jsonl.gz`)
      if (!existsSync(file)) throw new CannotRun(`${file} is not here: give the folder of the looks by --data`)
      say(`${name} is read`)
      return [name as string, looksOf(file)]
    }),
  )
  const alone = fitAlone(ofAll(sets))
  const after = fitAfter(sets.get(SERIES) ?? [], alone)
  say('the weights are found; now they are judged')
  const judged = [...leaveOneOut(sets), series(sets)]
  const goals = judged.map(
    ({ name, model, peer }): Goal => ({ name, measured: model, unit: '%', goal: peer, atMost: false, ofTime: false }),
  )
  const weights = { alone: shown(alone), after: shown(after) }
  writeResults('fit-buybox', { weights: { alone: named(weights.alone), after: named(weights.after) }, judged, goals })
  const text = [textOf(weights.alone, weights.after, judged), goalTable(goals)].join('\n\n')
  return { code: breaks(goals) ? 1 : 0, text: values.json ? JSON.stringify({ weights, judged }) : text }
})
