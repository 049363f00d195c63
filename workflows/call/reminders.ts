import { now } from '../time.ts'
import type { CallContext } from './context.ts'
import type { Moment } from './moments.ts'

/** The seller of a booked call is reminded; of several that are late by now, once. */
export function remind({ state, memory }: CallContext): Moment | undefined {
  const at = state.booking?.reminders?.find((instant) => instant > memory.remindedUntil)
  return at === undefined || state.status !== 'planned' ? undefined : { at, act: sendReminder }
}

async function sendReminder({ state, mails, memory, spoken }: CallContext): Promise<void> {
  const { booking, customerId } = state
  memory.remindedUntil = now()
  if (booking === null || booking.start <= now()) return
  const due = booking.reminders?.filter((instant) => instant <= now()).length
  const { agentId, start: at, purpose } = booking
  const key = `${booking.id}/reminder/${booking.sequence}/${due}`
  mails.send({ key, template: 'booking_reminder', customerId, agentId, at, purpose, ...spoken() })
}
