import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmsOn, NEW_WATCH, type Watch } from '../../../domain/reimbursement/anomalies/alarms.ts'
import { judge } from '../../../domain/reimbursement/anomalies/baseline.ts'
import { type Incident, incidentsOf } from '../../../domain/reimbursement/anomalies/incidents.ts'
import { type Options, USUAL_OPTIONS } from '../../../domain/reimbursement/anomalies/options.ts'
import { allSeries, type Exposure, type History } from '../../../domain/reimbursement/anomalies/series.ts'
import { dayOf } from '../../../domain/reimbursement/lots.ts'
import { dayAt, moved } from './rows.ts'

describe('incidents', () => {
  test('are counted by what happened, not by units or rows', () => {
    const forklift = { reference: 'F1' }
    const rows = [moved('E', -40, 0, forklift), moved('E', -2, 0, { ...forklift, fnsku: 'X002' }), moved('E', -1, 0, forklift)]
    expect(incidentsOf(rows)).toEqual([{ date: dayAt(0), centre: 'LEJ1', fnskus: ['X001', 'X002'] }])
  })

  test('another reference, another day and another centre are another', () => {
    const rows = [moved('M', -1, 0, { reference: 'A' }), moved('5', -1, 0, { reference: 'B' })]
    const others = [moved('M', -1, 1, { reference: 'A' }), moved('M', -1, 0, { reference: 'A', centre: 'WRO1' })]
    expect(incidentsOf([...rows, ...others])).toHaveLength(4)
  })

  test('without reference there is one by FNSKU, day and centre', () => {
    const rows = [moved('M', -1, 0, { reference: '' }), moved('M', -3, 0, { reference: '' })]
    expect(incidentsOf([...rows, moved('M', -1, 0, { reference: '', fnsku: 'X002' })])).toHaveLength(2)
  })

  test('finds, changes of disposition and damaged units that are misplaced are none', () => {
    const damaged = { disposition: 'WAREHOUSE_DAMAGED' } as const
    expect(incidentsOf([moved('F', 2, 0), moved('P', 1, 0, damaged), moved('Q', -1, 1), moved('M', -1, 2, damaged)])).toEqual([])
  })
})

const CENTRES = ['LEJ1', 'WRO1', 'POZ1', 'BER3', 'CGN1']
const incident = (from: number, fnsku: string, centre: string): Incident => ({ date: dayAt(from), centre, fnskus: [fnsku] })

/** Two in three days, of ever another FNSKU in another centre; day 110 is the last. */
const usual = Array.from({ length: 111 }, (_, day) =>
  day % 3 === 0 ? [] : [incident(day, `X${(day * 7) % 23}`, CENTRES[day % 5] as string)],
).flat()
const TODAY = 110
const historyWith = (more: readonly Incident[]): History => ({ since: dayAt(0), incidents: [...usual, ...more] })
const alarmed = (history: History, { day = TODAY, watch = NEW_WATCH, options = USUAL_OPTIONS as Options } = {}) =>
  alarmsOn(dayAt(day), history, watch, options)
const many = (count: number, make: (place: number) => Incident): Incident[] => Array.from({ length: count }, (_, place) => make(place))

describe('what is usual', () => {
  const days = { first: dayOf(dayAt(0)), last: dayOf(dayAt(90)) }
  const countsOn = (history: History, name: string, from = 0) => {
    const judged = judge(allSeries(history, days), days).find(({ series }) => series.name === name)
    return judged!.usual.countsOf({ first: dayOf(dayAt(from)), last: dayOf(dayAt(from)) })
  }

  test('is on each day of the week what that day has had', () => {
    const weekly = {
      since: dayAt(0),
      incidents: Array.from({ length: 13 }, (_, week) => many(5, () => incident(week * 7, 'X1', 'LEJ1'))).flat(),
    }
    expect(countsOn(weekly, 'account', 0).mean).toBeGreaterThan(3)
    expect(countsOn(weekly, 'account', 1).mean).toBeLessThan(0.5)
  })

  test('is of few incidents less sure', () => {
    const steady = (every: number): History => ({
      since: dayAt(0),
      incidents: Array.from({ length: 90 / every }, (_, place) => incident(place * every, 'X1', 'LEJ1')),
    })
    expect(countsOn(steady(30), 'account').dispersion).toBeGreaterThan(0.5)
    expect(countsOn(steady(1), 'account').dispersion).toBeLessThan(1 / 20)
  })

  test('is spread as its days were', () => {
    const clumps = { since: dayAt(0), incidents: [3, 22, 45, 61, 88].flatMap((day) => many(9, () => incident(day, 'X1', 'LEJ1'))) }
    expect(countsOn(clumps, 'account').dispersion).toBeGreaterThan(3)
  })

  test('is of a product that nothing happened to yet what the others tell of it, and no more', () => {
    const exposures = ['X1', 'X2', 'X3'].map((fnsku) => ({ date: dayAt(5), fnsku, centre: 'LEJ1', units: 9 }))
    const incidents = Array.from({ length: 60 }, (_, day) => incident(day, day % 2 === 0 ? 'X1' : 'X2', 'LEJ1'))
    const [calm, other] = ['fnsku X3', 'fnsku X1'].map((name) => countsOn({ since: dayAt(0), incidents, exposures }, name).mean)
    expect(calm).toBeGreaterThan(0)
    expect(calm).toBeLessThan(other! / 4)
  })
})

