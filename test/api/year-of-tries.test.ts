import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicHolidays } from '../../adapters/public-holidays.ts'
import type { CallView } from '../../api/schemas/calls.ts'
import { businessDay, localDate, localTimeOfDay } from '../../domain/calendar/windows.ts'
import { isActive } from '../../domain/calls/clearance.ts'
import { groupedBy } from '../../domain/grouped.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type DemoTime, demoClockOf } from '../support/demo-clock.ts'
import { type Desk, deskOf } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
let clock: DemoTime
beforeAll(async () => {
  stack = patiently(await startTestStack({ demo: true }))
  desk = deskOf(stack)
  clock = demoClockOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const BERLIN = 'Europe/Berlin'
const HOUR = 3_600_000
const DAY = 86_400_000
const YEAR = 366 * DAY

interface Try {
  readonly callId: string
  readonly purpose: string
  readonly at: number
  /** The walk went past its moment: when it was dialled then is the test's doing. */
  readonly late: boolean
}

const callsOf = async (customerId: string): Promise<CallView[]> =>
  (await stack.request('GET', `/v1/calls?customerId=${customerId}&limit=200`)).body.items

/** When something of the plan begins by itself. */
async function plannedOf(customerId: string): Promise<number[]> {
  const { steps } = await desk.plan(customerId)
  return steps
    .flatMap(({ status, at, why }) => (status === 'planned' ? [at, why.params.triesFrom] : []))
    .map((instant) => Date.parse(String(instant)))
}

async function holidaysOf(years: readonly number[]): Promise<ReadonlySet<string>> {
  const all = await Promise.all(years.map((year) => publicHolidays('DE', 'BY', year)))
  return new Set(all.flat().map(({ date }) => date))
}

/** Every try of a year in which nobody ever answers, whatever is due; every five months three of the team want to help him with something. */
async function yearOf(customerId: string): Promise<Try[]> {
  const tries: Try[] = []
  const begun = await clock.now()
  let wish = begun + DAY
  for (let now = begun; now < begun + YEAR; now = await clock.now()) {
    const calls = await callsOf(customerId)
    const active = calls.filter(({ status }) => isActive(status))
    expect(active.length, 'calls that are active beside each other').toBeLessThanOrEqual(1)
    const [due] = active
    if (due !== undefined) {
      const outcome = tries.length % 3 === 1 ? 'voicemail_none' : 'no_answer'
      const { status, body } = await stack.request('POST', `/v1/calls/${due.id}/outcome`, { body: { outcome } })
      expect(status, JSON.stringify(body)).toBe(200)
      const at = Date.parse(body.attempts.at(-1).at)
      tries.push({ callId: due.id, purpose: due.purpose, at, late: at - Date.parse(due.dueAt ?? '') > HOUR })
      continue
    }
    if (wish <= now) {
      for (const topic of ['prices', 'shipping', 'returns'])
        await stack.request('POST', `/v1/customers/${customerId}/calls`, { body: { purpose: 'setup_help', topic } })
      wish += 150 * DAY
      continue
    }
    const open = calls.filter(({ status }) => status === 'planned' || status === 'retry_wait')
    const next = [wish, ...open.map(({ dueAt }) => Date.parse(dueAt ?? '')), ...(await plannedOf(customerId))].filter((at) => at > now)
    await clock.reach(new Date(Math.min(...next)).toISOString())
  }
  return tries
}

test('in a year in which he never answers, whoever wants what, a seller is tried twice a day at most, each time at another time of day, in his hours', async () => {
  const { id } = await desk.register({ languages: ['de'], country: 'DE', subdivision: 'DE-BY', timeZone: BERLIN })
  await desk.welcomeOf(id)
  const year = new Date(await clock.now()).getUTCFullYear()
  const tries = await yearOf(id)
  const holidays = await holidaysOf([year, year + 1, year + 2])

  expect(new Set(tries.map(({ purpose }) => purpose))).toEqual(new Set(['welcome', 'setup_help', 'trial_end', 'survey']))
  for (const { callId, purpose, at } of tries.filter(({ late }) => !late)) {
    const about = `${purpose} ${callId} at ${new Date(at).toISOString()}`
    expect(businessDay(at, BERLIN, holidays), about).toBe(true)
    const time = localTimeOfDay(at, BERLIN)
    expect(time >= 9 * 60 && time < 18 * 60, about).toBe(true)
  }
  const days = groupedBy(tries, ({ at }) => localDate(at, BERLIN))
  expect(Math.max(...[...days.values()].map(({ length }) => length))).toBe(2) // as often as is allowed, and no more
  for (const ofCall of groupedBy(tries, ({ callId }) => callId).values()) {
    expect(ofCall.length, ofCall[0]?.purpose).toBeLessThanOrEqual(3)
    expect(new Set(ofCall.map(({ at }) => localDate(at, BERLIN))).size).toBe(ofCall.length)
    ofCall.forEach(({ at }, n) => {
      for (const before of ofCall.slice(0, n))
        expect(Math.abs(localTimeOfDay(at, BERLIN) - localTimeOfDay(before.at, BERLIN)), `${at} ${before.at}`).toBeGreaterThan(120)
    })
  }
  const putOff = (await desk.timeline(id)).filter(({ kind }) => kind === 'call_postponed').length
  expect(putOff).toBeGreaterThan(0)
}, 600_000)
