import { accountEvent } from './account-events.ts'
import type { Guide, Json } from './guide.ts'
import { day, mailsTo, type Seller, stepOf } from './sellers.ts'

/** What happens to her account moves her life: another product, a renewal told five times, a cancellation that is withdrawn. */
export async function account(guide: Guide, { id, life, email }: Seller, consultation: string): Promise<void> {
  const { stop, chapter, sandbox } = guide
  chapter('Her account: the billing system tells what happens')
  const taken = { expect: 202, until: (body: Json) => body.duplicate === false, workflow: life } as const

  await stop({
    name: 'she adds Analytics',
    request: accountEvent('product_added', id, { product: 'analytics' }),
    summary: () => 'a CloudEvent, taken',
    ...taken,
  })
  await stop({
    name: 'she has all three products, and no second welcome',
    request: { method: 'GET', path: `/v1/customers/${id}` },
    until: (body) => body.products.includes('analytics') && body.stage === 'onboarded',
    summary: (body) => `${body.products.join(', ')}; stage ${body.stage}`,
    workflow: life,
  })
  await stop({
    name: 'she renews, and the billing system says so five times at once',
    request: accountEvent('renewed', id, { term: 'P1Y' }),
    times: 5,
    expect: 202,
    until: (bodies) => bodies.length === 5 && bodies.filter(({ duplicate }: Json) => !duplicate).length === 1,
    summary: (bodies) => `taken once, ${bodies.filter(({ duplicate }: Json) => duplicate).length} times a duplicate`,
    workflow: life,
  })
  await noticed(guide, { id, life, kind: 'account_renewed', name: 'the team hears of it once, with a proposal' })
  await stop({
    name: 'her contract is adjusted',
    request: accountEvent('contract_adjusted', id, { plan: 'professional', skus: 5000 }),
    summary: () => 'a CloudEvent, taken',
    ...taken,
  })
  await noticed(guide, { id, life, kind: 'account_contract_adjusted', name: 'that, too, is a notice with a proposal' })

  await stop({ name: 'she cancels', request: accountEvent('cancelled', id), summary: () => 'a CloudEvent, taken', ...taken })
  await stop({
    name: 'every clock of her life stands still',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => body.stage === 'cancelled' && stepOf(body, 'survey').status === 'skipped',
    summary: (body) => `stage ${body.stage}; survey ${stepOf(body, 'survey').status}, because ${stepOf(body, 'survey').why.code}`,
    workflow: life,
  })
  await stop({
    name: 'the consultation that was planned is withdrawn',
    request: { method: 'GET', path: `/v1/calls/${consultation}` },
    until: (body) => body.status === 'cancelled',
    summary: (body) => `the ${body.purpose} is ${body.status}`,
    workflow: `call/${consultation}`,
  })
  await stop({
    name: 'she thinks again and withdraws the cancellation',
    request: accountEvent('cancellation_withdrawn', id),
    summary: () => 'a CloudEvent, taken',
    ...taken,
  })
  await stop({
    name: 'the same life goes on where it was',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) =>
      body.stage === 'onboarded' &&
      stepOf(body, 'survey').status === 'planned' &&
      stepOf(body, 'welcome_call').status === 'done' &&
      stepOf(body, 'welcome_call').callId === `${id}-welcome`,
    summary: (body) =>
      `stage ${body.stage}; survey ${stepOf(body, 'survey').status} ${day(stepOf(body, 'survey').at)}; the welcome call stays the one she had`,
    workflow: life,
  })
  await stop({
    name: 'and she was welcomed once only',
    request: mailsTo(email, sandbox),
    until: ({ items, duplicates }) =>
      items.filter(({ messageId }: Json) => messageId.includes('-welcome.')).length === 1 && duplicates.length === 0,
    summary: ({ items }) => `${items.length} mail in all: ${items.map(({ subject }: Json) => subject).join('; ')}`,
    workflow: life,
  })
}

interface Expected {
  readonly id: string
  readonly life: string
  readonly kind: string
  readonly name: string
}

async function noticed({ stop }: Guide, { id, life, kind, name }: Expected): Promise<void> {
  const told = (body: Json): Json[] => body.items.filter((notice: Json) => notice.kind === kind && notice.customerId === id)
  await stop({
    name,
    request: { method: 'GET', path: '/v1/notifications?limit=200' },
    until: (body) => told(body).length === 1 && told(body)[0].params.proposed.code !== undefined,
    summary: (body) => `${kind}: ${told(body)[0].params.proposed.code}`,
    workflow: life,
  })
}
