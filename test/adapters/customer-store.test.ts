import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import type { Registration } from '../../domain/customers.ts'
import { FailureType } from '../../domain/errors.ts'
import { clock, NOW, newCustomer, newRegistration, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let customers: ReturnType<typeof createCustomerStore>

beforeAll(async () => {
  database = await openTestDatabase()
  customers = createCustomerStore(database.db, clock)
})
afterAll(() => database.drop())

const amazon = (fields: Partial<NonNullable<Registration['amazon']>> = {}): NonNullable<Registration['amazon']> => ({
  accountId: randomUUID(),
  sellingPartnerId: `A${randomUUID().slice(0, 8).toUpperCase()}`,
  region: 'eu',
  sealedRefreshToken: Buffer.from([1, 2, 3, 255]).toString('base64'),
  ...fields,
})

test('a registration writes the seller with contact, account, entry and notice', async () => {
  const account = amazon()
  const contact = { name: 'Ida Sommer', email: 'Ida.Sommer@Seller.Example', phone: '+4930999' }
  const customer = newCustomer({ contact, amazon: account, externalId: 'crm-1' })
  const { customerId, requestId } = customer.registration

  expect(await customers.register(customer)).toEqual({ customerId, requestId })
  expect(await customers.find(customerId)).toEqual({
    id: customerId,
    externalId: 'crm-1',
    company: 'Nordlicht GmbH',
    contact: { ...contact, email: 'ida.sommer@seller.example' },
    languages: ['de', 'en'],
    country: 'DE',
    timeZone: 'Europe/Berlin',
    products: ['repricer'],
    stage: 'registered',
    support: 'unknown',
    trial: { status: 'running', endsAt: '2026-12-06T12:00:00.000Z' },
    agentId: null,
    createdAt: NOW,
  })
  const stored = await database.db.client.amazonAccount.findUniqueOrThrow({ where: { id: account.accountId } })
  expect(stored).toMatchObject({ customerId, status: 'connected', authorizedUntil: new Date('2027-11-22T12:00:00Z') })
  expect([...(stored.refreshToken ?? [])]).toEqual([1, 2, 3, 255])
  expect(await database.db.client.notice.count({ where: { customerId } })).toBe(1)
  expect((await customers.timeline(customerId, { limit: 10 })).items).toEqual([
    { at: NOW, kind: 'customer_registered', params: {}, actor: 'key/k1' },
  ])
})

test('a repeated registration answers the same and writes nothing twice', async () => {
  const customer = newCustomer()
  const { customerId } = customer.registration
  const first = await customers.register(customer)

  expect(await customers.register(customer)).toEqual(first)
  expect(await customers.registration(customerId)).toEqual({ bodyHash: 'hash', answer: await customers.find(customerId) })
  expect(await database.db.client.auditEntry.count({ where: { customerId } })).toBe(1)
  expect(await database.db.client.notice.count({ where: { customerId } })).toBe(1)
})

test('one seller registered ten times at the same moment is one customer, nine times joined', async () => {
  const account = amazon()
  const contact = { name: 'Ida', email: `${randomUUID()}@seller.example`, phone: '+4930123' }
  const requests = Array.from({ length: 10 }, (_, n) =>
    // half of them are known by the account, half by the address in another spelling
    newCustomer(
      n % 2 === 0
        ? { contact, amazon: { ...account, accountId: randomUUID() } }
        : { contact: { ...contact, email: contact.email.toUpperCase() } },
    ),
  )

  const answers = await Promise.all(requests.map((request) => customers.register(request)))

  expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(1)
  expect(answers.filter(({ joined }) => joined !== undefined)).toHaveLength(9)
  const customerId = answers[0]!.customerId
  expect(await database.db.client.registration.count({ where: { customerId } })).toBe(10)
  expect(await database.db.client.contact.count({ where: { email: contact.email } })).toBe(1)
  expect(await database.db.client.amazonAccount.count({ where: { customerId } })).toBe(1)
})

test('a seller is known by his account first, then by his address, then by the id elsewhere', async () => {
  const byAccount = newCustomer({ amazon: amazon() })
  const byContact = newCustomer()
  const byExternal = newCustomer({ externalId: randomUUID() })
  for (const customer of [byAccount, byContact, byExternal]) await customers.register(customer)
  const { contact } = byContact.registration
  const externalId = byExternal.registration.externalId!
  const account = { ...byAccount.registration.amazon!, accountId: randomUUID(), region: 'na' as const }

  const all = await customers.register(newCustomer({ contact, externalId, amazon: account }))
  const two = await customers.register(newCustomer({ contact, externalId }))
  const one = await customers.register(newCustomer({ externalId }))

  expect(all).toMatchObject({ customerId: byAccount.registration.customerId, joined: 'amazon_account' })
  expect(two).toMatchObject({ customerId: byContact.registration.customerId, joined: 'contact' })
  expect(one).toMatchObject({ customerId: byExternal.registration.customerId, joined: 'external_id' })
})

test('joining adds what was missing and changes nothing that is there', async () => {
  const first = newCustomer()
  const { customerId, contact } = first.registration
  await customers.register(first)
  const account = amazon()
  const again = newRegistration({
    contact: { ...contact, name: 'Somebody Else', phone: '+1555' },
    company: 'Other',
    amazon: account,
    externalId: 'crm-2',
  })

  await customers.register({ ...first, registration: again })

  const found = await customers.find(customerId)
  expect(found).toMatchObject({ contact: { name: contact.name, phone: contact.phone }, company: 'Nordlicht GmbH', externalId: 'crm-2' })
  expect(await database.db.client.amazonAccount.findUnique({ where: { id: account.accountId } })).toMatchObject({ customerId })
  const [joined] = (await customers.timeline(customerId, { limit: 1 })).items
  expect(joined).toMatchObject({ kind: 'registration_joined', params: { by: 'contact', added: ['amazon_account', 'external_id'] } })
  expect(await database.db.client.notice.count({ where: { customerId } })).toBe(1)
})

test('an id elsewhere that is another seller already stays with him', async () => {
  const owner = newCustomer({ externalId: randomUUID() })
  const other = newCustomer()
  for (const customer of [owner, other]) await customers.register(customer)

  const { contact, customerId } = other.registration
  await customers.register(newCustomer({ contact, externalId: owner.registration.externalId! }))

  expect(await customers.find(customerId)).toMatchObject({ externalId: null })
})

test('a repeated change does not undo what came after it', async () => {
  const customer = newCustomer()
  const { customerId } = customer.registration
  await customers.register(customer)
  const welcome = () =>
    customers.change(
      customerId,
      { stage: 'welcomed', support: 'wanted' },
      { key: 'k1/welcomed', entries: [{ kind: 'welcomed', params: {}, actor: 'agent/a1' }] },
    )
  await welcome()
  await customers.change(
    customerId,
    { stage: 'onboarded', areas: ['pricing'] },
    { key: 'k1/onboarded', entries: [{ kind: 'onboarded', params: {}, actor: 'agent/a1' }] },
  )

  await welcome()

  expect(await customers.find(customerId)).toMatchObject({ stage: 'onboarded', support: 'wanted' })
  expect((await customers.timeline(customerId, { limit: 10 })).items).toHaveLength(3)
})

test('a change of a customer who is not there names the failure', async () => {
  await expect(customers.change('nobody', { stage: 'welcomed' }, { key: 'k', entries: [] })).rejects.toMatchObject({
    type: 'CustomerNotFound',
    nonRetryable: true,
  })
})

test('pages hold every customer once while others register', async () => {
  const before = await database.db.client.customer.findMany({ select: { id: true } })
  for (let n = before.length; n < 25; n += 1) {
    const customer = newCustomer()
    await customers.register(customer)
    before.push({ id: customer.registration.customerId })
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof customers.list>> = await customers.list({ limit: 4, ...(cursor === null ? {} : { cursor }) })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
    await customers.register(newCustomer({ registeredAt: '2026-11-23T08:00:00.000Z' }))
  } while (cursor !== null)

  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
})

test('a timeline is paged newest first, entries of one instant too', async () => {
  const customer = newCustomer()
  const { customerId } = customer.registration
  await customers.register(customer)
  const entries = Array.from({ length: 9 }, (_, n) => ({ kind: `step_${n}`, params: { n }, actor: 'system' }))
  await customers.change(customerId, {}, { key: 'many', entries })

  const first = await customers.timeline(customerId, { limit: 5 })
  const second = await customers.timeline(customerId, { limit: 5, cursor: first.nextCursor! })

  expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual([
    ...entries.map(({ kind }) => kind).reverse(),
    'customer_registered',
  ])
  expect(second.nextCursor).toBeNull()
})

test.each([
  'x',
  '',
  'AAAA',
  Buffer.from('2026-99-99T00:00:00.000Z a').toString('base64url'),
  Buffer.from(`${NOW} x`).toString('base64url'),
])('the cursor %j, which is none of ours, is the fault of the caller', async (cursor) => {
  await expect(customers.timeline('c1', { limit: 5, cursor })).rejects.toMatchObject({
    type: FailureType.InvalidRequest,
    details: [[{ field: '/cursor' }]],
  })
})
