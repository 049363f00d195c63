import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CustomerChange } from '../../activities/customers.ts'
import { createAgreementStore } from '../../adapters/postgres/agreements.ts'
import { createCallReads } from '../../adapters/postgres/call-reads.ts'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { createSurveyStore } from '../../adapters/postgres/surveys.ts'
import { type Attempt, type CallPurpose, openingState } from '../../domain/calls/calls.ts'
import type { Registration } from '../../domain/customers.ts'
import { USUAL_POLICIES } from '../../domain/policies.ts'
import { addAgent, addCustomer, clock, NOW, newCustomer, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let customers: ReturnType<typeof createCustomerStore>
let calls: ReturnType<typeof createCallReads>

beforeAll(async () => {
  database = await openTestDatabase()
  customers = createCustomerStore(database.db, clock)
  calls = createCallReads(database.db, clock)
})
afterAll(() => database.drop())

const DAY = 86_400_000
const day = (n: number): string => new Date(Date.parse(NOW) + n * DAY).toISOString()
const change = (customerId: string, what: CustomerChange, key: string = randomUUID()) =>
  customers.change(customerId, what, { key, entries: [{ kind: 'changed', params: {}, actor: 'system' }] })
const amazon = (region: 'eu' | 'na'): NonNullable<Registration['amazon']> => ({
  accountId: randomUUID(),
  sellingPartnerId: `A${randomUUID().slice(0, 8).toUpperCase()}`,
  region,
  sealedRefreshToken: 'AQID',
})

async function addAccount(customerId: string, fields: { status: string; authorizedUntil: Date | null }): Promise<string> {
  const { accountId: id, sellingPartnerId, region } = amazon('na')
  await database.db.client.amazonAccount.create({ data: { id, customerId, sellingPartnerId, region, ...fields } })
  return id
}

test('an account is what a life wants to know of it', async () => {
  const customerId = await addCustomer(database.db)
  expect(await customers.account(customerId)).toEqual({
    agentId: null,
    alone: true,
    products: ['repricer'],
    timeZone: 'Europe/Berlin',
    zones: ['Europe/Berlin'],
    holidays: expect.any(Set),
    hours: USUAL_POLICIES.callable,
    createdAt: NOW,
    trial: { status: 'running', endsAt: '2026-12-06T12:00:00.000Z' },
    authorizedUntil: null,
    revoked: false,
  })
  const agentId = await addAgent(database.db)
  await change(customerId, { agentId })
  expect((await customers.account(customerId)).agentId).toBe(agentId)
})

test('where a zone is only assumed, all of the country count', async () => {
  const customerId = await addCustomer(database.db, { country: 'ES', timeZone: 'Europe/Madrid', zoneAssumed: true })
  const { timeZone, zones } = await customers.account(customerId)
  expect([timeZone, zones]).toEqual(['Europe/Madrid', expect.arrayContaining(['Europe/Madrid', 'Atlantic/Canary'])])
})

test('of several authorisations that hold the one that ends first counts', async () => {
  const customerId = await addCustomer(database.db, { amazon: amazon('eu') })
  expect((await customers.account(customerId)).authorizedUntil).toBe('2027-11-22T12:00:00.000Z')
  await addAccount(customerId, { status: 'connected', authorizedUntil: new Date(day(900)) })
  expect((await customers.account(customerId)).authorizedUntil).toBe('2027-11-22T12:00:00.000Z')
  await addAccount(customerId, { status: 'connected', authorizedUntil: new Date(day(30)) })
  await addAccount(customerId, { status: 'connected', authorizedUntil: null })
  await addAccount(customerId, { status: 'pending', authorizedUntil: null })
  expect(await customers.account(customerId)).toMatchObject({ authorizedUntil: day(30), revoked: false })
})

test('an authorisation that was taken back is told as such, and ends no more', async () => {
  const customerId = await addCustomer(database.db)
  const accountId = await addAccount(customerId, { status: 'revoked', authorizedUntil: new Date(day(30)) })
  expect(await customers.account(customerId)).toMatchObject({ authorizedUntil: null, revoked: true })
  await addAccount(customerId, { status: 'connected', authorizedUntil: new Date(day(900)) })
  expect(await customers.account(customerId)).toMatchObject({ authorizedUntil: day(900), revoked: true })
  await database.db.client.amazonAccount.update({ where: { id: accountId }, data: { status: 'connected' } })
  expect(await customers.account(customerId)).toMatchObject({ authorizedUntil: day(30), revoked: false })
})

test('whom nobody knows is a failure that no repeat mends', async () => {
  await expect(customers.account('nobody')).rejects.toMatchObject({ type: 'CustomerNotFound', nonRetryable: true })
})

test('a cancelled account is shown so, and goes back to the stage it had', async () => {
  const customerId = await addCustomer(database.db)
  await change(customerId, { stage: 'welcomed' })
  await change(customerId, { cancelledAt: NOW })
  expect((await customers.find(customerId))?.stage).toBe('cancelled')
  expect((await customers.list({ limit: 200 })).items.find(({ id }) => id === customerId)?.stage).toBe('cancelled')
  await change(customerId, { stage: 'onboarded' }) // a talk that went on meanwhile
  expect((await customers.find(customerId))?.stage).toBe('cancelled')
  await change(customerId, { cancelledAt: null })
  expect((await customers.find(customerId))?.stage).toBe('onboarded')
})

test('a product is added and a trial begun, moved and ended, each change once', async () => {
  const customer = newCustomer({ products: ['lost_and_found'] })
  const { customerId } = await customers.register({ ...customer, trial: { status: 'none' } })
  const begun: CustomerChange = { addProduct: 'repricer', trial: { status: 'running', startedAt: NOW, endsAt: day(14) } }
  for (let n = 0; n < 2; n += 1) await change(customerId, begun, 'added')
  const found = await customers.find(customerId)
  expect(found).toMatchObject({ products: ['lost_and_found', 'repricer'], trial: { status: 'running', endsAt: day(14) } })
  await change(customerId, { trial: { status: 'running', endsAt: day(20) } })
  const row = await database.db.client.customer.findUniqueOrThrow({ where: { id: customerId } })
  expect(row).toMatchObject({ trialStartedAt: new Date(NOW), trialEndsAt: new Date(day(20)) })
  await change(customerId, { trial: { status: 'over', endsAt: day(20) } })
  expect((await customers.account(customerId)).trial).toEqual({ status: 'over', endsAt: day(20) })
})

test('a trial whose end has passed is over for whoever looks, and still to be ended for its life', async () => {
  const customerId = await addCustomer(database.db)
  await change(customerId, { trial: { status: 'running', endsAt: day(-1) } })
  expect((await customers.find(customerId))?.trial.status).toBe('over')
  expect((await customers.account(customerId)).trial.status).toBe('running')
})

async function addCall(customerId: string, purpose: CallPurpose, attempts: Attempt[] = []): Promise<string> {
  const callId = randomUUID()
  const state = openingState({ callId, customerId, purpose, languages: ['de'], actor: 'system' })
  await createCallStore(database.db, clock).save(
    { ...state, version: 1, attempts },
    { kind: `${purpose}_planned`, params: {}, actor: 'system' },
    [],
  )
  return callId
}
const tried = (at: string, outcome: Attempt['outcome']): Attempt => ({ at, outcome, by: 'agent-1' })

test('the card of a trial-end call knows the trial: tries and talks since it began, and what was agreed', async () => {
  const customerId = await addCustomer(database.db)
  await addCall(customerId, 'welcome', [tried(day(-3), 'completed'), tried(day(1), 'no_answer'), tried(day(2), 'completed')])
  await addCall(customerId, 'consultation', [tried(day(5), 'callback_at'), tried(day(6), 'busy')])
  await addCall(await addCustomer(database.db), 'welcome', [tried(day(2), 'completed')]) // of another seller
  const callId = await addCall(customerId, 'trial_end')
  expect((await calls.details(callId))?.trial).toEqual({ startedAt: NOW, endsAt: day(14), tries: 4, talks: 2, agreed: [] })
  const agreed = [{ group: 'all', strategy: 'hold' as const }]
  await createAgreementStore(database.db, clock).record({ customerId, callId, key: `${callId}/agreed/1`, agreed, by: 'agent/a1' })
  expect((await calls.details(callId))?.trial?.agreed).toEqual(agreed)
})

test('its timeline begins with the trial, that of other calls with the last talk', async () => {
  const customerId = await addCustomer(database.db)
  await addCall(customerId, 'welcome', [tried(day(2), 'completed')])
  const shown = async (purpose: CallPurpose) =>
    (await calls.details(await addCall(customerId, purpose)))?.sinceLastTalk.map(({ kind }) => kind)
  expect(await shown('trial_end')).toContain('customer_registered')
  expect(await shown('consultation')).toEqual([]) // the clock stands at NOW, before that talk
})

test('a trial-end call without a trial has a card all the same', async () => {
  const customer = newCustomer({ products: ['lost_and_found'] })
  const { customerId } = await customers.register({ ...customer, trial: { status: 'none' } })
  const details = await calls.details(await addCall(customerId, 'trial_end'))
  expect(details).not.toHaveProperty('trial')
  expect(details?.sinceLastTalk.map(({ kind }) => kind)).toContain('customer_registered')
})

test('the card of a survey has its answers, that of another call none', async () => {
  const customerId = await addCustomer(database.db)
  const callId = await addCall(customerId, 'survey')
  const answer = { question: 'improve', value: 'the filters' }
  await createSurveyStore(database.db, clock).saveAnswers({ callId, customerId, quarter: '2027-Q1' }, [answer])
  expect((await calls.details(callId))?.answers).toEqual([answer])
  expect((await calls.details(await addCall(customerId, 'welcome')))?.answers).toEqual([])
})
