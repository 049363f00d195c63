import type { CallDetails, TrialSoFar } from '../../api/call-card.ts'
import type { CallFilter, CallReads } from '../../api/routes/calls.ts'
import type { CallView } from '../../api/schemas/calls.ts'
import { CALL_OUTCOMES, type CallOutcome, type CallPurpose, type CallStatus } from '../../domain/calls/calls.ts'
import { wasReached } from '../../domain/calls/outcomes.ts'
import { type RetryRule, tryPositions, voicemailAllowed } from '../../domain/calls/retry-policy.ts'
import type { Coded } from '../../domain/codes.ts'
import { agreementOf } from '../../domain/profile/agreement.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { latestAgreement } from './agreements.ts'
import { readAlsoOpen } from './also-open.ts'
import { contactToAsk } from './contact-to-ask.ts'
import { customerView, WITH_CONTACT } from './customer-view.ts'
import { timelineItem } from './customers.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { createdPosition, NEWEST_FIRST, newestFirst, readPage } from './pages.ts'
import { readPolicies } from './policies.ts'
import { viewOf, WITH_PROFILE } from './profile-view.ts'
import { openQuestions } from './questions.ts'
import { decisionView } from './routing-decisions.ts'
import { readAnswers } from './surveys.ts'
import { fromJson, iso, isoOrNull } from './values.ts'

const SINCE_LAST_TALK = 50
const REACHED = CALL_OUTCOMES.filter(wasReached)

export const createCallReads = ({ client }: Database, clock = machineClock): CallReads => ({
  async find(id) {
    const call = await client.call.findUnique({ where: { id }, include: WITH_ATTEMPTS })
    return call ? callView(call) : undefined
  },

  async details(id) {
    const found = await client.call.findUnique({
      where: { id },
      include: { ...WITH_ATTEMPTS, customer: { include: { ...WITH_CONTACT, ...WITH_PROFILE } } },
    })
    if (!found) return undefined
    const { customer, language, topic, notes } = found
    const rule = (await readPolicies(client)).policies.retry[found.purpose as CallPurpose]
    return {
      call: callView(found),
      customer: customerView(customer, clock.now()),
      contact: contactView(await contactToAsk(client, found)),
      language,
      topic,
      notes,
      profile: viewOf(customer),
      alsoOpen: await readAlsoOpen(client, found, customer.timeZone, clock.now()),
      agreement: await latestAgreement(client, customer.id),
      openQuestions: await openQuestions(client, customer.id),
      voicemail: voicemailAllowed(triesOf(found, rule) + 1, rule),
      ...(await backstory(client, found)),
    }
  },

  async decisions(callId) {
    const rows = await client.assignment.findMany({ where: { callId } })
    return rows.map(decisionView).sort((a, b) => b.version - a.version)
  },

  list: (filter, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.call.findMany({
          where: { AND: [matching(filter), newestFirst(behind)] },
          orderBy: NEWEST_FIRST,
          take,
          include: WITH_ATTEMPTS,
        }),
      position: createdPosition,
      view: callView,
    }),
})

export const WITH_ATTEMPTS = { attempts: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } } as const satisfies Prisma.CallInclude

const triesOf = ({ purpose, attempts }: Prisma.CallGetPayload<{ include: { attempts: true } }>, rule: RetryRule): number =>
  tryPositions(
    purpose as CallPurpose,
    attempts.map(({ outcome }) => outcome as CallOutcome),
    rule,
  ).length

function matching({ agentId, status, purpose, customerId, from, to }: CallFilter): Prisma.CallWhereInput {
  return {
    ...(agentId === undefined ? {} : { agentId }),
    ...(status === undefined ? {} : { status }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(customerId === undefined ? {} : { customerId }),
    AND: [from === undefined ? {} : { dueAt: { gte: new Date(from) } }, to === undefined ? {} : { dueAt: { lt: new Date(to) } }],
  }
}

export function callView(call: Prisma.CallGetPayload<{ include: typeof WITH_ATTEMPTS }>): CallView {
  const { id, customerId, purpose, status, dueAt, agentId, whyAssignment, whyTiming, attempts, outcome } = call
  return {
    id,
    customerId,
    purpose: purpose as CallPurpose,
    status: status as CallStatus,
    dueAt: isoOrNull(dueAt),
    agentId,
    why: { assignment: codedOrNull(whyAssignment), timing: codedOrNull(whyTiming) },
    attempts: attempts.map(({ at, outcome: result, by }) => ({ at: iso(at), outcome: result as CallOutcome, by })),
    ...(outcome === null ? {} : { outcome: outcome as CallOutcome }),
  }
}

const codedOrNull = (value: Prisma.JsonValue): Coded | null => fromJson(value)

function contactView(contact: Awaited<ReturnType<typeof contactToAsk>>): CallDetails['contact'] {
  if (contact === undefined) return null
  const { id, name, email, phone, phones, role, language } = contact
  return { id, name, email, phone, phones: phones.map((one) => one.phone), role, language }
}

type Found = Prisma.CallGetPayload<{ include: { customer: true } }>

/** What to know of the time before the call: of a trial's end the whole trial, else what happened since somebody last spoke to him. */
async function backstory(
  queries: Queries,
  { id, purpose, customer }: Found,
): Promise<Pick<CallDetails, 'sinceLastTalk' | 'answers' | 'trial'>> {
  const answers = purpose === 'survey' ? await readAnswers(queries, id) : []
  const trial = purpose === 'trial_end' ? await trialSoFar(queries, customer) : undefined
  const since = trial === undefined ? await lastTalkAt(queries, customer.id) : new Date(trial.startedAt)
  return { sinceLastTalk: await timelineSince(queries, customer.id, since), answers, ...(trial === undefined ? {} : { trial }) }
}

async function lastTalkAt(queries: Queries, customerId: string): Promise<Date | undefined> {
  const where = { call: { customerId }, outcome: { in: REACHED } }
  return (await queries.callAttempt.findFirst({ where, orderBy: { at: 'desc' } }))?.at
}

/** What happened since somebody last spoke to this seller, newest first. */
export const timelineSinceTalk = async (queries: Queries, customerId: string) =>
  timelineSince(queries, customerId, await lastTalkAt(queries, customerId))

async function timelineSince(queries: Queries, customerId: string, since: Date | undefined) {
  const entries = await queries.auditEntry.findMany({
    where: { customerId, ...(since === undefined ? {} : { at: { gte: since } }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: SINCE_LAST_TALK,
  })
  return entries.map(timelineItem)
}

async function trialSoFar(queries: Queries, customer: Found['customer']): Promise<TrialSoFar | undefined> {
  const { id: customerId, trialStartedAt, trialEndsAt } = customer
  if (trialStartedAt === null || trialEndsAt === null) return undefined
  const during = { call: { customerId }, at: { gte: trialStartedAt } }
  const tries = await queries.callAttempt.count({ where: during })
  const talks = await queries.callAttempt.count({ where: { ...during, outcome: { in: REACHED } } })
  const agreed = (await latestAgreement(queries, customerId))?.groups.map(agreementOf) ?? []
  return { startedAt: iso(trialStartedAt), endsAt: iso(trialEndsAt), tries, talks, agreed }
}
