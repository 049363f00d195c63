import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlanView } from '../../api/schemas/customers.ts'
import { startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, expectBadField, expectProblem, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = await startTestStack()
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const DAY = 86_400_000
const LATER = '2099-03-02T10:00:00.000Z'
const IN_A_YEAR = new Date().getUTCFullYear() + 1

const patch = (id: string, step: string, body: unknown) =>
  stack.request('PATCH', `/v1/customers/${id}/plan/${step}`, { body, as: 'service' })
const move = (id: string, step: string, to: string, reason = 'on holiday') => patch(id, step, { action: 'move', to, reason })
const skip = (id: string, step: string, reason = 'no need') => patch(id, step, { action: 'skip', reason })
/** An account that the sandbox knows: of one that Amazon refuses the consent would be due at once. */
const accountOf = (key: string, sellingPartnerId: string) => ({ sellingPartnerId, region: 'eu', refreshToken: `Atzr|sandbox-${key}` })
const stepOf = ({ steps }: PlanView, name: string) => steps.find(({ step }) => step === name)
const namesOf = ({ steps }: PlanView) => steps.map(({ step }) => step)

/** A seller whose plan stands: what his products bring is in it. */
async function planned(fields: Record<string, unknown> = {}) {
  const { id, createdAt, trial } = await desk.register(fields)
  const plan = await soon(async () => {
    const found = await desk.plan(id)
    expect(namesOf(found)).toEqual(expect.arrayContaining(['profile_analysis', 'survey']))
    return found
  })
  return { id, createdAt, trial, plan }
}

/** Weekday (1 = Monday), date and time of day where the seller is. */
function localTime(instant: string, timeZone: string) {
  const [day, date, time] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date(instant))
    .replace(',', '')
    .split(' ')
  return { weekday: ['mån', 'tis', 'ons', 'tors', 'fre', 'lör', 'sön'].indexOf(day ?? '') + 1, date, time: time ?? '' }
}

function expectCallable(instant: string, timeZone: string): void {
  const { weekday, time } = localTime(instant, timeZone)
  expect(weekday).toBeGreaterThanOrEqual(1)
  expect(weekday).toBeLessThanOrEqual(5)
  expect(time >= '09:00' && time < '18:00', time).toBe(true)
}

describe('what a product brings', () => {
  test.each<[string[], Record<string, unknown>, string[]]>([
    [['repricer'], {}, ['welcome_call', 'profile_analysis', 'trial_end_call', 'survey']],
    [['repricer', 'lost_and_found', 'analytics'], {}, ['welcome_call', 'profile_analysis', 'trial_end_call', 'survey']],
    [['analytics'], {}, ['welcome_call', 'profile_analysis', 'survey']],
    [['analytics'], { trialEndsAt: LATER }, ['welcome_call', 'profile_analysis', 'trial_end_call', 'survey']],
    [['lost_and_found', 'analytics'], {}, ['welcome_call', 'profile_analysis', 'survey']],
  ])('%j with %j', async (products, fields, steps) => {
    const { plan, trial } = await planned({ products, ...fields })
    expect(namesOf(plan)).toEqual(steps)
    expect(plan.trial).toEqual(trial)
    expect(trial.status).toBe(steps.includes('trial_end_call') ? 'running' : 'none')
    for (const { step, status, at, why, callId } of plan.steps) {
      expect([step, status]).toEqual([step, step === 'profile_analysis' ? 'parked' : 'planned'])
      expect(why.code).toMatch(/^[a-z_]+$/)
      expect(at === null).toBe(step === 'profile_analysis')
      expect(callId !== undefined).toBe(step === 'welcome_call')
    }
    expect(stepOf(plan, 'profile_analysis')?.why).toEqual({ code: 'no_account', params: {} })
  })

  test('Lost & Found alone: nothing, and no trial unless the contract names one', async () => {
    const { id, trial } = await desk.register({ products: ['lost_and_found'] })
    await soon(async () => expect((await desk.timeline(id)).map(({ kind }) => kind)).toContain('mail_sent'))
    expect(await desk.plan(id)).toEqual({ stage: 'registered', trial: { status: 'none', endsAt: null }, steps: [] })
    expect(trial).toEqual({ status: 'none', endsAt: null })
  })

  test('an account at Amazon: its consent is asked for anew before the year is over', async () => {
    const { plan, createdAt } = await planned({ amazon: accountOf('newcomer', 'ANEWCOMER00001') })
    const step = stepOf(plan, 'amazon_reauthorisation')!
    const days = (Date.parse(step.at!) - Date.parse(createdAt)) / DAY
    expect([step.status, step.why.code]).toEqual(['planned', 'authorisation_ends'])
    expect(days).toBeGreaterThan(365 - 31)
    expect(days).toBeLessThan(365 - 14)
    expectCallable(step.at!, 'Europe/Lisbon')
    expect(stepOf(plan, 'profile_analysis')?.why.code).not.toBe('no_account')
    expect(JSON.stringify(plan)).not.toContain('Atzr')
  })
})

