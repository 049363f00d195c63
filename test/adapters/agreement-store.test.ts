import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgreementRequest } from '../../activities/agreements.ts'
import { createAgreementStore, latestAgreement } from '../../adapters/postgres/agreements.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import type { Agreement } from '../../domain/calls/calls.ts'
import { addProfile } from '../support/profiles.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let agreements: ReturnType<typeof createAgreementStore>
let customers: ReturnType<typeof createCustomerStore>
beforeAll(async () => {
  database = await openTestDatabase()
  agreements = createAgreementStore(database.db, clock)
  customers = createCustomerStore(database.db, clock)
})
afterAll(() => database.drop())

const eur = (minor: number) => ({ minor, currency: 'EUR' })
const acme: Agreement = { group: 'brand:acme', strategy: 'push', min: eur(999), max: eur(1999) }
const bolt: Agreement = { group: 'brand:bolt', strategy: 'push' }

const agree = (customerId: string, agreed: readonly Agreement[], fields: Partial<AgreementRequest> = {}) =>
  agreements.record({ customerId, callId: 'call-1', key: randomUUID(), agreed, by: 'agent/a1', ...fields })
const latest = (customerId: string) => latestAgreement(database.db.client, customerId)
const timeline = async (customerId: string) =>
  (await customers.timeline(customerId, { limit: 50 })).items.filter(({ kind }) => kind !== 'customer_registered')
const change = (customerId: string, what: { experience?: 'newcomer' | 'experienced'; areas?: string[] }) =>
  customers.change(customerId, what, { key: randomUUID(), entries: [] })

test('before anything was agreed on nothing stands, and without a profile nothing is held against one', async () => {
  const customerId = await addCustomer(database.db)
  expect(await latest(customerId)).toBeNull()
  expect(await agreements.frame(customerId)).toBeNull()
  await addProfile(database.db, customerId, { result: null })
  expect(await agreements.frame(customerId)).toBeNull()
  expect(await agree(customerId, [acme])).toEqual({
    version: 1,
    at: NOW,
    by: 'agent/a1',
    groups: [{ ...acme, version: 1, at: NOW, by: 'agent/a1', proposed: null, overridden: false }],
  })
})

test('the frame is the groups of the profile, what it proposes now, and the currencies of its marketplaces', async () => {
  const customerId = await addCustomer(database.db)
  await addProfile(database.db, customerId)
  expect(await agreements.frame(customerId)).toEqual({
    groups: [
      { key: 'brand:acme', proposal: { strategy: 'push', reasons: expect.arrayContaining([{ code: 'experience_unknown', params: {} }]) } },
      { key: 'brand:bolt', proposal: { strategy: 'buy_box', reasons: expect.anything() } },
    ],
    currencies: ['EUR', 'SEK'],
  })
  await change(customerId, { experience: 'newcomer' })
  expect((await agreements.frame(customerId))?.groups[0]?.proposal.reasons).toEqual([{ code: 'private_label_newcomer', params: {} }])
  await change(customerId, { areas: ['reimbursements'] })
  expect((await agreements.frame(customerId))?.groups.map(({ proposal }) => proposal.strategy)).toEqual(['hold', 'hold'])
})

test('each talk makes a version with who and when; groups it did not touch stand as they were', async () => {
  const customerId = await addCustomer(database.db)
  const first = await agree(customerId, [acme])
  const later = createAgreementStore(database.db, { now: () => Date.parse('2026-12-01T09:00:00.000Z') })
  const second = await later.record({ customerId, callId: 'call-2', key: 'call-2/agreed/1', agreed: [acme, bolt], by: 'agent/a2' })
  expect(second).toMatchObject({ version: 2, at: '2026-12-01T09:00:00.000Z', by: 'agent/a2' })
  expect(second.groups).toEqual([
    { ...bolt, version: 2, at: '2026-12-01T09:00:00.000Z', by: 'agent/a2', proposed: null, overridden: false },
    first.groups[0],
  ])
  expect(await latest(customerId)).toEqual(second)
  expect(await timeline(customerId)).toEqual([
    { at: second.at, kind: 'strategy_agreed', params: { callId: 'call-2', version: 2, agreed: [bolt] }, actor: 'agent/a2' },
    { at: NOW, kind: 'strategy_agreed', params: { callId: 'call-1', version: 1, agreed: [acme] }, actor: 'agent/a1' },
  ])
})

test('another strategy than the one proposed is on the timeline', async () => {
  const customerId = await addCustomer(database.db)
  await addProfile(database.db, customerId)
  const { groups } = await agree(customerId, [acme, bolt])
  expect(groups.map(({ group, proposed, overridden }) => [group, proposed?.strategy, overridden])).toEqual([
    ['brand:acme', 'push', false],
    ['brand:bolt', 'buy_box', true],
  ])
  expect((await timeline(customerId))[0]).toEqual({
    at: NOW,
    kind: 'proposal_overridden',
    params: { callId: 'call-1', version: 1, groups: [{ group: 'brand:bolt', proposed: 'buy_box', agreed: 'push' }] },
    actor: 'agent/a1',
  })
})

test('a repeat of a key answers its version and writes nothing, also when more was agreed on since', async () => {
  const customerId = await addCustomer(database.db)
  const once = { key: 'call-1/agreed/1' }
  const first = await agree(customerId, [acme], once)
  expect(await agree(customerId, [acme], once)).toEqual(first)
  await agree(customerId, [{ ...acme, strategy: 'hold' }])
  expect(await agree(customerId, [acme], once)).toEqual(first)
  expect(await latest(customerId)).toMatchObject({ version: 2 })
  expect(await timeline(customerId)).toHaveLength(2)
  const other = await addCustomer(database.db)
  expect(await agree(other, [bolt], once)).toMatchObject({ version: 1, groups: [bolt] })
})

