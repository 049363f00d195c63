import type { CompanyView, ConsentStore } from '../../activities/consents.ts'
import type { LedgerReads } from '../../api/routes/consents.ts'
import type { ConsentView } from '../../api/schemas/consents.ts'
import { addPeriod } from '../../domain/calendar/periods.ts'
import { type CallPurpose, type CallState, CLOSED_STATUSES, isOpen } from '../../domain/calls/calls.ts'
import type { Entry, NewNotice } from '../../domain/codes.ts'
import { isAskedFor, mayCall, mayCallAnybody, type Verdict } from '../../domain/consent/gate.ts'
import { type Act, type Channel, consentEntry, type OptOutScope, type Statement, type Way } from '../../domain/consent/ledger.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { contactToAsk } from './contact-to-ask.ts'
import { PRIMARY_FIRST } from './customer-view.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { before, readPage } from './pages.ts'
import { readPolicies } from './policies.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { iso, isoOrNull } from './values.ts'

/** A grant is kept so long from its day and from its last use (UWG, section 7a). */
const KEPT = 'P5Y'

/** What was said about being called: who said it, when, how, and what proves it. */
export const createConsentLedger = ({ client }: Database, clock = machineClock): ConsentStore & LedgerReads => ({
  say: (customerId, statement, told) =>
    client.$transaction((tx) => writeStatement(tx, customerId, statement, { ...told, at: new Date(clock.now()) })),

  company: (customerId) => readCompany(client, customerId),

  rely: (consentId, at) => relyOn(client, consentId, new Date(at)),

  async find(customerId, id) {
    const row = await client.consent.findUnique({ where: { id, customerId } })
    return row ? view(row) : undefined
  },

  list: (customerId, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.consent.findMany({ where: { customerId, ...before('at', behind) }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take }),
      position: ({ at, id }: Prisma.ConsentModel) => ({ at, id }),
      view,
    }),

  mayCall: (customerId, purpose, about) => gateOf(client, customerId, purpose, about),
})

interface Asked {
  /** Whom the call asks for; absent: anybody for a survey, else whom we call first. */
  readonly contactId?: string | undefined
  /** Whether the customer himself asked for it just now, or booked it; absent: as its purpose says. */
  readonly askedFor?: boolean | undefined
}

/** Whether such a call may be made now, and why. One that is made on a grant (`reliesOn`) says so by `relyOn`. */
export async function gateOf(queries: Queries, customerId: string, purpose: CallPurpose, asked: Asked = {}): Promise<Verdict> {
  const { contactId, askedFor = isAskedFor(purpose) } = asked
  const company = await readCompany(queries, customerId)
  return contactId === undefined
    ? mayCallAnybody(purpose, askedFor, company.people, company)
    : mayCall(purpose, askedFor, contactId, company)
}

export async function relyOn(queries: Queries, consentId: string, at: Date): Promise<void> {
  await queries.consent.updateMany({ where: { id: consentId, act: 'granted' }, data: { lastUsedAt: at } })
}

async function readCompany(queries: Queries, customerId: string): Promise<CompanyView> {
  const customer = await queries.customer.findUnique({ where: { id: customerId } })
  if (!customer) throw customerNotFound(customerId)
  const contacts = await queries.contact.findMany({ where: { customerId }, orderBy: PRIMARY_FIRST })
  const asked = await queries.survey.groupBy({
    by: ['contactId'],
    where: { customerId, contactId: { not: null }, endedAt: { not: null } },
    _max: { endedAt: true },
  })
  const lastAsked = new Map(asked.map(({ contactId, _max }) => [contactId, _max.endedAt]))
  const escalated = await queries.call.count({
    where: { customerId, escalatedAt: { not: null }, status: { notIn: [...CLOSED_STATUSES] } },
  })
  return {
    ledger: (await queries.consent.findMany({ where: { customerId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(statementOf),
    gates: (await readPolicies(queries)).policies.gates,
    country: customer.country,
    contract: customer.cancelledAt === null,
    people: contacts.map(({ id, language }) => ({ id, language, lastAskedAt: isoOrNull(lastAsked.get(id) ?? null) })),
    escalated: escalated > 0,
  }
}

interface Told {
  readonly entry: Entry
  readonly notices: readonly NewNotice[]
  readonly at: Date
}

/** Once under its id: a repeat writes nothing. */
async function writeStatement(queries: Queries, customerId: string, statement: Statement, { entry, notices, at }: Told): Promise<void> {
  const { id, contactId, act, scope, channel, textVersion = null, how, evidence, revokes = null, saidAt, by } = statement
  const row = { id, customerId, contactId, act, scope, channel, textVersion, how, evidence, revokes, saidAt: new Date(saidAt), by, at }
  const { count } = await queries.consent.createMany({ data: [row], skipDuplicates: true })
  if (count === 0) return
  await writeEntries(queries, `consent/${id}`, at, { customerId }, [entry])
  await writeNotices(queries, `consent/${id}`, at, { customerId }, notices)
}

/** Who says in a call that he wants no more of them has said it for himself, but for no calls at all: that holds for everybody. */
export async function writeOptOut(queries: Queries, state: CallState, at: Date): Promise<void> {
  const { callId, customerId, contactId, outcome, status, agentId, data, attempts } = state
  const scope = data?.scope
  if (outcome !== 'opted_out' || scope === undefined || isOpen(status)) return
  const spoken = (await contactToAsk(queries, { customerId, contactId: contactId ?? null }))?.id ?? null
  const said = { act: 'opted_out', scope, channel: 'phone', how: 'phone', evidence: `call/${callId}` } as const
  const by = agentId === null ? 'system' : `agent/${agentId}`
  const statement = { ...said, id: `${callId}/opted-out`, contactId: spoken, saidAt: attempts.at(-1)?.at ?? iso(at), by }
  await writeStatement(queries, customerId, statement, { entry: consentEntry(statement), notices: [], at })
}

const statementOf = (row: Prisma.ConsentModel): Statement => ({
  id: row.id,
  contactId: row.contactId,
  act: row.act as Act,
  scope: row.scope as OptOutScope,
  channel: row.channel as Channel,
  ...(row.textVersion === null ? {} : { textVersion: row.textVersion }),
  how: row.how as Way,
  evidence: row.evidence,
  ...(row.revokes === null ? {} : { revokes: row.revokes }),
  saidAt: iso(row.saidAt),
  by: row.by,
})

function view(row: Prisma.ConsentModel): ConsentView {
  const { textVersion, revokes, at, lastUsedAt } = row
  const statement = statementOf(row)
  const from = lastUsedAt !== null && lastUsedAt > row.saidAt ? lastUsedAt : row.saidAt
  return {
    ...statement,
    textVersion,
    revokes,
    at: iso(at),
    lastUsedAt: isoOrNull(lastUsedAt),
    keptUntil: statement.act !== 'granted' ? null : addPeriod(iso(from), KEPT, 'UTC'),
  }
}
