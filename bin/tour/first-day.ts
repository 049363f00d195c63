import { randomUUID } from 'node:crypto'
import { ANALYSIS_MS, agreedOn, consents, proposal } from './amazon.ts'
import type { Guide, Json } from './guide.ts'
import { address, lifeOf, mailsTo, mobile, type Seller, sellerOf, stepOf } from './sellers.ts'
import { talk } from './telephone.ts'

/** A seller registers, is assigned, called, welcomed and onboarded. */
export async function firstDay(guide: Guide): Promise<Seller> {
  const { stop, chapter, sandbox } = guide
  chapter('The first day: Inês Duarte sells tiles from Portugal')
  const register = {
    method: 'POST',
    path: '/v1/customers',
    body: {
      company: 'Azulejo Lda',
      contact: { name: 'Inês Duarte', email: address('ines', 'azulejo'), phone: mobile('+3519', 8) },
      languages: ['pt', 'en'],
      country: 'PT',
      products: ['repricer', 'lost_and_found'],
    },
    as: 'service',
    headers: { 'idempotency-key': randomUUID() },
  } as const

  const registered = await stop({
    name: 'a seller registers',
    request: register,
    expect: 201,
    summary: (body) => `${body.company} is customer ${body.id}, trial until ${body.trial.endsAt}`,
    workflow: lifeOf,
  })
  const ines = sellerOf(registered)
  const { id, life, email, number } = ines
  await stop({
    name: 'the same request again finds the same seller',
    request: register,
    expect: 201,
    until: (body) => body.id === id,
    summary: () => 'nothing was doubled',
    workflow: life,
  })
  await stop({
    name: 'the whole team knows at once',
    request: { method: 'GET', path: '/v1/notifications?limit=200' },
    until: (body) => body.items.some((notice: Json) => notice.customerId === id && notice.kind === 'customer_registered'),
    summary: () => 'a notice customer_registered is with everybody',
    workflow: life,
  })
  const plan = await stop({
    name: 'the plan says what happens next, when and why',
    request: { method: 'GET', path: `/v1/customers/${id}/plan`, as: 'service' },
    until: (body) => stepOf(body, 'welcome_call')?.at != null && stepOf(body, 'survey') !== undefined,
    summary: (body) => body.steps.map(({ step, status, at, why }: Json) => `${step} ${status} at ${at} (${why.code})`).join(', '),
    workflow: life,
  })
  await consents(guide, ines)
  chapter('The first talk')
  const { callId } = stepOf(plan, 'welcome_call')
  const call = `call/${callId}`
  await stop({
    name: 'the card tells the agent whom to call and why he',
    request: { method: 'GET', path: `/v1/calls/${callId}` },
    until: (body) => body.agentId !== null,
    summary: (body) =>
      `${body.agentId} speaks ${body.language} (${body.why.assignment.code}); it is ${body.localTime} at the seller's; ${body.agenda.length} points on the agenda`,
    workflow: call,
  })
  await stop({
    name: 'the seller has mail in Portuguese',
    request: mailsTo(email, sandbox),
    until: (body) => body.items.length === 1 && body.duplicates.length === 0,
    summary: (body) => body.items[0].subject,
    workflow: call,
  })
  await stop({
    name: 'an agent takes the call',
    request: { method: 'POST', path: `/v1/calls/${callId}/take`, body: {} },
    summary: (body) => `now with ${body.agentId}`,
    workflow: call,
  })
  await stop({
    name: 'the seller is at the telephone today',
    request: { method: 'PUT', path: `/phone/lines/${encodeURIComponent(number)}`, body: { behaviour: 'answers' }, base: sandbox },
    summary: () => `${number} will answer`,
    workflow: call,
  })
  const hangUp = await talk(guide, { callId, number })
  const outcome = (data: object) => ({ method: 'POST', path: `/v1/calls/${callId}/outcome`, body: { outcome: 'completed', data } }) as const
  await stop({
    name: 'support is wanted, and the onboarding goes on in the same call',
    request: outcome({ support: 'wanted', onboarding: 'now' }),
    until: (body) => body.purpose === 'onboarding' && body.status === 'in_call',
    summary: (body) => `purpose ${body.purpose}, still ${body.status}`,
    workflow: call,
  })
  const agreed = agreedOn(await proposal(guide, callId), 'push')
  await stop({
    name: 'what they agree on is kept while they talk',
    request: { method: 'PUT', path: `/v1/calls/${callId}/agreement`, body: { agreed } },
    until: (body) => body.version === 1,
    summary: ({ version, groups: [{ group, strategy, overridden }] }) =>
      `version ${version}: ${strategy} for ${group}${overridden ? ', although something else was proposed' : ''}`,
    workflow: call,
  })
  await hangUp()
  await stop({
    name: 'the onboarding is done, the strategy agreed',
    request: outcome({ experience: 'newcomer', areas: ['home'], agreed }),
    until: (body) => body.status === 'done',
    summary: () => `push for ${agreed[0].group}, with her own minimum and maximum`,
    workflow: call,
  })
  await stop({
    name: 'the seller is onboarded',
    request: { method: 'GET', path: `/v1/customers/${id}`, as: 'service' },
    until: (body) => body.stage === 'onboarded',
    summary: (body) => `stage ${body.stage}, support ${body.support}`,
    workflow: life,
  })
  await stop({
    name: 'everything is on the timeline',
    request: { method: 'GET', path: `/v1/customers/${id}/timeline`, as: 'service' },
    until: (body) =>
      ['strategy_proposed', 'strategy_agreed', 'welcomed', 'amazon_connected', 'customer_registered'].every((kind) =>
        body.items.some((item: Json) => item.kind === kind),
      ),
    patienceMs: ANALYSIS_MS,
    summary: (body) => `${body.items.length} entries, newest ${body.items[0].kind}`,
    workflow: life,
  })
  return ines
}
