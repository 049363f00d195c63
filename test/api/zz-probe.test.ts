import { Client, Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { afterAll, beforeAll, inject, test } from 'vitest'
const EventType = (proto as any).temporal.api.enums.v1.EventType
import { startTestStack, type TestStack } from '../support/api.ts'
import { deskOf } from '../support/desk.ts'
let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
}, 60_000)
afterAll(async () => {
  await stack?.close()
})
test('probe', async () => {
  const client = new Client({ connection: await Connection.connect({ address: inject('temporalAddress') }) })
  const desk = deskOf(stack)
  const { id } = await desk.register()
  for (let round = 0; round < 2; round++) {
    const [slot] = await desk.slots(id)
    const t0 = performance.now()
    const times: number[] = []
    const a = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const r = await stack.request('POST', '/v1/bookings', { body: { customerId: id, purpose: 'onboarding', start: slot!.start, agentId: slot!.agentId } })
        times.push(Math.round(performance.now() - t0))
        if (r.status >= 500 && times.length < 3) console.log(JSON.stringify(r.body))
        return r.status
      }),
    )
    const h = await client.workflow.getHandle(`customer/${id}`).fetchHistory()
    console.log(h.events!.length, JSON.stringify(h.events!.slice(-40).map((e) => [String(e.eventId), e.eventTime?.seconds?.toString().slice(-3), EventType[e.eventType!]?.slice(11), e.workflowTaskFailedEventAttributes?.failure?.message, e.workflowTaskFailedEventAttributes?.cause])))
    console.log(round, a.filter((s) => s === 201).length, a.filter((s) => s === 409).length, times.join(' '))
  }
}, 60_000)