describe('a spike', () => {
  test('of nothing is none', () => {
    expect(alarmed(historyWith([])).alarms).toEqual([])
  })

  test('of one FNSKU is one alarm, of the FNSKU, whoever else sees it', () => {
    const { alarms } = alarmed(historyWith(many(7, () => incident(TODAY, 'X4', 'LEJ1'))))
    expect(alarms).toMatchObject([{ kind: 'spike', level: 'fnsku', series: 'fnsku X4', alsoSeen: ['centre LEJ1', 'account'] }])
    expect(alarms[0]?.incidents.length).toBeGreaterThanOrEqual(7)
    expect(alarms[0]?.expected).toBeLessThan(1)
  })

  test('of one centre is one alarm, of the centre', () => {
    const { alarms } = alarmed(historyWith(many(8, (place) => incident(TODAY, `X${place}`, 'LEJ1'))))
    expect(alarms).toMatchObject([{ level: 'centre', series: 'centre LEJ1', alsoSeen: ['account'] }])
  })

  test('in all centres is one alarm, of the account', () => {
    const { alarms } = alarmed(historyWith(many(10, (place) => incident(TODAY, `X${place}`, CENTRES[place % 5] as string))))
    expect(alarms).toMatchObject([{ level: 'account', series: 'account' }])
  })

  test('of the account is seen however many FNSKUs are looked at', () => {
    expect(alarmed(historyWith(many(3, (place) => incident(TODAY, `X${place}`, CENTRES[place] as string)))).alarms).toMatchObject([
      { level: 'account' },
    ])
  })

  test('of an FNSKU and of a centre that have nothing in common are one alarm where the account sees both', () => {
    const two = [...many(6, () => incident(TODAY, 'X30', 'WRO1')), ...many(6, (place) => incident(TODAY, `X${place}`, 'LEJ1'))]
    const { alarms } = alarmed(historyWith(two))
    expect(alarms).toMatchObject([{ level: 'account' }])
    expect(alarms[0]?.alsoSeen).toEqual(expect.arrayContaining(['fnsku X30', 'centre LEJ1']))
  })

  test('of hundreds is told at once', () => {
    expect(alarmed(historyWith(many(400, () => incident(TODAY, 'X4', 'LEJ1')))).alarms).toMatchObject([{ series: 'fnsku X4' }])
  })

  test('of two is none, however unlikely', () => {
    const quietYear = { since: dayAt(0), incidents: many(2, () => incident(TODAY, 'X1', 'LEJ1')) }
    expect(alarmed(quietYear).alarms).toEqual([])
    expect(alarmed({ ...quietYear, incidents: many(3, () => incident(TODAY, 'X1', 'LEJ1')) }).alarms).toHaveLength(1)
  })

  test('of yesterday is no news where nothing came today', () => {
    const history = { since: dayAt(0), incidents: many(6, () => incident(TODAY - 1, 'X1', 'LEJ1')) }
    expect(alarmed(history).alarms).toEqual([])
  })

  test('is none where as many more units were there', () => {
    const rows = (units: (day: number) => number): Exposure[] =>
      Array.from({ length: 111 }, (_, day) =>
        CENTRES.map((centre) => ({ date: dayAt(day), fnsku: 'X1', centre, units: units(day) })),
      ).flat()
    const spike = historyWith(many(6, (place) => incident(TODAY, `X${place}`, CENTRES[place % 5] as string)))
    expect(alarmed({ ...spike, exposures: rows(() => 100) }).alarms).toHaveLength(1)
    expect(alarmed({ ...spike, exposures: rows((day) => (day < TODAY - 1 ? 100 : 900)) }).alarms).toEqual([])
  })

  test('is none where days of the past were like it', () => {
    const bursts = [20, 26, 32, 38, 44, 50, 56, 62, 68, 74, 80, 86, 92, 98].flatMap((day) =>
      many(7, (place) => incident(day, `X${place}`, CENTRES[place % 5] as string)),
    )
    const today = many(7, (place) => incident(TODAY, `X${place}`, CENTRES[place % 5] as string))
    expect(alarmed(historyWith(today)).alarms).toHaveLength(1)
    expect(alarmed(historyWith([...bursts, ...today])).alarms).toEqual([])
  })
})

