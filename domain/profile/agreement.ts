import type { Agreement } from '../calls/calls.ts'
import type { Actor, Entry } from '../codes.ts'
import type { FieldError } from '../errors.ts'
import type { Money } from '../money.ts'
import type { Proposal, Strategy } from './proposal.ts'

/** What an agreement is held against. */
export interface AgreementFrame {
  readonly groups: readonly { readonly key: string; readonly proposal: Proposal }[]
  /** ISO 4217, of the marketplaces the seller takes part in. */
  readonly currencies: readonly string[]
}

/**
 * What is wrong with an agreement; empty where it may be recorded. Without a profile (`null`) only what would be wrong in any. Each bound
 * may be missing: what lacks one is kept and moves no price.
 */
export function agreementErrors(agreed: readonly Agreement[], frame: AgreementFrame | null, pointer = '/data/agreed'): FieldError[] {
  return agreed.flatMap((one, index) => {
    const at = `${pointer}/${index}`
    const doubled = agreed.findIndex(({ group }) => group === one.group) < index
    return [
      ...(doubled ? [error(`${at}/group`, 'is agreed on twice')] : []),
      ...moneyErrors(one, at),
      ...(frame === null ? [] : frameErrors(one, frame, at)),
    ]
  })
}

const error = (field: string, message: string): FieldError => ({ field, message })

/** A price of nothing has once sold whole warehouses: no bound may be 0. */
function moneyErrors({ min, max }: Agreement, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (min !== undefined && !isPrice(min)) errors.push(error(`${at}/min`, 'must be more than 0, in whole minor units'))
  if (max !== undefined && !isPrice(max)) errors.push(error(`${at}/max`, 'must be more than 0, in whole minor units'))
  if (min === undefined || max === undefined) return errors
  if (min.currency !== max.currency) errors.push(error(`${at}/max/currency`, `must be ${min.currency} like the minimum`))
  else if (min.minor > max.minor) errors.push(error(`${at}/max`, 'must not be less than the minimum'))
  return errors
}

const isPrice = ({ minor }: Money): boolean => Number.isSafeInteger(minor) && minor > 0

function frameErrors({ group, min, max }: Agreement, { groups, currencies }: AgreementFrame, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!groups.some(({ key }) => key === group))
    errors.push(
      error(`${at}/group`, `is none of the groups of the profile: ${groups.map(({ key }) => key).join(', ') || 'there are none'}`),
    )
  for (const [name, money] of [['min', min] as const, ['max', max] as const])
    if (money !== undefined && !currencies.includes(money.currency))
      errors.push(error(`${at}/${name}/currency`, `must be a currency of the seller's marketplaces: ${currencies.join(', ') || 'none'}`))
  return errors
}

/** What stands for one group, and since which version. */
export interface AgreedGroup extends Agreement {
  readonly version: number
  /** ISO instant */
  readonly at: string
  readonly by: Actor
  /** What the profile proposed then; null without a profile. */
  readonly proposed: Proposal | null
  readonly overridden: boolean
}

/** All that is agreed on with a seller, as of one talk. */
export interface AgreementVersion {
  readonly version: number
  /** ISO instant */
  readonly at: string
  readonly by: Actor
  readonly groups: readonly AgreedGroup[]
}

export interface AgreeRequest {
  readonly agreed: readonly Agreement[]
  /** The version that stands; null where this is the first. */
  readonly previous: AgreementVersion | null
  readonly frame: AgreementFrame | null
  /** ISO instant */
  readonly at: string
  readonly by: Actor
}

/** The next version, of an agreement that was found without errors. Groups that were not talked about keep what was agreed on before. */
export function nextAgreement({ agreed, previous, frame, at, by }: AgreeRequest): AgreementVersion {
  const version = (previous?.version ?? 0) + 1
  const fresh = agreed.map((one): AgreedGroup => {
    const proposed = frame?.groups.find(({ key }) => key === one.group)?.proposal ?? null
    return { ...one, version, at, by, proposed, overridden: proposed !== null && proposed.strategy !== one.strategy }
  })
  const kept = (previous?.groups ?? []).filter(({ group }) => !agreed.some((one) => one.group === group))
  return { version, at, by, groups: [...fresh, ...kept] }
}

const isSameMoney = (one: Money | undefined, other: Money | undefined): boolean =>
  one?.minor === other?.minor && one?.currency === other?.currency

/** By value. */
export const isSameAgreement = (one: Agreement, other: Agreement): boolean =>
  one.group === other.group && one.strategy === other.strategy && isSameMoney(one.min, other.min) && isSameMoney(one.max, other.max)

/** What of it does not stand already, by value: a talk saves while it goes on, and its outcome says it all once more. */
export const newlyAgreed = (agreed: readonly Agreement[], previous: AgreementVersion | null): Agreement[] =>
  agreed.filter((one) => !previous?.groups.some((standing) => isSameAgreement(one, standing)))

/** What was said of a group, without who, when and against what. */
export const agreementOf = ({ group, strategy, min, max }: Agreement): Agreement => ({
  group,
  strategy,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})

/** A version's lines on the timeline: what was agreed on in that talk, and where it differs from what was proposed. */
export function agreementEntries({ version, by, groups }: AgreementVersion, callId: string): Entry[] {
  const fresh = groups.filter((group) => group.version === version)
  const against = fresh.flatMap(({ group, strategy, proposed, overridden }) =>
    overridden ? [{ group, proposed: proposed?.strategy, agreed: strategy }] : [],
  )
  return [
    { kind: 'strategy_agreed', params: { callId, version, agreed: fresh.map(agreementOf) }, actor: by },
    ...(against.length === 0 ? [] : [{ kind: 'proposal_overridden', params: { callId, version, groups: against }, actor: by }]),
  ]
}

/** A strategy that may move prices: with both bounds in one currency, in order. */
export const isRunnable = ({ strategy, min, max }: { strategy: Strategy; min?: Money; max?: Money }): boolean =>
  strategy !== 'hold' && min !== undefined && max !== undefined && min.currency === max.currency && min.minor <= max.minor && isPrice(min)
