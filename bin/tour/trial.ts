import { accountEvent } from './account-events.ts'
import { agreedOn } from './amazon.ts'
import { turn, untilDue } from './clock.ts'
import type { Guide, Json } from './guide.ts'
import { day, mailsTo, type Seller, stepOf } from './sellers.ts'

const minutes = (instant: string, count: number): string => new Date(Date.parse(instant) + count * 60_000).toISOString()
/** Lives book the end of a trial within half an hour behind it, not all at the same second. */
const BOOKED_WITHIN = 31

/** The trial ends: talked over with one seller, not with the other whom nobody called. */
export async function trialEnds(guide: Guide, { ines, maija }: { ines: Seller; maija: Seller }): Promise<void> {
  const { stop, chapter } = guide
  const { id, life } = ines
  chapter('Two weeks later: the trial ends')
  const plan = await stop({
    name: 'what the plan promised when she registered',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => stepOf(body, 'trial_end_call')?.why.params.triesFrom !== undefined,
    summary: (body) => {
      const { at, why } = stepOf(body, 'trial_end_call')
      return `the trial ends ${day(why.params.endsAt)}; we try to call from ${day(why.params.triesFrom)} to ${day(at)}, the last business day`
    },
    workflow: life,
  })
  const { triesFrom, endsAt } = stepOf(plan, 'trial_end_call').why.params
  const card = await untilDue(
    guide,
    { customerId: id, step: 'trial_end_call', from: triesFrom, workflow: life, days: 'the days of the trial go by' },
    (body) => trialSoFar(body.talkingPoints),
  )
  const workflow = `trial/${card.id}`
  const agreed = agreedOn(card.profile, 'buy_box')
  await stop({
    name: 'they look back: her feedback, and another strategy',
    request: {
      method: 'POST',
      path: `/v1/calls/${card.id}/outcome`,
      body: { outcome: 'completed', data: { feedback: 'More sales, but too many price changes at night.', agreed } },
    },
    until: (body) => body.status === 'done',
    summary: () => `from push to buy_box for ${agreed[0].group}`,
    workflow: `call/${card.id}`,
  })
  await stop({
    name: 'both are on record, beside what was agreed before',
    request: { method: 'GET', path: `/v1/customers/${id}/timeline` },
    until: ({ items }) =>
      items.some(({ kind, params }: Json) => kind === 'trial_talked_over' && params.feedback !== null) && strategies(items).length === 2,
    summary: ({ items }) => `strategies agreed so far: ${strategies(items).join(', then ')}`,
    workflow,
  })
  const { trial } = (await guide.ask({ method: 'GET', path: `/v1/customers/${maija.id}` })).body
  const both = endsAt > trial.endsAt ? endsAt : trial.endsAt
  await turn(guide, { name: 'the last days go by', to: minutes(both, BOOKED_WITHIN), workflow: life })
  await stop({
    name: 'the trial is over',
    request: { method: 'GET', path: `/v1/customers/${id}/timeline?limit=10` },
    until: ({ items }) => items.some(({ kind, params }: Json) => kind === 'trial_ended' && params.talked === true),
    summary: ({ items }) => `noted at ${items.find(({ kind }: Json) => kind === 'trial_ended').at}, half an hour behind its end at most`,
    workflow: life,
  })
  await nobodyCalled(guide, maija)
}

function trialSoFar(points: Json[]): string {
  const { tries, talks, agreed } = points.find(({ code }) => code === 'trial_so_far').params
  return `in the trial so far: ${tries} tries, ${talks} talks, agreed ${agreed.map(({ group, strategy }: Json) => `${strategy} for ${group}`).join(', ')}`
}

/** Oldest first. */
const strategies = (timeline: Json[]): string[] =>
  timeline.flatMap(({ kind, params }) => (kind === 'strategy_agreed' ? [params.agreed[0].strategy] : [])).reverse()

/** Nobody took the calls of the second seller: her trial ends all the same, and she leaves. */
async function nobodyCalled({ stop, sandbox }: Guide, { id, life, email }: Seller): Promise<void> {
  await stop({
    name: 'a trial ends properly also where nobody called',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => body.trial.status === 'over' && stepOf(body, 'trial_end_call').status === 'skipped',
    summary: (body) => `Maija's trial is ${body.trial.status}, her call at its end ${stepOf(body, 'trial_end_call').why.code}`,
    workflow: life,
  })
  const asked = ({ messageId }: Json): boolean => messageId.includes('questionnaire')
  await stop({
    name: 'she is asked by mail instead',
    request: mailsTo(email, sandbox),
    until: ({ items }) => items.filter(asked).length === 1,
    summary: ({ items }) => items.find(asked).subject,
    workflow: `trial/${id}-trial-end`,
  })
  await stop({
    name: 'she does not go on: the billing system tells it',
    request: accountEvent('cancelled', id),
    expect: 202,
    until: (body) => body.duplicate === false,
    summary: () => 'a CloudEvent account.cancelled, taken',
    workflow: life,
  })
  const ended = ({ status }: Json): boolean => status === 'cancelled' || status === 'done'
  await stop({
    name: 'nobody is left with a call to her',
    request: { method: 'GET', path: `/v1/calls?customerId=${id}` },
    until: ({ items }) => items.length > 0 && items.every(ended),
    summary: ({ items }) => items.map(({ purpose, status }: Json) => `${purpose} ${status}`).join(', '),
    workflow: life,
  })
}
