import { randomInt, randomUUID } from 'node:crypto'
import type { StackFile } from '../embedded/stack-file.ts'
import type { Guide, Json } from './guide.ts'

/** A mobile number of its own for each tour, so that the simulated telephone knows whom it rings. */
const phone = (): string => `+3519${randomInt(10_000_000, 100_000_000)}`
const OFFICE = '+4930901820'

/** The first chapter: a seller registers, is assigned, called, welcomed and onboarded; another books his onboarding for later. */
export async function firstDay({ stop }: Guide, stack: StackFile): Promise<void> {
  const { sandbox } = stack
  const email = `ines.${randomUUID().slice(0, 8)}@azulejo.example`
  const number = phone()
  const seller = {
    company: 'Azulejo Lda',
    contact: { name: 'Inês Duarte', email, phone: number },
    languages: ['pt', 'en'],
    country: 'PT',
    products: ['repricer', 'lost_and_found'],
  }
  const register = {
    method: 'POST',
    path: '/v1/customers',
    body: seller,
    as: 'service',
    headers: { 'idempotency-key': randomUUID() },
  } as const

  const { id } = await stop({
    name: 'a seller registers',
    request: register,
    expect: 201,
    summary: (body) => `${body.company} is customer ${body.id}, trial until ${body.trial.endsAt}`,
  })
  const life = `customer/${id}`
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
    until: (body) => body.steps.some((step: Json) => step.step === 'welcome_call' && step.at !== null),
    summary: (body) => body.steps.map((step: Json) => `${step.step} ${step.status} at ${step.at} (${step.why.code})`).join(', '),
    workflow: life,
  })
  const callId: string = plan.steps.find((step: Json) => step.step === 'welcome_call').callId
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
    request: { method: 'GET', path: `/mailbox/messages?to=${encodeURIComponent(email)}`, base: sandbox },
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
  })
  const dialled = await stop({
    name: 'the agent dials',
    request: { method: 'POST', path: '/phone/dial', body: { from: OFFICE, to: number }, base: sandbox },
    expect: 201,
    summary: (body) => `telephone call ${body.pbxCallId}`,
  })
  const card = { method: 'GET', path: `/v1/calls/${callId}` } as const
  await stop({
    name: 'the telephone reports that the seller answered',
    request: card,
    until: (body) => body.status === 'in_call',
    summary: (body) => `the call is ${body.status}`,
    workflow: call,
  })
  await stop({
    name: 'support is wanted, and the onboarding goes on in the same call',
    request: {
      method: 'POST',
      path: `/v1/calls/${callId}/outcome`,
      body: { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } },
    },
    until: (body) => body.purpose === 'onboarding' && body.status === 'in_call',
    summary: (body) => `purpose ${body.purpose}, still ${body.status}`,
    workflow: call,
  })
  await stop({
    name: 'they hang up',
    request: { method: 'POST', path: `/phone/calls/${dialled.pbxCallId}/hangup`, base: sandbox },
    summary: () => 'no limit was set to the talk',
  })
  await stop({
    name: 'the agent writes up the call',
    request: card,
    until: (body) => body.status === 'wrap_up',
    summary: (body) => `the call is ${body.status}`,
    workflow: call,
  })
  const agreed = [{ group: 'azulejos', strategy: 'push', min: { minor: 1290, currency: 'EUR' }, max: { minor: 2490, currency: 'EUR' } }]
  await stop({
    name: 'the onboarding is done, the strategy agreed',
    request: {
      method: 'POST',
      path: `/v1/calls/${callId}/outcome`,
      body: { outcome: 'completed', data: { experience: 'newcomer', areas: ['home'], agreed } },
    },
    until: (body) => body.status === 'done',
    summary: () => 'push for azulejos, 12.90 to 24.90 EUR',
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
      ['strategy_agreed', 'welcomed', 'customer_registered'].every((kind) => body.items.some((item: Json) => item.kind === kind)),
    summary: (body) => `${body.items.length} entries, newest ${body.items[0].kind}`,
    workflow: life,
  })
  await bookedForLater({ stop }, stack)
}

/** A seller who wants his onboarding another day: a slot, a booking, an invitation. */
async function bookedForLater({ stop }: Pick<Guide, 'stop'>, { sandbox }: StackFile): Promise<void> {
  const email = `maija.${randomUUID().slice(0, 8)}@dzintars.example`
  const seller = {
    company: 'Dzintars SIA',
    contact: { name: 'Maija Ozola', email, phone: `+3712${randomInt(1_000_000, 10_000_000)}` },
    languages: ['lv'],
    country: 'LV',
    products: ['repricer'],
  }
  const { id } = await stop({
    name: 'a second seller registers',
    request: { method: 'POST', path: '/v1/customers', body: seller, as: 'service' },
    expect: 201,
    summary: (body) => `${body.company} speaks ${body.languages}`,
  })
  const slots = await stop({
    name: 'free slots of those who speak her language',
    request: { method: 'GET', path: `/v1/slots?customerId=${id}&purpose=onboarding` },
    until: (body) => body.items.length > 0,
    summary: (body) => `${body.items.length} slots, first ${body.items[0].start}`,
  })
  const slot = slots.items[randomInt(slots.items.length)] // tours may run beside each other
  const booking = await stop({
    name: 'her onboarding is booked',
    request: { method: 'POST', path: '/v1/bookings', body: { customerId: id, purpose: 'onboarding', start: slot.start } },
    expect: 201,
    summary: (body) => `${body.start} with ${body.agentId}`,
    workflow: `customer/${id}`,
  })
  await stop({
    name: 'the invitation is in her mailbox, in Latvian',
    request: { method: 'GET', path: `/mailbox/messages?to=${encodeURIComponent(email)}`, base: sandbox },
    until: (body) => body.items.some((mail: Json) => mail.invitation?.method === 'REQUEST'),
    summary: (body) => body.items.find((mail: Json) => mail.invitation).subject,
    workflow: `call/${booking.callId}`,
  })
  await stop({
    name: 'the plan shows both calls',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => body.steps.some((step: Json) => step.step === 'onboarding_call' && step.at === booking.start),
    summary: (body) => body.steps.map((step: Json) => `${step.step} ${step.status}`).join(', '),
    workflow: `customer/${id}`,
  })
}
