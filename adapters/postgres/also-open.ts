import { dayOf } from '../../domain/calendar/days.ts'
import type { AlsoOpen } from '../../domain/calls/agenda.ts'
import { CALL_PURPOSES, type CallPurpose, type CallStatus } from '../../domain/calls/calls.ts'
import { isActive } from '../../domain/calls/clearance.ts'
import type { Coded } from '../../domain/codes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Queries } from './database.ts'
import { readPolicies } from './policies.ts'
import { fromJson } from './values.ts'

const TO_COME = ['planned', 'retry_wait', 'due'] as const satisfies CallStatus[]

/**
 * What else the company would call the seller of an active call for until the end of his day, or put off for this call; the first to come
 * first. `now` is epoch milliseconds.
 */
export async function readAlsoOpen(
  queries: Queries,
  { id, customerId, status }: Prisma.CallModel,
  timeZone: string,
  now: number,
): Promise<AlsoOpen[]> {
  if (!isActive(status as CallStatus)) return []
  const { retry } = (await readPolicies(queries)).policies
  // Those that a seller asked for or booked are held for themselves.
  const ours = CALL_PURPOSES.filter((purpose) => !retry[purpose].exempt)
  const others = await queries.call.findMany({
    where: { customerId, id: { not: id }, purpose: { in: ours }, status: { in: [...TO_COME] }, dueAt: { not: null } },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
  const { end } = dayOf(now, timeZone)
  return others
    .filter(({ dueAt, whyTiming }) => (dueAt !== null && dueAt.getTime() < end) || isJoinedTo(id, fromJson<Coded | null>(whyTiming)))
    .map(({ id: callId, purpose, topic }) => ({ callId, purpose: purpose as CallPurpose, topic }))
}

const isJoinedTo = (callId: string, timing: Coded | null): boolean => timing?.code === 'joined_call' && timing.params.callId === callId
