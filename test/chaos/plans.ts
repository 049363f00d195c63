import type { CallView } from '../../api/schemas/calls.ts'
import type { PlanView } from '../../api/schemas/customers.ts'
import type { Desk } from './desk.ts'
import { keyOf, type Life, moved } from './life.ts'

/** The path of the plan's step that a call stands in; the plan shows the newer of two calls of a kind. */
async function stepOf(desk: Desk, life: Life, call: CallView): Promise<string | undefined> {
  const { steps }: PlanView = await desk.read(`/v1/customers/${life.id}/plan`)
  const found = steps.find(({ callId, status }) => callId === call.id && ['planned', 'due', 'parked'].includes(status))
  return found && `/v1/customers/${life.id}/plan/${found.step}`
}

/** A seller or an agent books a slot. */
export async function book(desk: Desk, life: Life, purpose: 'onboarding' | 'consultation'): Promise<void> {
  const start = await desk.slotFor(life)
  if (start === undefined) return
  const { end, body } = await desk.act({
    what: 'book',
    method: 'POST',
    path: '/v1/bookings',
    body: { customerId: life.id, purpose, start },
    key: keyOf(life, 'book'),
    may: ['slot-taken'],
  })
  if (end !== 'acknowledged') return
  life.bookingsMade += 1
  life.bookings.set(body.callId, { id: body.id, start: body.start })
}

/** A seller's site asks for a call. */
export async function askForCall(desk: Desk, life: Life): Promise<void> {
  const purpose = life.dice.pick(['call_me_now', 'consultation', 'setup_help'])
  const at = life.dice.chance(0.5) ? { at: await desk.soon(life, 1, 72) } : {}
  const { end, body } = await desk.act({
    what: 'ask for a call',
    method: 'POST',
    path: `/v1/customers/${life.id}/calls`,
    body: { purpose, ...at },
    as: 'service',
    key: keyOf(life, 'call'),
  })
  if (end === 'acknowledged') life.asked.push(body.id)
}

/** A call is put off: on its card, in the plan, or by moving its booking. */
export async function move(desk: Desk, life: Life, call: CallView): Promise<void> {
  const booking = life.bookings.get(call.id)
  if (booking && life.dice.chance(0.7)) return moveBooking(desk, life, call.id, booking)
  const step = life.dice.chance(0.5) ? await stepOf(desk, life, call) : undefined
  const to = await desk.soon(life, 1, 72)
  const { end } = await desk.act({
    ...(step === undefined
      ? { what: 'reschedule', method: 'POST', path: `/v1/calls/${call.id}/reschedule`, body: { to } }
      : { what: 'move step', method: 'PATCH', path: step, body: { action: 'move', to, reason: 'the seller asked' } }),
    key: keyOf(life, 'move'),
    may: ['slot-taken'],
  })
  if (end === 'acknowledged') moved(life, call.id, to)
}

async function moveBooking(desk: Desk, life: Life, callId: string, booking: { id: string; start: string }): Promise<void> {
  const start = await desk.slotFor(life, booking.start)
  if (start === undefined) return
  const { end } = await desk.act({
    what: 'move booking',
    method: 'PATCH',
    path: `/v1/bookings/${booking.id}`,
    body: { start },
    key: keyOf(life, 'move'),
    may: ['slot-taken'],
  })
  if (end === 'acknowledged') moved(life, callId, start)
}

/** A booking is cancelled, or a step left out. */
export async function drop(desk: Desk, life: Life, call: CallView): Promise<void> {
  const booking = life.bookings.get(call.id)
  const isDone = async () => (await desk.callOf(call.id)).status === 'cancelled'
  const key = keyOf(life, 'drop')
  if (booking) {
    await desk.act({ what: 'cancel booking', method: 'DELETE', path: `/v1/bookings/${booking.id}`, key, isDone })
    return
  }
  const step = await stepOf(desk, life, call)
  if (step === undefined) return
  const body = { action: 'skip', reason: 'not needed' }
  await desk.act({ what: 'skip step', method: 'PATCH', path: step, body, as: 'service', key, isDone })
}
