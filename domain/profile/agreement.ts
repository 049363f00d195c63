import type { Agreement } from '../calls/calls.ts'
import type { Actor } from '../codes.ts'
import type { FieldError } from '../errors.ts'
import type { Money } from '../money.ts'
import type { Proposal, Strategy } from './proposal.ts'

/** What an agreement is held against. */
export interface AgreementFrame {
  readonly groups: readonly { readonly key: string; readonly proposal: Proposal }[]
  /** ISO 4217, of the marketplaces the seller takes part in. */
  readonly currencies: readonly string[]
}

/** What is wrong with an agreement; empty where it may be recorded. Without a profile (`null`) only what would be wrong in any: the rest is asked for later. */
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

/** A price of nothing has once sold whole warehouses: no bound may be empty or 0. */
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

function frameErrors({ group, strategy, min, max }: Agreement, { groups, currencies }: AgreementFrame, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!groups.some(({ key }) => key === group))
    errors.push(
      error(`${at}/group`, `is none of the groups of the profile: ${groups.map(({ key }) => key).join(', ') || 'there are none'}`),
    )
  const needsBounds = strategy !== 'hold' || min !== undefined || max !== undefined
  const why =
    strategy === 'hold' ? 'is required beside the other bound' : `is required: ${strategy} moves no price without minimum and maximum`
  if (needsBounds && min === undefined) errors.push(error(`${at}/min`, why))
  if (needsBounds && max === undefined) errors.push(error(`${at}/max`, why))
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

/** A strategy that may move prices: with both bounds in one currency, in order. What was agreed on before there was a profile may lack them. */
export const isRunnable = ({ strategy, min, max }: { strategy: Strategy; min?: Money; max?: Money }): boolean =>
  strategy !== 'hold' && min !== undefined && max !== undefined && min.currency === max.currency && min.minor <= max.minor && isPrice(min)
