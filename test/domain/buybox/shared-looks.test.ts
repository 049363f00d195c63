import { expect, test } from 'vitest'
import { fitLogit, sharesOf } from '../../../bench/buybox/logit.ts'
import { choicesAlone, looksOf } from '../../../bench/buybox/looks.ts'
import { fbaFirst } from '../../../domain/buybox/baselines.ts'
import { createEvaluation } from '../../../domain/buybox/evaluation.ts'
import { FEATURES } from '../../../domain/buybox/features.ts'
import { sharedPath } from '../../support/shared.ts'

const folder = sharedPath('data/buybox')
const SETS = ['headphones', 'books', 'backpacks']
const setsOf = () => new Map(SETS.map((name) => [name, looksOf(`${folder}/${name}.jsonl.gz`)]))

test.skipIf(folder === undefined)('fitted to two sets, the model beats "FBA first" on the third', () => {
  const sets = setsOf()
  for (const out of SETS) {
    const choices = [...sets].flatMap(([name, looks]) => (name === out ? [] : choicesAlone(looks, 1_000)))
    const weights = fitLogit(choices, { prior: FEATURES.map(() => 0), firmness: FEATURES.map(() => 3) })
    const looks = sets.get(out) ?? []
    const right = looks.filter((look) => {
      const shares = sharesOf(choicesAlone([look], 1)[0]?.options ?? [], weights)
      return shares.indexOf(Math.max(...shares)) === look.winner
    })
    const peer = looks.filter(({ offers, winner }) => fbaFirst(offers) === winner)
    expect({ out, wins: right.length > peer.length }).toEqual({ out, wins: true })
  }
})

test.skipIf(folder === undefined)('the weights in the code beat both peers on each set, and what they say can be trusted', () => {
  for (const [name, looks] of setsOf()) {
    const evaluation = createEvaluation()
    for (const look of looks) evaluation.add(look)
    const { top1, fbaFirst: fba, sequentialTop1, incumbentElseFba, ece, logLoss } = evaluation.result()
    expect({ name, wins: top1 > fba, keeps: sequentialTop1 >= incumbentElseFba }).toEqual({ name, wins: true, keeps: true })
    expect({ name, ece, trusted: ece < 0.1 && logLoss < 1 }).toMatchObject({ name, trusted: true })
  }
})
