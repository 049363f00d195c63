import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { Clock } from '../domain/clock.ts'
import type { Registration } from '../domain/customers.ts'
import { mainZone } from '../domain/places.ts'
import { customer, registered } from '../workflows/customer.ts'
import { customerAttributes } from '../workflows/visibility.ts'
import { canonicalHash, derivedId, randomId } from './ids.ts'
import { inProgress, mismatch } from './plugins/idempotency.ts'
import type { Principal } from './principal.ts'
import { invalidField, Problem } from './problems.ts'
import type { CustomerBody, CustomerView } from './schemas/customers.ts'

export interface StoredRegistration {
  readonly bodyHash: string
  /** The seller as he was shown first, with `joined` where he was already here. */
  readonly answer: CustomerView
}

/** Encrypts a credential for the row it will stand in, so that no workflow history holds it in plain text. Base64. */
export interface Sealer {
  seal(plain: string, rowId: string): string
}

export interface RegistrationDeps {
  readonly customers: { registration(id: string): Promise<StoredRegistration | undefined> }
  readonly temporal: Client
  readonly taskQueue: string
}

const LOOK_MS = 2_000

/** Derived from the key's owner and the key, never the key alone: two callers may use the same key. Without a key it is random. */
export const customerIdOf = ({ keyId }: Principal, idempotencyKey: string | undefined): string =>
  idempotencyKey === undefined ? randomId() : derivedId('customer', keyId, idempotencyKey)

/** The start argument of the life, built field by field from a valid body. */
export function registrationOf(
  body: CustomerBody,
  { actor, customerId, requestId }: Pick<Registration, 'actor' | 'customerId' | 'requestId'>,
  { clock, sealer }: { readonly clock: Clock; readonly sealer: Sealer },
): Registration {
  const { company, contact, languages, country, subdivision, products, externalId, trialEndsAt, amazon } = body
  const timeZone = body.timeZone ?? mainZone(country)
  if (timeZone === undefined) throw invalidField('/timeZone', `is required: ${country} has no single time zone`)
  if (subdivision !== undefined && !subdivision.startsWith(`${country}-`)) throw invalidField('/subdivision', `is not in ${country}`)
  return {
    customerId,
    requestId,
    bodyHash: canonicalHash(body),
    registeredAt: new Date(clock.now()).toISOString(),
    actor,
    company,
    contact: { name: contact.name, email: contact.email, phone: contact.phone },
    languages: [...new Set(languages.map((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag))],
    country,
    ...(subdivision === undefined ? {} : { subdivision }),
    timeZone,
    zoneAssumed: body.timeZone === undefined,
    products,
    ...(externalId === undefined ? {} : { externalId }),
    ...(trialEndsAt === undefined ? {} : { trialEndsAt: new Date(trialEndsAt).toISOString() }),
    ...(amazon === undefined ? {} : { amazon: sealed(amazon, derivedId('amazon', customerId, amazon.sellingPartnerId), sealer) }),
  }
}

const sealed = ({ sellingPartnerId, region, refreshToken }: NonNullable<CustomerBody['amazon']>, accountId: string, sealer: Sealer) => ({
  accountId,
  sellingPartnerId,
  region,
  sealedRefreshToken: sealer.seal(refreshToken, accountId),
})

export interface RegistrationOutcome {
  readonly answer: CustomerView
  /** Another request than this one began it. */
  readonly replayed: boolean
}

/**
 * Starts the life with the registration as its start argument and asks it for the answer in the same call. Once the server has
 * taken it, the registration survives everything; a repeat with the same key finds it, also when the life is long closed.
 */
export async function registerCustomer(registration: Registration, deps: RegistrationDeps): Promise<RegistrationOutcome> {
  const { customerId, bodyHash, requestId } = registration
  const stored = async (): Promise<CustomerView | undefined> => {
    const known = await deps.customers.registration(customerId)
    if (known && known.bodyHash !== bodyHash) throw mismatch()
    return known?.answer
  }
  const before = await stored()
  if (before) return { answer: before, replayed: true }
  // Only now: what was taken once is answered again, also when its time has passed.
  const { trialEndsAt, registeredAt } = registration
  if (trialEndsAt !== undefined && trialEndsAt <= registeredAt) throw invalidField('/trialEndsAt', 'is in the past')
  const begunByUs = await startLife(registration, deps).then(
    (answer) => answer.requestId === requestId,
    (error: unknown) => {
      // The life ended between our look and our call, as a registration that joins another seller does.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false
      throw error
    },
  )
  const answer = await stored()
  if (!answer) throw notYet()
  return { answer, replayed: !begunByUs }
}

async function startLife(registration: Registration, { temporal, taskQueue }: RegistrationDeps) {
  const { customerId, bodyHash, requestId, country, languages, products } = registration
  const workflowId = `customer/${customerId}`
  const startWorkflowOperation = new WithStartWorkflowOperation(customer, {
    workflowId,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE', // within retention; for ever, the registrations table decides
    taskQueue,
    args: [registration],
    memo: { requestId },
    staticSummary: `seller in ${country}: ${products.join(', ')}`,
    typedSearchAttributes: customerAttributes({ stage: 'registered', languages, country }),
  })
  try {
    return await temporal.workflow.executeUpdateWithStart(registered, { startWorkflowOperation, args: [bodyHash], updateId: bodyHash })
  } catch (error) {
    if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error
    throw (await begunBy(workflowId, temporal)) === requestId ? notYet() : inProgress()
  }
}

/** Whose request began this life; told by the server alone, for no worker answers at the moment. */
async function begunBy(workflowId: string, temporal: Client): Promise<unknown> {
  const { memo } = await temporal.withDeadline(Date.now() + LOOK_MS, () => temporal.workflow.getHandle(workflowId).describe())
  return memo?.requestId
}

const notYet = (): Problem =>
  new Problem('unavailable', 'The registration is taken but not yet answered. Repeat it with the same Idempotency-Key to get the answer.', {
    headers: { 'retry-after': '2' },
  })
