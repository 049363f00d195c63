import type { NewCustomer } from '../../activities/customers.ts'
import { AUTHORISATION } from '../../domain/amazon/accounts.ts'
import { addPeriod } from '../../domain/calendar/periods.ts'
import type { JoinedBy, Registration, RegistrationAnswer } from '../../domain/customers.ts'
import { customerView, WITH_CONTACT } from './customer-view.ts'
import type { Queries } from './database.ts'
import { lockNames } from './locks.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { json } from './values.ts'

interface Known {
  readonly customerId: string
  readonly by: JoinedBy
}

/** To be run in a transaction: a seller is registered once, however many requests come in at the same moment. */
export async function writeRegistration(
  queries: Queries,
  { registration, trial, entry, notices }: NewCustomer,
): Promise<RegistrationAnswer> {
  await lockNames(queries, identities(registration))
  const stored = await queries.registration.findUnique({ where: { id: registration.customerId } })
  if (stored) return answer(registration, stored.customerId, stored.joined as JoinedBy | null)

  const key = `registration/${registration.customerId}`
  const at = new Date(registration.registeredAt)
  const known = await whoIsThis(queries, registration)
  if (known) {
    const added = await addWhatIsMissing(queries, registration, known.customerId)
    await remember(queries, registration, known.customerId, known.by)
    const joined = { kind: 'registration_joined', params: { by: known.by, added }, actor: registration.actor }
    await writeEntries(queries, key, at, { customerId: known.customerId }, [joined])
    return answer(registration, known.customerId, known.by)
  }
  await createCustomer(queries, registration, trial)
  await remember(queries, registration, registration.customerId, null)
  await writeEntries(queries, key, at, registration, [entry])
  await writeNotices(queries, key, at, registration, notices)
  return answer(registration, registration.customerId, null)
}

const answer = ({ requestId }: Registration, customerId: string, joined: JoinedBy | null): RegistrationAnswer => ({
  customerId,
  requestId,
  ...(joined === null ? {} : { joined }),
})

const emailOf = ({ contact }: Registration): string => contact.email.toLowerCase()

/** Everything by which a seller could be known already. */
const identities = (registration: Registration): string[] => [
  `registration/${registration.customerId}`,
  `email/${emailOf(registration)}`,
  ...(registration.amazon ? [`amazon/${registration.amazon.sellingPartnerId}`] : []),
  ...(registration.externalId === undefined ? [] : [`external/${registration.externalId}`]),
]

async function whoIsThis(queries: Queries, registration: Registration): Promise<Known | undefined> {
  const { amazon, externalId } = registration
  if (amazon) {
    const account = await queries.amazonAccount.findFirst({
      where: { sellingPartnerId: amazon.sellingPartnerId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
    if (account) return { customerId: account.customerId, by: 'amazon_account' }
  }
  const contact = await queries.contact.findUnique({ where: { email: emailOf(registration) } })
  if (contact) return { customerId: contact.customerId, by: 'contact' }
  const customer = externalId === undefined ? null : await queries.customer.findUnique({ where: { externalId } })
  return customer ? { customerId: customer.id, by: 'external_id' } : undefined
}

/** What the registration brought and the seller lacks; what he has stays as it is. */
async function addWhatIsMissing(
  queries: Queries,
  { amazon, externalId, registeredAt }: Registration,
  customerId: string,
): Promise<string[]> {
  const added: string[] = []
  if (amazon) {
    const { count } = await queries.amazonAccount.createMany({ data: [accountRow(amazon, customerId, registeredAt)], skipDuplicates: true })
    if (count > 0) added.push('amazon_account')
  }
  if (externalId !== undefined && !(await queries.customer.findUnique({ where: { externalId } }))) {
    const { count } = await queries.customer.updateMany({ where: { id: customerId, externalId: null }, data: { externalId } })
    if (count > 0) added.push('external_id')
  }
  return added
}

async function createCustomer(queries: Queries, registration: Registration, trial: NewCustomer['trial']): Promise<void> {
  const {
    customerId,
    registeredAt,
    company,
    contact,
    languages,
    country,
    subdivision,
    timeZone,
    zoneAssumed,
    products,
    externalId,
    amazon,
  } = registration
  const createdAt = new Date(registeredAt)
  await queries.customer.create({
    data: {
      id: customerId,
      externalId: externalId ?? null,
      company,
      languages: [...languages],
      country,
      subdivision: subdivision ?? null,
      timeZone,
      zoneAssumed,
      products: [...products],
      stage: 'registered',
      support: 'unknown',
      trialStatus: trial.status,
      trialStartedAt: trial.endsAt === undefined ? null : createdAt,
      trialEndsAt: trial.endsAt === undefined ? null : new Date(trial.endsAt),
      createdAt,
    },
  })
  await queries.contact.create({
    data: {
      id: `${customerId}/contact`,
      customerId,
      name: contact.name,
      email: emailOf(registration),
      phone: contact.phone,
      primary: true,
      createdAt,
    },
  })
  if (amazon) await queries.amazonAccount.create({ data: accountRow(amazon, customerId, registeredAt) })
}

const accountRow = (
  { accountId, sellingPartnerId, region, sealedRefreshToken }: NonNullable<Registration['amazon']>,
  customerId: string,
  at: string,
) => ({
  id: accountId,
  customerId,
  sellingPartnerId,
  region,
  status: 'connected',
  refreshToken: new Uint8Array(Buffer.from(sealedRefreshToken, 'base64')),
  authorizedUntil: new Date(addPeriod(at, AUTHORISATION, 'UTC')),
  createdAt: new Date(at),
})

async function remember(
  queries: Queries,
  { customerId: id, bodyHash, registeredAt }: Registration,
  customerId: string,
  joined: JoinedBy | null,
): Promise<void> {
  const customer = await queries.customer.findUniqueOrThrow({ where: { id: customerId }, include: WITH_CONTACT })
  const shown = { ...customerView(customer, Date.parse(registeredAt)), ...(joined === null ? {} : { joined }) }
  await queries.registration.create({ data: { id, bodyHash, customerId, joined, answer: json(shown), createdAt: new Date(registeredAt) } })
}
