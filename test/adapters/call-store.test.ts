import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scheduling } from '../../activities/calls.ts'
import { createAbsenceStore } from '../../adapters/postgres/absences.ts'
import { createAgentStore } from '../../adapters/postgres/agents.ts'
import { createBookingStore } from '../../adapters/postgres/bookings.ts'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createContactStore } from '../../adapters/postgres/contacts.ts'
import { createDialLeases } from '../../adapters/postgres/dial-leases.ts'
import { offsetTime } from '../../domain/calendar/periods.ts'
import { type CallState, openingState } from '../../domain/calls/calls.ts'
import { TALK_MS } from '../../domain/calls/dialling.ts'
import { USUAL_POLICIES } from '../../domain/policies.ts'
import type { ScheduleRequest } from '../../domain/routing/schedule.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import { request as asked } from '../domain/routing/office.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let calls: ReturnType<typeof createCallStore>

beforeAll(async () => {
  database = await openTestDatabase()
  calls = createCallStore(database.db, clock)
})
afterAll(() => database.drop())

const DUE = '2026-11-23T09:00:00.000Z'
const entry = { kind: 'call_changed', params: {}, actor: 'system' }

const request = (customerId: string, fields: Partial<ScheduleRequest> = {}): ScheduleRequest =>
  asked({ callId: randomUUID(), customerId, ...fields })

/** The least loaded of `among`. */
const leastLoaded =
  (...among: string[]) =>
  ({ team }: RoutingView): Scheduling => {
    const able = team.filter(({ agentId }) => among.includes(agentId)).sort((a, b) => a.load - b.load)
    const agentId = able[0]?.agentId ?? null
    const why = { code: 'language_match' as const, params: { load: able[0]?.load } }
    const decision = { agentId: agentId ?? undefined, language: 'de', why, policyVersion: 'ladder-2' as const, candidates: [], steps: [] }
    return {
      scheduled: { agentId, language: 'de', dueAt: DUE, whyTiming: { code: 'first_opening', params: {} }, whyAssignment: why, decision },
      entry: { kind: 'call_planned', params: { agentId }, actor: 'system' },
      notices: [{ audience: agentId ?? 'leads', kind: 'call_assigned', params: {} }],
    }
  }

const stateOf = (callId: string, customerId: string, fields: Partial<CallState> = {}): CallState => ({
  ...openingState({ callId, customerId, purpose: 'welcome', languages: ['de'], actor: 'system' }),
  ...fields,
})

test('a retried scheduling answers the same and writes nothing twice', async () => {
  const customerId = await addCustomer(database.db)
  const [first, second] = [await addAgent(database.db), await addAgent(database.db)]
  const wish = request(customerId)

  const scheduled = await calls.schedule(wish, leastLoaded(first))
  const repeated = await calls.schedule(wish, leastLoaded(second))

  expect(scheduled.agentId).toBe(first)
  expect(repeated).toEqual(scheduled)
  expect(await calls.find(wish.callId)).toMatchObject({
    status: 'planned',
    agentId: first,
    dueAt: DUE,
    why: { assignment: { code: 'language_match' } },
  })
  expect(await database.db.client.auditEntry.count({ where: { callId: wish.callId } })).toBe(1)
  expect(await database.db.client.notice.count({ where: { callId: wish.callId } })).toBe(1)
})

test('a call that nobody can hold waits, and is planned again as soon as somebody can', async () => {
  const customerId = await addCustomer(database.db)
  const agentId = await addAgent(database.db)
  const wish = request(customerId)
  await calls.schedule(wish, leastLoaded())
  expect(await calls.find(wish.callId)).toMatchObject({ status: 'parked', agentId: null })

  await calls.schedule({ ...wish, version: 2 }, leastLoaded(agentId))
  expect(await calls.find(wish.callId)).toMatchObject({ status: 'planned', agentId })
  expect((await calls.routingView(customerId)).customer.agentId).toBe(agentId)
})

