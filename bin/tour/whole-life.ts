import type { Guide, Json } from './guide.ts'
import { day, planText, type Seller, stepOf } from './sellers.ts'

const FORTNIGHT_MS = 14 * 86_400_000
const LIVED = [
  'customer_registered',
  'welcomed',
  'onboarded',
  'strategy_agreed',
  'trial_talked_over',
  'trial_ended',
  'survey_ended',
  'follow_up_proposed',
  'account_product_added',
  'account_renewed',
  'account_contract_adjusted',
  'account_cancelled',
  'account_cancellation_withdrawn',
  'step_moved',
]

/** A person overrules the plan; then all of the life so far, and what comes next. */
export async function wholeLife({ stop, chapter }: Guide, { id, life }: Seller): Promise<void> {
  chapter('People decide: the plan is changed, and the life goes on')
  const plan = { method: 'GET', path: `/v1/customers/${id}/plan` } as const
  const before = await stop({
    name: 'what the rules propose',
    request: plan,
    until: (body) => stepOf(body, 'survey').status === 'planned',
    summary: (body) => `the next survey ${day(stepOf(body, 'survey').at)}, because ${stepOf(body, 'survey').why.code}`,
    workflow: life,
  })
  const to = new Date(Date.parse(stepOf(before, 'survey').at) + FORTNIGHT_MS).toISOString()
  const reason = 'she is at a fair in Lisbon that week'
  await stop({
    name: 'a person moves it, with one line of reason',
    request: { method: 'PATCH', path: `/v1/customers/${id}/plan/survey`, body: { action: 'move', to, reason } },
    until: (body) => stepOf(body, 'survey').at === to,
    summary: (body) => `now ${day(to)}: ${stepOf(body, 'survey').why.params.reason}`,
    workflow: life,
  })
  await stop({
    name: 'the whole life on the timeline',
    request: { method: 'GET', path: `/v1/customers/${id}/timeline?limit=200`, as: 'service' },
    until: ({ items }) => LIVED.every((kind) => items.some((item: Json) => item.kind === kind)),
    summary: ({ items }) => `${items.length} entries from ${day(items.at(-1).at)} to ${day(items[0].at)}: ${story(items)}`,
    workflow: life,
  })
  await stop({
    name: 'and what comes next',
    request: plan,
    until: (body) => {
      const { status, at, why } = stepOf(body, 'survey')
      return body.stage === 'onboarded' && body.trial.status === 'over' && status === 'planned' && at === to && why.params.reason === reason
    },
    summary: planText,
    workflow: life,
  })
}

/** The turns of a life, oldest first. */
const story = (timeline: Json[]): string =>
  timeline
    .filter(({ kind }) => LIVED.includes(kind))
    .map(({ kind }) => kind)
    .reverse()
    .join(', ')
