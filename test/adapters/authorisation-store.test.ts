import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectedAccount } from '../../activities/profile/ports.ts'
import { createAuthorisationStore } from '../../adapters/postgres/authorisations.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { createCredentialCipher } from '../../adapters/secrets.ts'
import { TEAM } from '../../domain/codes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

const YEAR = new Date('2027-11-22T12:00:00.000Z')
const cipher = createCredentialCipher(randomBytes(32))

let database: Awaited<ReturnType<typeof openTestDatabase>>
let authorisations: ReturnType<typeof createAuthorisationStore>
let customers: ReturnType<typeof createCustomerStore>
beforeAll(async () => {
  database = await openTestDatabase()
  authorisations = createAuthorisationStore(database.db, cipher, clock)
  customers = createCustomerStore(database.db, clock)
})
afterAll(() => database.drop())

async function addAccount(customerId: string, fields: Partial<Prisma.AmazonAccountUncheckedCreateInput> = {}): Promise<ConnectedAccount> {
  const id = randomUUID()
  const sellingPartnerId = `A${randomUUID().slice(0, 8).toUpperCase()}`
  const refreshToken = cipher.seal('Atzr|secret', id)
  const rest = { status: 'connected', marketplaces: ['DE'], authorizedUntil: YEAR, createdAt: new Date(NOW) }
  await database.db.client.amazonAccount.create({
    data: { id, customerId, sellingPartnerId, region: 'eu', refreshToken, ...rest, ...fields },
  })
  return { accountId: id, sellingPartnerId, region: 'eu', marketplaces: ['DE'], authorizedUntil: YEAR.toISOString() }
}
/** The seller consents once more. */
async function renewed(account: ConnectedAccount): Promise<ConnectedAccount> {
  const authorizedUntil = new Date('2027-12-22T12:00:00.000Z')
  await database.db.client.amazonAccount.update({ where: { id: account.accountId }, data: { status: 'connected', authorizedUntil } })
  return { ...account, authorizedUntil: authorizedUntil.toISOString() }
}
const statusOf = async (id: string) => (await database.db.client.amazonAccount.findUniqueOrThrow({ where: { id } })).status
const timeline = async (customerId: string) =>
  (await customers.timeline(customerId, { limit: 50 })).items.filter(({ kind }) => kind !== 'customer_registered')
const notices = (customerId: string) =>
  database.db.client.notice.findMany({ where: { customerId, kind: 'amazon_revoked' }, select: { audience: true, params: true } })

test('accounts that are connected and whose authorisation lasts may be read, oldest first', async () => {
  const customerId = await addCustomer(database.db)
  const second = await addAccount(customerId, { createdAt: new Date('2026-11-22T12:00:01.000Z') })
  const first = await addAccount(customerId)
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [first, second], revoked: false, expired: false })
})

test('without an account there is none to read, and none is told to be gone; one that waits for consent is none either', async () => {
  const customerId = await addCustomer(database.db)
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [], revoked: false, expired: false })
  await addAccount(customerId, { status: 'pending', sellingPartnerId: null, refreshToken: null, authorizedUntil: null })
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [], revoked: false, expired: false })
})

test.each([
  ['was taken back', 'revoked', { status: 'revoked' }, { revoked: true, expired: false }],
  ['is over', 'expired', { authorizedUntil: new Date(NOW) }, { revoked: false, expired: true }],
  ['was taken back and would be over', 'revoked', { status: 'revoked', authorizedUntil: new Date(NOW) }, { revoked: true, expired: false }],
])('an account whose authorisation %s is told as %s, beside others that may be read', async (_, __, fields, gone) => {
  const customerId = await addCustomer(database.db)
  await addAccount(customerId, fields)
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [], ...gone })
  const other = await addAccount(customerId)
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [other], ...gone })
})

test('the marketplaces of an account are what was read last', async () => {
  const customerId = await addCustomer(database.db)
  const { accountId } = await addAccount(customerId, { marketplaces: [] })
  await authorisations.saveMarketplaces(accountId, ['FR', 'IT'])
  await authorisations.saveMarketplaces(accountId, ['FR'])
  expect((await authorisations.readable(customerId)).accounts).toMatchObject([{ accountId, marketplaces: ['FR'] }])
})

