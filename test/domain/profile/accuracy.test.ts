import { expect, test } from 'vitest'
import { normalizeBrand } from '../../../domain/profile/brands.ts'
import { type ClassifiedGroup, classifyGroups } from '../../../domain/profile/classify.ts'
import { brandKey, buildGroups } from '../../../domain/profile/groups.ts'
import type { GroupKind } from '../../../domain/profile/judge.ts'
import type { OfferReading } from '../../../domain/profile/offers.ts'
import { ASINS_PER_REQUEST, catalogueSample, nextOffers } from '../../../domain/profile/sampling.ts'
import { summaryOf } from './builders.ts'
import { type DrawnSeller, drawSeller, type Truth } from './sellers.ts'

const SELLERS = 200
/** Readings of one account in about five minutes. */
const MOST_READINGS = 600

interface Analysis {
  readonly groups: readonly ClassifiedGroup[]
  readonly readings: readonly OfferReading[]
}

/** The whole analysis as it runs, with the catalogue and the offers answered at once. */
function analyse(seller: DrawnSeller): Analysis {
  const { listings, catalogue, company, ownSellerIds, ask } = seller
  const summary = summaryOf(listings)
  const groups = buildGroups({ summary, catalogue })
  const classified = (readings: readonly OfferReading[]) => classifyGroups({ groups, readings, ownSellerIds, company })
  const readings = catalogueSample(summary)
    .slice(0, ASINS_PER_REQUEST)
    .map(({ asin }) => ask(asin))
  for (;;) {
    const next = readings.length < MOST_READINGS ? nextOffers({ groups: classified(readings), readings }) : []
    if (next.length === 0) return { groups: classified(readings), readings }
    readings.push(...next.map(({ asin }) => ask(asin)))
  }
}

interface Judged {
  readonly truth: Truth
  readonly kind: GroupKind
  readonly items: number
  readonly seller: DrawnSeller['kind']
}

function judgedOf(seller: DrawnSeller, { groups }: Analysis): Judged[] {
  return [...seller.truth].flatMap(([brand, truth]): Judged[] => {
    const group = groups.find(({ key }) => key === brandKey(normalizeBrand(brand) ?? ''))
    return group === undefined || group.active === 0 ? [] : [{ truth, kind: group.kind, items: group.items, seller: seller.kind }]
  })
}

const share = (part: number, whole: number): string => (whole === 0 ? '-' : `${((part * 100) / whole).toFixed(1)} %`)

function rowOf(judged: readonly Judged[], truth: Truth, weight: (one: Judged) => number) {
  const sum = (some: readonly Judged[]): number => some.reduce((total, one) => total + weight(one), 0)
  const called = judged.filter(({ kind }) => kind === truth)
  const right = called.filter((one) => one.truth === truth)
  const there = judged.filter((one) => one.truth === truth)
  const precision = sum(right) / sum(called)
  const open = there.filter(({ kind }) => kind === 'unknown')
  const settled = sum(right) / (sum(there) - sum(open))
  return { all: sum(there), precision, recall: sum(right) / sum(there), settled, unknown: sum(open) }
}

test('on 200 drawn sellers what it calls private label or trade goods is so, and it rarely has to say unknown', () => {
  const analysed = Array.from({ length: SELLERS }, (_, index) => drawSeller(1000 + index)).map((seller) => ({
    seller,
    analysis: analyse(seller),
  }))
  const judged = analysed.flatMap(({ seller, analysis }) => judgedOf(seller, analysis))
  const table = (['private_label', 'trade_goods'] as const).flatMap((truth) =>
    [
      { by: 'groups', row: rowOf(judged, truth, () => 1) },
      { by: 'items', row: rowOf(judged, truth, ({ items }) => items) },
    ].map(({ by, row: { all, precision, recall, settled, unknown } }) => ({
      truth,
      by,
      all,
      precision: share(precision, 1),
      recall: share(recall, 1),
      'recall where settled': share(settled, 1),
      unknown: `${unknown} (${share(unknown, all)})`,
    })),
  )
  console.table(table)
  const asked = analysed.map(({ analysis }) => analysis.readings.length).sort((a, b) => a - b)
  console.log(`offers read for each seller: median ${asked[SELLERS / 2]}, most ${asked.at(-1)}`)
  for (const truth of ['private_label', 'trade_goods'] as const) {
    expect(rowOf(judged, truth, () => 1).precision).toBeGreaterThan(0.93)
    expect(rowOf(judged, truth, ({ items }) => items).precision).toBeGreaterThan(0.97)
    expect(rowOf(judged, truth, ({ items }) => items).recall).toBeGreaterThan(0.85)
  }
})

test('the same seller is analysed the same, in whatever order his listings come', () => {
  for (const seed of [3, 14, 15]) {
    const seller = drawSeller(seed)
    expect(analyse({ ...seller, listings: [...seller.listings].reverse() })).toEqual(analyse(seller))
  }
})