describe('when', () => {
  // 8 March 2097 is a Friday.
  test.each([
    ['Europe/Berlin', '2097-03-06T15:00:00+01:00', '2097-03-06'],
    ['Europe/Berlin', '2097-03-10T12:00:00+01:00', '2097-03-08'],
    ['Europe/Berlin', '2097-03-11T08:30:00+01:00', '2097-03-08'],
    ['Europe/Berlin', '2097-03-31T23:59:00+02:00', '2097-03-29'], // the clocks changed that night
    ['America/Los_Angeles', '2097-03-09T01:00:00Z', '2097-03-08'],
    ['America/Los_Angeles', '2097-03-09T10:00:00Z', '2097-03-08'],
    ['Pacific/Auckland', '2097-03-10T23:00:00Z', '2097-03-11'],
    ['Pacific/Auckland', '2097-03-10T18:00:00Z', '2097-03-08'],
  ])('in %s a trial that ends at %s is talked about on the last business day before, %s', async (timeZone, trialEndsAt, date) => {
    const { plan } = await planned({ products: ['analytics'], timeZone, trialEndsAt })
    const at = stepOf(plan, 'trial_end_call')!.at!
    expect(localTime(at, timeZone).date).toBe(date)
    expectCallable(at, timeZone)
    expect(Date.parse(at)).toBeLessThan(Date.parse(trialEndsAt))
    expect(plan.trial.endsAt).toBe(new Date(trialEndsAt).toISOString())
  })

  test('a trial of two weeks ends at the same wall time, and is talked about on its last business day', async () => {
    const timeZone = 'Europe/Lisbon'
    const { plan, createdAt, trial } = await planned()
    expect(localTime(trial.endsAt!, timeZone).time).toBe(localTime(createdAt, timeZone).time)
    const at = stepOf(plan, 'trial_end_call')!.at!
    expectCallable(at, timeZone)
    const back = Date.parse(trial.endsAt!) - Date.parse(at)
    expect(back).toBeGreaterThan(0)
    expect(back).toBeLessThan(6 * DAY) // over a weekend and holidays beside it
  })

  test('the survey comes a quarter after the registration, not before, and within a fortnight', async () => {
    const { plan, createdAt } = await planned({ country: 'DE', languages: ['de'] })
    const { at, why } = stepOf(plan, 'survey')!
    const due = new Date(createdAt)
    due.setUTCMonth(due.getUTCMonth() + 3)
    const days = (Date.parse(at!) - due.getTime()) / DAY
    expect(days).toBeGreaterThan(-3.1) // 30 November and three months is 28 February
    expect(days).toBeLessThan(14.1)
    expectCallable(at!, 'Europe/Berlin')
    expect(why).toEqual({ code: 'each_quarter', params: { quarter: `${at!.slice(0, 4)}-Q${Math.ceil(Number(at!.slice(5, 7)) / 3)}` } })
  })
})