describe('day after day', () => {
  const from = (days: readonly number[], history: History, options: Options = USUAL_OPTIONS) => {
    let watch: Watch = NEW_WATCH
    return days.flatMap((day) => {
      const judged = alarmed(history, { day, watch, options })
      watch = judged.watch
      return judged.alarms.map(({ series, kind }) => `${day} ${series} ${kind}`)
    })
  }
  const ongoing = (days: readonly number[]) => days.flatMap((day) => many(4, () => incident(day, 'X4', 'LEJ1')))

  test('what was told is not told again for seven days', () => {
    const days = [100, 101, 102, 103, 104, 105, 106, 107, 108]
    expect(from(days, historyWith(ongoing(days)))).toEqual(['100 fnsku X4 spike', '108 fnsku X4 drift'])
  })

  test('what is wider than what was told is news', () => {
    const wider = many(12, (place) => incident(102, `X${place}`, CENTRES[place % 5] as string))
    expect(from([100, 101, 102], historyWith([...ongoing([100]), ...wider]))).toEqual(['100 fnsku X4 spike', '102 account spike'])
  })

  test('what is narrower than what was told is none', () => {
    const everywhere = many(12, (place) => incident(100, `X${place}`, CENTRES[place % 5] as string))
    const inside = [...many(5, () => incident(103, 'X4', 'LEJ1')), ...many(2, (place) => incident(103, `X1${place}`, 'WRO1'))]
    expect(from([100, 101, 102, 103], historyWith([...everywhere, ...inside]))).toEqual(['100 account spike'])
  })

  test('a rate that doubles is a drift, though no day is a spike', () => {
    // Two a day where there were two in three days.
    const days = Array.from({ length: 30 }, (_, place) => 81 + place)
    const more = days.flatMap((day) => many(1, () => incident(day, `X${(day * 5) % 23}`, CENTRES[(day + 2) % 5] as string)))
    const told = from(days, historyWith(more), { ...USUAL_OPTIONS, falseShare: 1e-9 })
    // None of a single centre or FNSKU: their CUSUMs share one run length.
    expect(told.map((each) => each.replace(/^\d+ /, ''))).toEqual(['account drift', 'account drift', 'account drift'])
    expect(from(days, historyWith([]), { ...USUAL_OPTIONS, falseShare: 1e-9 })).toEqual([])
  })

  test('the watch is plain data: what is written and read again goes on alike', () => {
    const history = historyWith(ongoing([100, 101]))
    const { watch } = alarmed(history, { day: 100 })
    expect(Object.keys(watch.quiet)).toEqual(['fnsku X4'])
    const read = JSON.parse(JSON.stringify(watch)) as Watch
    expect(alarmed(history, { day: 101, watch: read })).toEqual(alarmed(history, { day: 101, watch }))
  })

  test('before four weeks are known nothing is judged', () => {
    const spike = many(9, () => incident(TODAY, 'X4', 'LEJ1'))
    const since = (days: number): History => ({ since: dayAt(TODAY - days), incidents: spike })
    expect(alarmed(since(34)).alarms).toEqual([])
    expect(alarmed(since(35)).alarms).toHaveLength(1)
  })

  test('the order of the rows says nothing', () => {
    const history = historyWith(many(8, (place) => incident(TODAY, `X${place}`, 'LEJ1')))
    const summary = ({ incidents }: History) =>
      alarmed({ ...history, incidents }).alarms.map(({ series, alsoSeen, expected }) => ({ series, alsoSeen, expected }))
    fc.assert(
      fc.property(fc.shuffledSubarray([...history.incidents], { minLength: history.incidents.length }), (incidents) => {
        expect(summary({ ...history, incidents })).toEqual(summary(history))
      }),
      { numRuns: 20 },
    )
  })
})
