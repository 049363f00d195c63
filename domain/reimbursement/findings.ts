import type { Money } from '../money.ts'
import { stableHash } from '../stable-hash.ts'
import { type Credit, isPaid, type Lot, type Source } from './lots.ts'
import { type ClaimWindow, claimWindow } from './policy.ts'

export type FindingType =
  | 'lost_warehouse'
  | 'damaged_warehouse'
  | 'customer_return'
  | 'inbound_shortage'
  | 'removal_lost'
  | 'removal_damaged'
  | 'fee_overcharge'
  | 'undervalued'

export const FINDING_STATUSES = ['claimable', 'too_early', 'expired', 'review', 'reimbursed', 'found'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** Why units are not claimed, or with less confidence. */
export type Doubt =
  | 'unknown_policy'
  | 'damage_unknown'
  | 'amazon_has_reconciled'
  | 'taken_back'
  | 'amazon_says_nothing'
  | 'payments_unknown'
  | 'unknown_codes'
  | 'export_has_shrunk'
  | 'order_unknown'
  | 'returns_unknown'
  | 'another_product_returned'

/** Units of one lot that have the same status. Dates are `YYYY-MM-DD`. */
export interface Finding {
  /** The same for the same rows, in whatever file they stand. */
  readonly id: string
  readonly type: FindingType
  /** ISO 3166-1 alpha-2 */
  readonly marketplace: string
  readonly fnsku: string
  readonly asin: string
  readonly sku: string
  readonly quantity: number
  /** Null: nobody knows what they are worth. */
  readonly worth: Money | null
  readonly eligibleFrom: string | null
  readonly deadline: string | null
  /** The policy is written for this marketplace, and sources agree on it. */
  readonly confirmed: boolean
  readonly status: FindingStatus
  readonly confidence: 'high' | 'medium' | 'low'
  /** The line of the policy; null: none is known. */
  readonly policy: string | null
  readonly doubts: readonly Doubt[]
  readonly evidence: readonly Source[]
}

export interface Judging {
  /** `YYYY-MM-DD`: the day on which a claim would be filed. */
  readonly asOf: string
  /** There was a report of payments: what is not in it was not paid. */
  readonly knowsPayments: boolean
}

/** Units of one lot, why they are not simply owed, and the rows that say so beside that of the lot. */
interface Part {
  readonly status: FindingStatus
  readonly units: number
  readonly doubts: readonly Doubt[]
  readonly grounds: readonly Credit[]
}

/** One finding for each status that units of a lot have. What Amazon itself takes for reconciled is not claimed: a person looks at it. */
export function lotFindings(lot: Lot, { asOf, knowsPayments }: Judging, held?: Doubt): Finding[] {
  const { movement, type, credits, open } = lot
  const window = claimWindow({ kind: 'fc_loss', country: movement.country, startsOn: movement.date, filedOn: asOf })
  const of = (status: FindingStatus, wanted: (credit: Credit) => boolean, doubts: readonly Doubt[] = []): Part => {
    const grounds = credits.filter(wanted)
    return { status, grounds, doubts, units: grounds.reduce((sum, { units }) => sum + units, 0) }
  }
  const [owed, doubts] = owedOf(lot, window, knowsPayments, held)
  const parts: readonly Part[] = [
    of('found', ({ fate }) => fate === 'found' || fate === 'corrected'),
    of('reimbursed', isPaid),
    of('review', ({ fate }) => fate === 'reversed', ['taken_back']),
    {
      status: statusOn(asOf, window),
      units: owed,
      doubts: doubts.filter((doubt) => doubt !== 'amazon_has_reconciled'),
      grounds: [],
    },
    { status: 'review', units: open - owed, doubts, grounds: [] },
  ]
  return parts
    .filter(({ units }) => units > 0)
    .map(({ status, units, doubts: why, grounds }) =>
      findingOf(
        {
          key: [movement.date, movement.reference, movement.centre, movement.reason, movement.quantity, why.includes('taken_back')].join(
            '|',
          ),
          type,
          marketplace: movement.country,
          fnsku: movement.fnsku,
          asin: movement.asin,
          sku: movement.sku,
          quantity: units,
          status,
          doubts: why,
          evidence: [movement.source, ...grounds.map(({ source }) => source)],
        },
        window,
      ),
    )
}

type Found = Pick<Finding, 'type' | 'marketplace' | 'fnsku' | 'asin' | 'sku' | 'quantity' | 'status' | 'doubts' | 'evidence'> & {
  /** What tells the event apart from others of the product, in whatever file it stands. */
  readonly key: string
}

/** Two rows may be the same to the last letter: then their findings have one id, and are told apart by whoever lists them. */
export function findingOf({ key, ...found }: Found, window: ClaimWindow | undefined): Finding {
  const { type, marketplace, fnsku, sku, status, doubts } = found
  const event = [type, marketplace, fnsku, sku, key, status].join('|')
  return {
    id: `${fnsku === '' ? sku : fnsku}-${stableHash(event).toString(36)}`,
    ...found,
    worth: null,
    eligibleFrom: window?.eligibleFrom ?? null,
    deadline: window?.deadline ?? null,
    confirmed: window?.confirmed ?? false,
    confidence: confidenceOf(doubts),
    policy: window?.policy ?? null,
  }
}

/** How many of the open units are owed for sure enough, and what stands against the others, or makes these less sure. */
function owedOf(
  { open, isDoubtful, movement: { unreconciled } }: Lot,
  window: ClaimWindow | undefined,
  knowsPayments: boolean,
  held: Doubt | undefined,
): [number, Doubt[]] {
  const doubts: Doubt[] = held === undefined ? [] : [held]
  if (window === undefined) doubts.push('unknown_policy')
  if (isDoubtful) doubts.push('damage_unknown')
  if (!knowsPayments) doubts.push('payments_unknown')
  if (unreconciled === undefined) doubts.push('amazon_says_nothing')
  const isBlind = !knowsPayments && unreconciled === undefined
  if (held !== undefined || window === undefined || isDoubtful || isBlind) return [0, doubts]
  const owed = unreconciled === undefined ? open : Math.min(open, Math.abs(unreconciled))
  if (owed < open) doubts.push('amazon_has_reconciled')
  return [owed, doubts]
}

export function statusOn(asOf: string, window: ClaimWindow | undefined): FindingStatus {
  if (window === undefined) return 'review'
  if (asOf < window.eligibleFrom) return 'too_early'
  return asOf > window.overAfter ? 'expired' : 'claimable'
}

function confidenceOf(doubts: readonly Doubt[]): Finding['confidence'] {
  if (doubts.length === 0) return 'high'
  return doubts.length === 1 && doubts[0] === 'amazon_says_nothing' ? 'medium' : 'low'
}