describe('a step without a call', () => {
  test.each(['trial_end_call', 'survey', 'profile_analysis'])(
    '%s is moved, moved again and skipped, each time for a reason',
    async (step) => {
      const { id, plan } = await planned()
      const from = stepOf(plan, step)!.at
      const moved = await move(id, step, '2099-03-02T11:00:00+01:00', 'on holiday until March')
      expect(moved.status).toBe(200)
      expect(stepOf(moved.body, step)).toMatchObject({
        status: 'planned',
        at: LATER,
        why: { code: 'moved', params: { reason: 'on holiday until March', from } },
      })
      const others = ({ steps }: PlanView) => steps.filter((one) => one.step !== step)
      expect(others(moved.body)).toEqual(others(plan))

      const again = await move(id, step, '2099-04-02T10:00:00Z', 'a week more')
      expect(stepOf(again.body, step)).toMatchObject({
        at: '2099-04-02T10:00:00.000Z',
        why: { params: { reason: 'a week more', from: LATER } },
      })

      const skipped = await skip(id, step, 'he told us by mail')
      expect(skipped.status).toBe(200)
      expect(stepOf(skipped.body, step)).toMatchObject({
        status: 'skipped',
        why: { code: 'skipped', params: { reason: 'he told us by mail' } },
      })
      expectProblem(await skip(id, step), 409, 'step-not-open')

      const entries = (await desk.timeline(id)).filter(({ params }) => params.step === step)
      expect(entries.map(({ kind, params, actor }) => [kind, params.reason, params.to, actor.split('/')[0]])).toEqual([
        ['step_skipped', 'he told us by mail', null, 'key'],
        ['step_moved', 'a week more', '2099-04-02T10:00:00.000Z', 'key'],
        ['step_moved', 'on holiday until March', LATER, 'key'],
      ])
    },
  )

  test('the yearly consent, too', async () => {
    const { id } = await planned({ amazon: accountOf('mixed', 'AMIXED00000001') })
    const moved = await move(id, 'amazon_reauthorisation', LATER)
    expect(stepOf(moved.body, 'amazon_reauthorisation')).toMatchObject({ status: 'planned', at: LATER })
    expect(stepOf((await skip(id, 'amazon_reauthorisation')).body, 'amazon_reauthorisation')?.status).toBe('skipped')
  })

  test('moved by two at once: both are answered, one of them is the last', async () => {
    const { id } = await planned()
    const times = ['2099-03-02T10:00:00.000Z', '2099-04-02T10:00:00.000Z']
    const answers = await Promise.all(times.map((to, n) => move(id, 'survey', to, `reason ${n}`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { at, why } = stepOf(await desk.plan(id), 'survey')!
    const last = times.indexOf(at!)
    expect(why.params).toMatchObject({ reason: `reason ${last}`, from: times[1 - last] })
    const [newest, older] = (await desk.timeline(id)).filter(({ kind }) => kind === 'step_moved')
    expect([newest?.params.reason, older?.params.reason]).toEqual([`reason ${last}`, `reason ${1 - last}`])
  })

  test('a survey skipped for a quarter says when the next one is, and can be asked for after all', async () => {
    const { id, plan } = await planned()
    const skipped = stepOf((await skip(id, 'survey')).body, 'survey')!
    const next = Date.parse(String(skipped.why.params.next))
    expect(next - Date.parse(stepOf(plan, 'survey')!.at!)).toBeGreaterThan(80 * DAY)
    expect(stepOf((await move(id, 'survey', LATER)).body, 'survey')).toMatchObject({ status: 'planned', at: LATER })
  })

  test('a survey is asked for where no product brings one', async () => {
    const { id } = await desk.register({ products: ['lost_and_found'] })
    expectProblem(await skip(id, 'survey'), 409, 'step-not-open')
    const { status, body } = await move(id, 'survey', LATER, 'he wants to tell us something')
    expect(status).toBe(200)
    expect(body.steps).toEqual([
      {
        step: 'survey',
        status: 'planned',
        at: LATER,
        why: { code: 'moved', params: { reason: 'he wants to tell us something', from: null } },
      },
    ])
  })
})

describe('a step with a call', () => {
  test('the welcome is moved and skipped, and the call with it', async () => {
    const { id } = await desk.register()
    const { id: callId, dueAt } = await desk.welcomeOf(id)
    const moved = await move(id, 'welcome_call', LATER)
    expect(stepOf(moved.body, 'welcome_call')).toMatchObject({ at: LATER, callId, why: { params: { from: dueAt, reason: 'on holiday' } } })
    expect(await desk.call(callId)).toMatchObject({ status: 'planned', dueAt: LATER })
    expect(stepOf((await skip(id, 'welcome_call')).body, 'welcome_call')?.status).toBe('skipped')
    expect((await desk.call(callId)).status).toBe('cancelled')
    expectProblem(await move(id, 'welcome_call', LATER), 409, 'step-not-open')
  })

  test('moved by two at once: both are answered, and call and plan agree', async () => {
    const { id } = await desk.register()
    const { id: callId } = await desk.welcomeOf(id)
    const times = ['2099-03-02T10:00:00.000Z', '2099-04-02T10:00:00.000Z']
    const answers = await Promise.all(times.map((to) => move(id, 'welcome_call', to)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { at } = stepOf(await desk.plan(id), 'welcome_call')!
    expect(times).toContain(at)
    expect((await desk.call(callId)).dueAt).toBe(at)
  })
})

describe('what cannot be', () => {
  const ALL = ['welcome_call', 'profile_analysis', 'trial_end_call', 'survey'] as const

  test('no step is moved into the past, or to what is no instant', async () => {
    const { id, plan } = await planned()
    for (const step of ALL)
      for (const to of [
        '2001-01-01T00:00:00Z',
        new Date(Date.now() - 1_000).toISOString(),
        '2099-01-01',
        '2099-02-30T00:00:00Z',
        'tomorrow',
      ])
        expectBadField(await move(id, step, to), '/to')
    expect(await desk.plan(id)).toEqual(plan)
  })

  /** The last Sunday of next March: in Germany 02:00 to 03:00 is left out. */
  const lastSunday = new Date(Date.UTC(IN_A_YEAR, 2, 31))
  lastSunday.setUTCDate(31 - lastSunday.getUTCDay())
  const gapDay = lastSunday.toISOString().slice(0, 10)

  test.each(['02:30:00+01:00', '02:30:00+02:00', '02:00:00+01:00'])(
    'no step is moved into the gap of the clock, as %s on a last Sunday of March, and is told so',
    async (time) => {
      const { id } = await planned({ country: 'DE', languages: ['de'] })
      for (const step of ALL) {
        const answer = await move(id, step, `${gapDay}T${time}`)
        expectBadField(answer, '/to')
        for (const part of [time.slice(0, 5), 'Europe/Berlin', gapDay, '02:00', '03:00']) expect(answer.body.detail).toContain(part)
      }
    },
  )

  test('the same instants in other words, and the hours beside the gap, are fine', async () => {
    const { id } = await planned({ country: 'DE', languages: ['de'] })
    for (const [to, at] of [
      [`${gapDay}T01:30:00Z`, `${gapDay}T01:30:00.000Z`],
      [`${gapDay}T01:59:00+01:00`, `${gapDay}T00:59:00.000Z`],
      [`${gapDay}T03:00:00+02:00`, `${gapDay}T01:00:00.000Z`],
    ])
      expect(stepOf((await move(id, 'survey', to!)).body, 'survey')?.at).toBe(at)
  })

  test('the gap of another country is none of his', async () => {
    const { id } = await planned({ country: 'PT' }) // Lisbon leaves out 01:00 to 02:00
    expect((await move(id, 'survey', `${gapDay}T02:30:00+01:00`)).status).toBe(200)
    expectBadField(await move(id, 'survey', `${gapDay}T01:30:00+00:00`), '/to')
  })

  test('what is not planned or over is not open', async () => {
    const { id } = await planned()
    for (const step of ['amazon_reauthorisation', 'onboarding_call']) {
      expectProblem(await move(id, step, LATER), 409, 'step-not-open')
      expectProblem(await skip(id, step), 409, 'step-not-open')
    }
    const { id: callId } = await desk.welcomeOf(id)
    const told = { outcome: 'completed', data: { support: 'declined' } }
    expect((await stack.request('POST', `/v1/calls/${callId}/outcome`, { body: told })).status).toBe(200)
    await soon(async () => expect(stepOf(await desk.plan(id), 'welcome_call')?.status).toBe('done'))
    expectProblem(await move(id, 'welcome_call', LATER), 409, 'step-not-open')
    const other = await desk.register({ products: ['lost_and_found'] })
    for (const step of ALL) expectProblem(await skip(other.id, step), 409, 'step-not-open')
  })
})
