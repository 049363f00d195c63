import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAbsenceStore } from '../../adapters/postgres/absences.ts'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { createPolicyStore } from '../../adapters/postgres/policies.ts'
import { USUAL_POLICIES } from '../../domain/policies.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let store: ReturnType<typeof createPolicyStore>
beforeAll(async () => {
  database = await openTestDatabase()
  store = createPolicyStore(database.db, clock)
})
afterAll(() => database.drop())

const policies = structuredClone(USUAL_POLICIES) as Awaited<ReturnType<typeof store.current>>['policies']
const USUAL = { version: 0, policies, comment: '', by: 'system', at: null }
const put = (triesPerDay: number, basedOn?: number) =>
  store.put({ policies: { ...policies, triesPerDay }, comment: 'why', by: 'agent/anna', ...(basedOn === undefined ? {} : { basedOn }) })

test('before anybody changed them policies are those of the code, as version 0', async () => {
  expect(await store.current()).toEqual(USUAL)
  expect(await store.find(0)).toEqual(USUAL)
  expect(await store.find(1)).toBeUndefined()
  const { policies: _said, ...head } = USUAL
  expect(await store.list({ limit: 5 })).toEqual({ items: [head], nextCursor: null })
})

test('of ten who change the same version at once, one does', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => put(n + 1, 0)))
  const written = answers.filter((answer) => 'version' in answer)
  expect(written).toEqual([{ version: 1, policies: expect.anything(), comment: 'why', by: 'agent/anna', at: NOW }])
  expect(answers.filter((answer) => !('version' in answer))).toEqual(Array(9).fill({ newest: 1 }))
  expect(await store.current()).toEqual(written[0])
})

test('a version that is not there yet is no base either', async () => {
  expect(await put(3, 7)).toEqual({ newest: 1 })
})

test('of ten who restore at once each makes a version of his own', async () => {
  const versions = (await Promise.all(Array.from({ length: 10 }, () => put(4)))).map((answer) => 'version' in answer && answer.version)
  expect(versions.sort((a, b) => Number(a) - Number(b))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('versions are paged, the newest first, down to the one in the code', async () => {
  const first = await store.list({ limit: 6 })
  const second = await store.list({ limit: 6, cursor: first.nextCursor! })
  expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  expect([second.nextCursor, (await store.list({ limit: 12 })).nextCursor]).toEqual([null, null])
  const foreign = Buffer.from('2026-11-22T00:00:00.000Z abc').toString('base64url')
  await expect(store.list({ limit: 6, cursor: foreign })).rejects.toThrow('/cursor')
})

test('what was stored before a later release is completed by what is usual', async () => {
  const { triesPerDay: _later, ...older } = policies
  await database.db.client.policyVersion.create({ data: { version: 12, policies: older, comment: '', by: 'key/k1', at: new Date(NOW) } })
  expect((await store.current()).policies).toEqual(policies)
})

test('whoever routes, previews an absence or sets the clocks of a life goes by the newest version', async () => {
  const callable = [{ weekday: 6, from: '10:00', until: '12:00' }]
  await store.put({ policies: { ...policies, callable }, comment: 'Saturdays', by: 'agent/anna' })
  const customerId = await addCustomer(database.db)
  const view = await createCallStore(database.db, clock).routingView(customerId)
  expect([view.policies.callable, view.customer.hours]).toEqual([callable, callable])
  expect((await createCustomerStore(database.db, clock).account(customerId)).hours).toEqual(callable)
  const agentId = await addAgent(database.db)
  const month = { from: NOW, until: '2026-12-22T12:00:00.000Z', limit: 5 }
  expect((await createAbsenceStore(database.db, clock).carried(agentId, month)).policies.callable).toEqual(callable)
})

test('a decision keeps what was asked and by which version, and a repeat answers neither', async () => {
  const customerId = await addCustomer(database.db)
  const calls = createCallStore(database.db, clock)
  const wish = { callId: `${customerId}-call`, customerId, purpose: 'welcome', languages: ['de'], at: null, topic: null } as const
  const request = { ...wish, excluded: [], version: 1, actor: 'system' }
  const why = { code: 'nobody_speaks' as const, params: {} }
  const decision = { agentId: undefined, language: undefined, why, policyVersion: 'ladder-2' as const, candidates: [], steps: [] }
  const scheduled = { agentId: null, language: null, dueAt: null, whyTiming: why, whyAssignment: why, decision }
  const decide = () => ({ scheduled, entry: { kind: 'call_planned', params: {}, actor: 'system' as const }, notices: [] })
  const first = await calls.schedule(request, decide)
  expect(await calls.schedule(request, decide)).toEqual(JSON.parse(JSON.stringify(first)))
  expect((await calls.decisions(wish.callId)).map(({ policies: version }) => version)).toEqual([(await store.current()).version])
  const [row] = await database.db.client.assignment.findMany({ where: { callId: wish.callId } })
  expect(row?.decision).toMatchObject({ decision: { asked: { request } } })
})
