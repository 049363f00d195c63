import { accountEvent } from './account-events.ts'
import type { Guide, Json } from './guide.ts'
import { address, day, lifeOf, mailsTo, mobile, planText, type Seller, sellerOf, stepOf } from './sellers.ts'

/** A seller who wants nothing but his lost goods back is left in peace, until he adds the Repricer. */
export async function secondProduct({ stop, chapter, sandbox }: Guide): Promise<void> {
  chapter('Another life: Giulia Lunari only wants her lost goods back')
  const registered = await stop({
    name: 'a seller registers for Lost & Found alone',
    request: {
      method: 'POST',
      path: '/v1/customers',
      body: {
        company: 'Ceramiche Lunari srl',
        contact: { name: 'Giulia Lunari', email: address('giulia', 'lunari'), phone: mobile('+39347', 7) },
        languages: ['it'],
        country: 'IT',
        products: ['lost_and_found'],
      },
      as: 'service',
    },
    expect: 201,
    until: (body) => body.trial.status === 'none',
    summary: (body) => `${body.company}: trial ${body.trial.status}`,
    workflow: lifeOf,
  })
  const { id, life, email }: Seller = sellerOf(registered)
  const welcomes = ({ messageId }: Json): boolean => messageId.includes('-welcome.')
  await stop({
    name: 'she is told by mail that there is nothing to do',
    request: mailsTo(email, sandbox),
    until: ({ items }) => items.length === 1 && !items.some(welcomes),
    summary: ({ items }) => items[0].subject,
    workflow: life,
  })
  await stop({
    name: 'and nobody plans to call her',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => body.steps.length === 0,
    summary: () => 'no welcome, no trial, no survey: a call only on request, or where something is wrong',
    workflow: life,
  })
  await stop({
    name: 'later she adds the Repricer',
    request: accountEvent('product_added', id, { product: 'repricer' }),
    expect: 202,
    until: (body) => body.duplicate === false,
    summary: () => 'a CloudEvent, taken',
    workflow: life,
  })
  const plan = await stop({
    name: 'now the welcome, the trial and the surveys begin',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) =>
      body.trial.status === 'running' &&
      ['trial_end_call', 'survey'].every((step) => stepOf(body, step) !== undefined) &&
      stepOf(body, 'welcome_call')?.at != null,
    summary: (body) => `trial until ${day(body.trial.endsAt)}; ${planText(body)}`,
    workflow: life,
  })
  await stop({
    name: 'she has mail in Italian that says who calls when',
    request: mailsTo(email, sandbox),
    until: ({ items }) => items.filter(welcomes).length === 1,
    summary: ({ items }) => items.find(welcomes).subject,
    workflow: `call/${stepOf(plan, 'welcome_call').callId}`,
  })
}