test('decisions are made one at a time: ten at once spread evenly over two agents', async () => {
  const agents = [await addAgent(database.db), await addAgent(database.db)]
  const customers = await Promise.all(Array.from({ length: 10 }, () => addCustomer(database.db)))

  const scheduled = await Promise.all(customers.map((customerId) => calls.schedule(request(customerId), leastLoaded(...agents))))

  expect(scheduled.filter(({ agentId }) => agentId === agents[0])).toHaveLength(5)
})

test('the first agent looks after the customer; a call passed on changes hands, not the one who looks after him', async () => {
  const customerId = await addCustomer(database.db)
  const [first, second] = [await addAgent(database.db), await addAgent(database.db)]
  const wish = request(customerId)
  await calls.schedule(wish, leastLoaded(first))

  await calls.schedule({ ...wish, version: 3, excluded: [first] }, leastLoaded(second))

  expect(await calls.find(wish.callId)).toMatchObject({ agentId: second })
  expect((await calls.routingView(customerId)).customer.agentId).toBe(first)
})

test('a call goes on when whom it asks for is gone: who is called first is asked then', async () => {
  const { client } = database.db
  const customerId = await addCustomer(database.db)
  const email = `${randomUUID()}@seller.example`
  const contact = await client.contact.create({ data: { id: randomUUID(), customerId, name: 'Rui', email, phone: '+351912345679' } })
  const state = stateOf(randomUUID(), customerId, { purpose: 'survey', contactId: contact.id })
  await calls.save({ ...state, version: 1 }, null, [])
  expect((await calls.details(state.callId))?.contact?.name).toBe('Rui')
  expect(await createContactStore(database.db, clock).remove(contact.id, 'agent/ana')).toEqual({ customerId })
  await calls.save({ ...state, version: 2, status: 'due' }, null, [])
  expect((await calls.details(state.callId))?.call.status).toBe('due')
  expect((await calls.details(state.callId))?.contact?.name).toBe('Ida Sommer')
  expect((await createDialLeases(database.db).target(state.callId))?.phone).toBe('+4930123456')
})

test('for a call that is cancelled nobody dials any more', async () => {
  const customerId = await addCustomer(database.db)
  const state = stateOf(randomUUID(), customerId)
  const leases = createDialLeases(database.db)
  const now = clock.now()
  const dial = async (agentId: string) =>
    (await leases.take({ customerId, callId: state.callId, agentId, now, until: now + TALK_MS })).by?.agentId
  await calls.save({ ...state, version: 1 }, null, [])
  expect([await dial('ana'), await dial('bob')]).toEqual(['ana', 'ana'])
  await calls.save({ ...state, version: 2, status: 'cancelled' }, null, [])
  expect(await dial('bob')).toBe('bob')
})

test('an older version of a call changes nothing, its retry neither', async () => {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  const notices = [{ audience: 'team', kind: 'told', params: {} }]
  const newer = stateOf(callId, customerId, { version: 5, status: 'in_call', notes: 'new' })
  await calls.save(newer, entry, notices)

  await calls.save(stateOf(callId, customerId, { version: 4, status: 'due', notes: 'old' }), entry, notices)
  await calls.save(newer, entry, notices)

  expect(await database.db.client.call.findUnique({ where: { id: callId } })).toMatchObject({ version: 5, status: 'in_call', notes: 'new' })
  expect(await database.db.client.auditEntry.count({ where: { callId } })).toBe(1)
  expect(await database.db.client.notice.count({ where: { callId } })).toBe(1)
})

test('a try that a person describes better than the telephone did is one try', async () => {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  const heard = { at: '2026-11-22T10:00:00.000Z', outcome: 'no_answer' as const, by: 'telephony', pbxCallId: 'p1' }
  const said = { at: '2026-11-22T10:00:30.000Z', outcome: 'voicemail_left' as const, by: 'a1' }
  await calls.save(stateOf(callId, customerId, { version: 1, attempts: [heard] }), entry, [])
  await calls.save(stateOf(callId, customerId, { version: 2, attempts: [said] }), entry, [])

  expect((await calls.find(callId))?.attempts).toEqual([said])
})

