import { randomInt } from 'node:crypto'
import type { Guide, Json } from './guide.ts'
import { address, lifeOf, mailsTo, mobile, planText, type Seller, sellerOf, stepOf } from './sellers.ts'

/** A seller who wants her onboarding another day: a slot, a booking, an invitation. */
export async function bookedForLater({ stop, chapter, sandbox }: Guide): Promise<Seller> {
  chapter('Another day: Maija Ozola from Latvia books her onboarding')
  const registered = await stop({
    name: 'a second seller registers',
    request: {
      method: 'POST',
      path: '/v1/customers',
      body: {
        company: 'Dzintars SIA',
        contact: { name: 'Maija Ozola', email: address('maija', 'dzintars'), phone: mobile('+3712', 7) },
        languages: ['lv'],
        country: 'LV',
        products: ['repricer'],
      },
      as: 'service',
    },
    expect: 201,
    summary: (body) => `${body.company} speaks ${body.languages}`,
    workflow: lifeOf,
  })
  const maija = sellerOf(registered)
  const { id, life, email } = maija
  const slots = await stop({
    name: 'free slots of those who speak her language',
    request: { method: 'GET', path: `/v1/slots?customerId=${id}&purpose=onboarding` },
    until: (body) => body.items.length > 0,
    summary: (body) => `${body.items.length} slots, first ${body.items[0].start}`,
    workflow: life,
  })
  const slot = slots.items[randomInt(slots.items.length)] // others may book at the same time
  const booking = await stop({
    name: 'her onboarding is booked',
    request: { method: 'POST', path: '/v1/bookings', body: { customerId: id, purpose: 'onboarding', start: slot.start } },
    expect: 201,
    summary: (body) => `${body.start} with ${body.agentId}`,
    workflow: life,
  })
  await stop({
    name: 'the invitation is in her mailbox, in Latvian',
    request: mailsTo(email, sandbox),
    until: (body) => body.items.some((mail: Json) => mail.invitation?.method === 'REQUEST'),
    summary: (body) => body.items.find((mail: Json) => mail.invitation).subject,
    workflow: `call/${booking.callId}`,
  })
  await stop({
    name: 'the plan shows both calls',
    request: { method: 'GET', path: `/v1/customers/${id}/plan` },
    until: (body) => stepOf(body, 'onboarding_call')?.at === booking.start && stepOf(body, 'welcome_call') !== undefined,
    summary: planText,
    workflow: life,
  })
  return maija
}