test('what stands already makes no version', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  const second = await agree(customerId, [bolt])
  expect(await agree(customerId, [{ ...bolt }, { ...acme, min: eur(999) }])).toEqual(second)
  expect(await timeline(customerId)).toHaveLength(2)
})

const outcome = { key: 'call-1/onboarded', repeats: true }

test('the outcome of a talk that says once more what it agreed on before makes no version, also where others changed it since', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  const changed = await agree(customerId, [{ ...acme, strategy: 'hold' }], { callId: 'call-2' })
  expect(await agree(customerId, [acme], outcome)).toEqual(changed)
  expect(await latest(customerId)).toEqual(changed)
  expect(await timeline(customerId)).toHaveLength(2)
})

test('what the outcome adds is news all the same, and what stands of it by others stays', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  const { groups } = await agree(customerId, [{ ...acme, strategy: 'hold' }], { callId: 'call-2' })
  const next = await agree(customerId, [acme, bolt], outcome)
  expect(next).toMatchObject({ version: 3, groups: [{ ...bolt, version: 3 }, groups[0]] })
  expect((await timeline(customerId))[0]).toMatchObject({ params: { callId: 'call-1', version: 3, agreed: [bolt] } })
})

test('an outcome that says otherwise than its talk did before is news', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  const dearer = { ...acme, max: eur(2499) }
  expect(await agree(customerId, [dearer], outcome)).toMatchObject({ version: 2, groups: [{ ...dearer, version: 2 }] })
})

test('what another talk agreed on, or this one of another seller, is no repeat of this one', async () => {
  const [customerId, other] = [await addCustomer(database.db), await addCustomer(database.db)]
  await agree(customerId, [acme], { callId: 'call-0' })
  await agree(other, [acme])
  await agree(customerId, [{ ...acme, strategy: 'hold' }], { callId: 'call-2' })
  expect(await agree(customerId, [acme], outcome)).toMatchObject({ version: 3, groups: [{ ...acme, version: 3 }] })
})

test('what a talk only carried on from those before is not what it agreed on', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme], { callId: 'call-0' })
  await agree(customerId, [bolt]) // acme stands in this version, too
  await agree(customerId, [{ ...acme, strategy: 'hold' }], { callId: 'call-2' })
  expect(await agree(customerId, [acme, bolt], outcome)).toMatchObject({
    version: 4,
    groups: [
      { ...acme, version: 4 },
      { ...bolt, version: 2 },
    ],
  })
})

test('in a talk that goes on, what it comes back to is news', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  await agree(customerId, [{ ...acme, strategy: 'hold' }])
  expect(await agree(customerId, [acme])).toMatchObject({ version: 3, groups: [{ ...acme, version: 3 }] })
})

test('the outcome of a talk that comes back to what it had changed itself is news', async () => {
  const customerId = await addCustomer(database.db)
  await agree(customerId, [acme])
  await agree(customerId, [{ ...acme, strategy: 'hold' }])
  expect(await agree(customerId, [acme], outcome)).toMatchObject({ version: 3, groups: [{ ...acme, version: 3 }] })
})

test('an outcome of which all is said already before anything stood makes the first version', async () => {
  const customerId = await addCustomer(database.db)
  expect(await agree(customerId, [acme], outcome)).toMatchObject({ version: 1, groups: [acme] })
})

test('twenty who agree at the same moment make twenty versions, none lost', async () => {
  const customerId = await addCustomer(database.db)
  const groups = Array.from({ length: 20 }, (_, n) => `brand:${n}`)
  const versions = await Promise.all(groups.map((group) => agree(customerId, [{ group, strategy: 'hold' }], { key: `call/${group}` })))
  expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual(groups.map((_, n) => n + 1))
  const standing = await latest(customerId)
  expect(standing?.groups.map(({ group }) => group).sort()).toEqual([...groups].sort())
  expect(await timeline(customerId)).toHaveLength(20)
})

test('the same key ten times at once is one version', async () => {
  const customerId = await addCustomer(database.db)
  const all = await Promise.all(Array.from({ length: 10 }, () => agree(customerId, [acme], { key: 'call-1/onboarded' })))
  expect(new Set(all.map(({ version }) => version))).toEqual(new Set([1]))
  expect(await timeline(customerId)).toHaveLength(1)
})

test('versions are listed newest first, page by page; a cursor of another list is refused', async () => {
  const customerId = await addCustomer(database.db)
  for (const strategy of ['hold', 'push', 'buy_box'] as const) await agree(customerId, [{ group: 'all', strategy }])
  const first = await agreements.list(customerId, { limit: 2 })
  expect(first.items.map(({ version }) => version)).toEqual([3, 2])
  const second = await agreements.list(customerId, { limit: 2, cursor: first.nextCursor! })
  expect([second.items.map(({ version }) => version), second.nextCursor]).toEqual([[1], null])
  for (const cursor of ['nonsense', Buffer.from(`${NOW} abc`).toString('base64url')])
    await expect(async () => agreements.list(customerId, { limit: 2, cursor })).rejects.toMatchObject({ type: 'InvalidRequest' })
  expect(await agreements.list(await addCustomer(database.db), { limit: 2 })).toEqual({ items: [], nextCursor: null })
})

test('whom nobody knows is a failure that no repeat mends', async () => {
  await expect(agree('nobody', [acme])).rejects.toMatchObject({ type: 'CustomerNotFound', nonRetryable: true })
  await expect(agreements.frame('nobody')).rejects.toMatchObject({ type: 'CustomerNotFound', nonRetryable: true })
})