test('an authorisation that is gone is written down once, however many find it so at once, and told to the team', async () => {
  const customerId = await addCustomer(database.db)
  const [account, other] = [await addAccount(customerId), await addAccount(customerId)]
  await Promise.all(Array.from({ length: 5 }, () => authorisations.revoke(customerId, account)))
  await authorisations.revoke(customerId, account)
  expect([await statusOf(account.accountId), await statusOf(other.accountId)]).toEqual(['revoked', 'connected'])
  const { sellingPartnerId, region } = account
  expect(await timeline(customerId)).toMatchObject([{ kind: 'amazon_revoked', params: { sellingPartnerId, region }, actor: 'system' }])
  expect(await notices(customerId)).toEqual([
    { audience: TEAM, params: { sellingPartnerId, region, proposed: { code: 'ask_for_consent' } } },
  ])
})

test('who looks after the seller is told instead of the team', async () => {
  const customerId = await addCustomer(database.db)
  const agentId = await addAgent(database.db)
  await database.db.client.customer.update({ where: { id: customerId }, data: { agentId } })
  await authorisations.revoke(customerId, await addAccount(customerId))
  expect(await notices(customerId)).toMatchObject([{ audience: agentId }])
})

test('an authorisation that was given again may be taken back again, and is told again', async () => {
  const customerId = await addCustomer(database.db)
  const account = await addAccount(customerId)
  await authorisations.revoke(customerId, account)
  await authorisations.revoke(customerId, await renewed(account))
  expect(await statusOf(account.accountId)).toBe('revoked')
  expect(await notices(customerId)).toHaveLength(2)
  expect(await timeline(customerId)).toHaveLength(2)
})

test('an authorisation that was renewed while its old credential was refused stands, and nothing is told', async () => {
  const customerId = await addCustomer(database.db)
  const account = await addAccount(customerId)
  const again = await renewed(account)
  await authorisations.revoke(customerId, account)
  expect(await statusOf(account.accountId)).toBe('connected')
  expect([await notices(customerId), await timeline(customerId)]).toEqual([[], []])
  expect(await authorisations.readable(customerId)).toEqual({ accounts: [again], revoked: false, expired: false })
})

test('an authorisation without an end is taken back like others', async () => {
  const customerId = await addCustomer(database.db)
  const account = { ...(await addAccount(customerId, { authorizedUntil: null })), authorizedUntil: null }
  expect((await authorisations.readable(customerId)).accounts).toEqual([account])
  await authorisations.revoke(customerId, { ...account, authorizedUntil: YEAR.toISOString() }) // of another consent
  expect(await statusOf(account.accountId)).toBe('connected')
  await authorisations.revoke(customerId, account)
  expect(await statusOf(account.accountId)).toBe('revoked')
  expect(await notices(customerId)).toHaveLength(1)
})

test('a credential opens for its account, and not once it was taken back', async () => {
  const customerId = await addCustomer(database.db)
  const account = await addAccount(customerId)
  expect(await authorisations.refreshToken(account.accountId)).toBe('Atzr|secret')
  await authorisations.revoke(customerId, account)
  await expect(authorisations.refreshToken(account.accountId)).rejects.toMatchObject({ code: 'revoked', retryable: false })
})

test.each([
  ['that was never given', { refreshToken: null }],
  ['of an account that waits for consent', { status: 'pending', refreshToken: null }],
])('a credential %s is asked for in vain', async (_, fields) => {
  const customerId = await addCustomer(database.db)
  const { accountId } = await addAccount(customerId, fields)
  await expect(authorisations.refreshToken(accountId)).rejects.toMatchObject({ code: 'revoked', operation: 'lwa.refresh' })
})

test('of an account that nobody knows there is no credential', async () => {
  await expect(authorisations.refreshToken(randomUUID())).rejects.toMatchObject({ code: 'revoked' })
})