test('tries add up, also where a call turned into another purpose', async () => {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  const tried = { at: '2026-11-22T10:00:00.000Z', outcome: 'no_answer' as const, by: 'agent/a1' }
  const reached = { at: '2026-11-22T11:00:00.000Z', outcome: 'completed' as const, by: 'agent/a1', pbxCallId: 'p1' }
  await calls.save(stateOf(callId, customerId, { version: 1, attempts: [tried] }), entry, [])
  await calls.save(stateOf(callId, customerId, { version: 2, attempts: [tried, reached] }), entry, [])
  await calls.save(stateOf(callId, customerId, { version: 3, purpose: 'onboarding', attempts: [tried, reached] }), entry, [])

  expect((await calls.find(callId))?.attempts).toEqual([tried, { at: reached.at, outcome: 'completed', by: 'agent/a1' }])
})

test.each([
  ['done', 'done', 0],
  ['cancelled', 'cancelled', 1],
] as const)('what was booked for a call that is %s is %s', async (status, booked, sequence) => {
  const customerId = await addCustomer(database.db)
  const agentId = await addAgent(database.db)
  const [bookingId, callId] = [randomUUID(), randomUUID()]
  const bookings = createBookingStore(database.db, clock)
  const wish = { bookingId, callId, customerId, purpose: 'onboarding' as const, start: DUE, minutes: 45, actor: 'customer' }
  await bookings.book(wish, [agentId], () => ({ entry, notices: [] }))

  await calls.save(stateOf(callId, customerId, { version: 1, purpose: 'onboarding', status, agentId, endedAt: NOW }), entry, [])

  expect(await bookings.find(bookingId)).toMatchObject({ status: booked, sequence })
})

