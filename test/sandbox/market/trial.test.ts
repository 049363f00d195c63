import { expect, test } from 'vitest'
import type { Snapshot } from '../../../domain/pricing/snapshot.ts'
import { drawMarket } from '../../../sandbox/market/market.ts'
import type { Contender } from '../../../sandbox/market/repricers.ts'
import { DAY, HOUR, landedOf, MINUTE, OURS } from '../../../sandbox/market/scene.ts'
import { BEGINS, tryIn, type Watch } from '../../../sandbox/market/trial.ts'

const MARKET = drawMarket('trial/3')
const { min, max } = MARKET.own.terms

/** Keeps still but for what is told it to do. */
const contender = (answer: (look: Snapshot, now: number) => { price?: number; checkAt?: number } = () => ({})): Contender => ({
  name: 'told',
  begin: () => answer,
})

test('a strategy is asked on looks as they arrive, none of them older than one before, at least each hour', () => {
  const asked: { at: number; now: number }[] = []
  tryIn(
    MARKET,
    contender(({ at }, now) => {
      asked.push({ at, now })
      return {}
    }),
    2,
  )
  expect(asked.length).toBeGreaterThan(48)
  expect(asked.filter(({ at }, index) => at < (asked[index - 1]?.at ?? 0))).toEqual([])
  expect(asked.every(({ at, now }) => now > at)).toBe(true)
  const times = [BEGINS, ...asked.map(({ now }) => now), BEGINS + 2 * DAY]
  expect(Math.max(...times.map((now, index) => now - (times[index - 1] ?? now)))).toBeLessThanOrEqual(HOUR + MINUTE)
})

test('it is asked again when it wants to be', () => {
  const wanted = BEGINS + 7.5 * HOUR
  const asked: number[] = []
  tryIn(
    MARKET,
    contender((_, now) => {
      asked.push(now)
      return now < wanted ? { checkAt: wanted } : {}
    }),
    1,
  )
  expect(asked).toContain(wanted)
})

test('a price that was sent is seen minutes later; the last one counts', () => {
  let sent = 0
  let seenAt = 0
  const watch: Watch = {
    everyMs: MINUTE / 2,
    look(at, { sellers }) {
      if (seenAt === 0 && sellers[OURS]?.listing === max - 1) seenAt = at
    },
  }
  const told = contender((_, now) => {
    sent += 1
    if (sent > 2) return {}
    const price = sent === 1 ? max : max - 1
    return { price, checkAt: now + 1_000 }
  })
  const last: number[] = []
  const final: Watch = { everyMs: DAY, look: (_, { sellers }) => void last.push(landedOf(sellers[OURS] as never)) }
  expect(tryIn(MARKET, told, 2, [watch, final]).changes).toBe(2)
  expect(seenAt - BEGINS).toBeGreaterThanOrEqual(1.5 * MINUTE)
  expect(last.at(-1)).toBe(max - 1 + MARKET.own.terms.listing.shipping)
})

test('a price out of bounds is counted and never shown', () => {
  const shown = new Set<number>()
  const watch: Watch = { everyMs: HOUR, look: (_, { sellers }) => void shown.add(sellers[OURS]?.listing ?? 0) }
  const { violations, changes } = tryIn(
    MARKET,
    contender(() => ({ price: max + 1 })),
    1,
    [watch],
  )
  expect(violations).toBe(changes)
  expect(changes).toBeGreaterThan(20)
  expect([...shown]).toEqual([MARKET.own.start])
})

test('sales are told as they are heard of, some by businesses, some cancelled later', () => {
  const heard = new Map<string, { first: number; last: number; business: boolean }>()
  const listener: Contender = {
    name: 'listener',
    begin: (terms) => (look) => {
      for (const { id, cancelled, business } of look.sales ?? [])
        heard.set(id, { first: heard.get(id)?.first ?? cancelled, last: cancelled, business })
      return { price: terms.min }
    },
  }
  for (const seed of ['trial/1', 'trial/2', 'trial/3', 'trial/4']) tryIn(drawMarket(seed), listener, 4)
  const sales = [...heard.values()]
  expect(sales.length).toBeGreaterThan(50)
  expect(sales.some(({ business }) => business)).toBe(true)
  expect(sales.filter(({ first, last }) => first === 0 && last > 0).length).toBeGreaterThan(0)
})

test('where stock is counted it runs out, nothing is sold then, and it is filled up again', () => {
  const stocks: number[] = []
  const market = drawMarket('trial/3', { stock: { units: 5, everyDays: 2 } })
  const there = new Set<boolean>()
  const watch: Watch = { everyMs: 10 * MINUTE, look: (_, { sellers }) => void there.add(sellers[OURS]?.available ?? false) }
  const cheap = contender(({ stock }) => {
    stocks.push(stock ?? Number.NaN)
    return { price: market.own.terms.min }
  })
  tryIn(market, cheap, 8, [watch])
  expect(Math.min(...stocks)).toBe(0)
  expect(Math.max(...stocks)).toBe(5)
  expect(there).toEqual(new Set([true, false]))
})

test('whatever we ask for, rivals who do not look at others do the same at the same times, and so do mistakes and stocks', () => {
  const seen = [min, max].map((price) => {
    const lines: string[] = []
    const steady = MARKET.rivals.flatMap(({ kind }, index) => (kind === 'steady' || kind === 'night' ? [index + 1] : []))
    const look: Watch['look'] = (_, { sellers }) =>
      void lines.push(steady.map((index) => `${sellers[index]?.available}${sellers[index]?.listing}`).join())
    tryIn(
      MARKET,
      contender((_, now) => ({ price: price + (price === min ? (now / 1_000) % 3 : 0) - (price === min ? 0 : 1) })),
      5,
      [{ everyMs: HOUR, look }],
    )
    return lines
  })
  expect(MARKET.rivals.some(({ kind }) => kind === 'steady')).toBe(true)
  expect(seen[0]).toEqual(seen[1])
})

test('what reaches a strategy holds nothing of how the market decides', () => {
  const secrets = ['weights', 'holds', 'noise', 'drift', 'elasticity', 'usual', 'floor', 'kind', 'seed']
  const keys = new Set<string>()
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect)
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        keys.add(key)
        collect(inner)
      }
  }
  const curious: Contender = {
    name: 'curious',
    begin(terms) {
      collect(terms)
      return (look) => {
        collect(look)
        expect(JSON.parse(JSON.stringify(look))).toEqual(look)
        return {}
      }
    },
  }
  tryIn(MARKET, curious, 1)
  expect(secrets.filter((secret) => keys.has(secret))).toEqual([])
  expect(keys.has('inBuyBox')).toBe(true)
})
