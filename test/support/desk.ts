import { expect, vi } from 'vitest'
import type { CallView } from '../../api/schemas/calls.ts'
import type { CustomerView, PlanView, TimelineItem } from '../../api/schemas/customers.ts'
import type { Slot } from '../../domain/bookings.ts'
import type { Message } from '../../sandbox/mailbox/message.ts'
import { type Answer, patiently, type TestStack } from './api.ts'
import { seller } from './sellers.ts'

/** Reads until no expectation in it fails, and answers what it read last. */
export const soon = <T>(read: () => Promise<T>, timeout = 60_000): Promise<T> => vi.waitFor(read, { timeout, interval: 50 })

/** Expects a problem as CONTRACT.md describes it, and answers it. */
export function expectProblem({ status, headers, body }: Answer, expected: number, code: string) {
  expect(body, `${status} instead of ${expected} ${code}`).toMatchObject({ type: `urn:lotse:problem:${code}`, status: expected })
  expect(status).toBe(expected)
  expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(body.title).toEqual(expect.any(String))
  expect(body.detail).toEqual(expect.any(String))
  return body
}

/** Expects 400 with this field among the errors. */
export function expectBadField(answer: Answer, field: string): void {
  const { errors } = expectProblem(answer, 400, 'invalid-request')
  expect(errors).toEqual(expect.arrayContaining([{ field, message: expect.any(String) }]))
}

/** What a desk, a seller's site and a telephone do all day, in one line each. */
export const deskOf = (stack: TestStack) => deskAt(patiently(stack))

const deskAt = ({ request, sandbox }: TestStack) => ({
  async register(fields: Record<string, unknown> = {}): Promise<CustomerView> {
    const { status, body } = await request('POST', '/v1/customers', { body: seller(fields), as: 'service' })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  },

  /** The welcome call, once somebody was looked for. */
  welcomeOf: (customerId: string): Promise<CallView> =>
    soon(async () => {
      const { body } = await request('GET', `/v1/calls?customerId=${customerId}&purpose=welcome`)
      expect(body.items).toEqual([expect.objectContaining({ why: { assignment: expect.anything(), timing: expect.anything() } })])
      return body.items[0]
    }),

  async slots(customerId: string, query = ''): Promise<Slot[]> {
    const { status, body } = await request('GET', `/v1/slots?customerId=${customerId}&purpose=onboarding${query}`)
    expect(status).toBe(200)
    return body.items.map(({ start, end, agentId }: Slot) => ({ start, end, agentId }))
  },

  async book(customerId: string, start: string, fields: Record<string, unknown> = {}): Promise<Slot & { id: string; callId: string }> {
    const { status, body } = await request('POST', '/v1/bookings', { body: { customerId, purpose: 'onboarding', start, ...fields } })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  },

  async call(callId: string): Promise<CallView> {
    return (await request('GET', `/v1/calls/${callId}`)).body
  },

  async customer(customerId: string): Promise<CustomerView> {
    return (await request('GET', `/v1/customers/${customerId}`)).body
  },

  async plan(customerId: string): Promise<PlanView> {
    return (await request('GET', `/v1/customers/${customerId}/plan`)).body
  },

  /** Newest first. */
  async timeline(customerId: string): Promise<TimelineItem[]> {
    return (await request('GET', `/v1/customers/${customerId}/timeline?limit=200`)).body.items
  },

  async mailsTo(email: string): Promise<Message[]> {
    const answer = await fetch(`http://127.0.0.1:${sandbox.httpPort}/mailbox/messages?to=${encodeURIComponent(email)}`)
    return ((await answer.json()) as { items: Message[] }).items
  },

  /** Request options of somebody of the team, by a key of his own. */
  async somebody(agentId: string) {
    const { body } = await request('POST', '/v1/keys', { as: 'admin', body: { name: `key of ${agentId}`, role: 'agent', agentId } })
    return { as: null, headers: { authorization: `Bearer ${body.key}` } }
  },
})

export type Desk = ReturnType<typeof deskOf>