test('routing sees shifts, coming absences and bookings, and open calls as load', async () => {
  const customerId = await addCustomer(database.db)
  const agentId = await addAgent(database.db)
  const agents = createAgentStore(database.db, clock)
  await agents.replaceShifts(
    agentId,
    [
      { weekday: 2, from: '09:00', to: '12:30' },
      { weekday: 1, from: '09:00', to: '17:00' },
    ],
    'agent/lead-1',
  )
  const absences = createAbsenceStore(database.db, clock)
  const absence = (from: string, until: string) => absences.add({ id: randomUUID(), agentId, from, until, substituteId: null })
  await absence('2026-09-01T00:00:00.000Z', '2026-09-08T00:00:00.000Z')
  await absence('2026-11-01T00:00:00.000Z', '2026-11-08T00:00:00.000Z')
  await absence('2026-11-30T00:00:00.000Z', '2026-12-01T00:00:00.000Z')
  const wish = {
    bookingId: randomUUID(),
    callId: randomUUID(),
    customerId,
    purpose: 'onboarding' as const,
    start: DUE,
    minutes: 45,
    actor: 'customer',
  }
  await createBookingStore(database.db, clock).book(wish, [agentId], () => ({ entry, notices: [] }))
  await calls.save(stateOf(randomUUID(), customerId, { version: 1, status: 'done', agentId }), entry, [])

  const { customer, team } = await calls.routingView(customerId)

  expect(customer).toEqual({
    customerId,
    products: ['repricer'],
    languages: ['de', 'en'],
    timeZone: 'Europe/Berlin',
    zones: ['Europe/Berlin'],
    holidays: expect.any(Set),
    hours: USUAL_POLICIES.callable,
    agentId: null,
  })
  expect(team.find((member) => member.agentId === agentId)).toEqual({
    agentId,
    name: 'Jonas',
    languages: [{ tag: 'de', level: 'native' }],
    zone: 'Europe/Berlin',
    skills: ['repricer'],
    capacity: 60,
    joinedAt: Date.parse(NOW),
    load: 1,
    carriedSince: [Date.parse(NOW)],
    lastAssignedAt: Date.parse(NOW),
    shifts: [
      { weekday: 1, from: '09:00', until: '17:00' },
      { weekday: 2, from: '09:00', until: '12:30' },
    ],
    ownDays: [],
    teamDays: [],
    absences: [
      { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2026-11-08T00:00:00Z'), substituteId: null },
      { start: Date.parse('2026-11-30T00:00:00Z'), end: Date.parse('2026-12-01T00:00:00Z'), substituteId: null },
    ],
    busy: [{ start: Date.parse(DUE), end: Date.parse(DUE) + 45 * 60_000 }],
  })
})

test('where the zone is only assumed, every zone of the country counts', async () => {
  const customerId = await addCustomer(database.db, { country: 'PT', timeZone: 'Europe/Lisbon', zoneAssumed: true })
  expect((await calls.routingView(customerId)).customer).toMatchObject({
    timeZone: 'Europe/Lisbon',
    zones: ['Atlantic/Azores', 'Atlantic/Madeira', 'Europe/Lisbon'],
  })
})

test('a card shows what happened since somebody last spoke to the customer', async () => {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  const attempts = [{ at: '2026-11-22T12:00:00.001Z', outcome: 'completed' as const, by: 'agent/a1' }]
  await calls.save(stateOf(callId, customerId, { version: 1, attempts, topic: 'prices', notes: 'friendly', language: 'de' }), entry, [])
  const laterCalls = createCallStore(database.db, { now: () => Date.parse('2026-11-24T12:00:00Z') })
  await laterCalls.save(
    stateOf(callId, customerId, { version: 2, attempts, topic: 'prices', notes: 'friendly', language: 'de' }),
    { ...entry, kind: 'later' },
    [],
  )

  const details = await calls.details(callId)

  expect(details).toMatchObject({ call: { id: callId }, customer: { id: customerId }, topic: 'prices', notes: 'friendly', language: 'de' })
  expect(details?.sinceLastTalk.map(({ kind }) => kind)).toEqual(['later'])
  expect(await calls.details('none')).toBeUndefined()
})

test('calls are listed by what is asked for, from inclusive and to exclusive', async () => {
  const customerId = await addCustomer(database.db)
  const at = (hour: string) => `2026-12-01T${hour}:00:00.000Z`
  for (const hour of ['08', '09', '10', '11'])
    await calls.save(stateOf(`${customerId}/${hour}`, customerId, { version: 1, dueAt: at(hour) }), entry, [])
  const filter = { customerId, status: 'planned', purpose: 'welcome', from: at('09'), to: at('11') } as const

  const first = await calls.list(filter, { limit: 1 })
  const second = await calls.list(filter, { limit: 1, cursor: first.nextCursor! })

  expect([...first.items, ...second.items].map(({ dueAt }) => dueAt)).toEqual([at('10'), at('09')])
  expect(second.nextCursor).toBeNull()
})

test.each([
  ['asked_for', true],
  ['moved', true],
  ['rescheduled', true],
  ['customer_asked', true],
  ['first_opening', false],
  ['booked', false], // its booking keeps it
])('a time by %s keeps the wall time that was meant: %s', async (code, keeps) => {
  const customerId = await addCustomer(database.db)
  const callId = randomUUID()
  await calls.save(stateOf(callId, customerId, { version: 1, dueAt: DUE, whyTiming: { code, params: {} } }), entry, [])
  const { localStart, zone, tzdata } = await database.db.client.call.findUniqueOrThrow({ where: { id: callId } })
  const { timeZone } = await database.db.client.customer.findUniqueOrThrow({ where: { id: customerId } })
  const meant = { localStart: offsetTime(Date.parse(DUE), timeZone), zone: timeZone, tzdata: process.versions.tz }
  expect({ localStart, zone, tzdata }).toEqual(keeps ? meant : { localStart: null, zone: null, tzdata: null })
})
