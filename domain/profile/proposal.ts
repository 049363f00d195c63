import type { STRATEGIES } from '../calls/calls.ts'
import type { Coded } from '../codes.ts'
import type { Experience } from '../customers.ts'
import type { Evidence } from './classify.ts'
import type { GroupKind } from './judge.ts'

export type Strategy = (typeof STRATEGIES)[number]

export interface Proposal {
  readonly strategy: Strategy
  /** Why, the decisive reason first. */
  readonly reasons: readonly Coded[]
}

export interface ProposalRequest {
  readonly kind: GroupKind
  readonly evidence: Pick<Evidence, 'code' | 'alone' | 'contested' | 'read'>
  /** Active items of the group. */
  readonly active: number
  /** null as long as nobody asked. */
  readonly experience: Experience | null
  /** What the seller wants help with, free codes; none means that nobody asked. */
  readonly areas: readonly string[]
}

type Known = Exclude<GroupKind, 'unknown'>
type Row = readonly [Strategy, ...string[]]

/**
 * Whose product it is decides the strategy: with nobody else on the ASIN the Buy Box cannot be lost to anyone, so demand sets the price
 * (push); with others it is the Buy Box that sells. Experience decides with how much care it is begun.
 */
const TABLE: Readonly<Record<Known, Readonly<Record<Experience | 'unknown', Row>>>> = {
  private_label: {
    newcomer: ['push', 'private_label_newcomer'],
    experienced: ['push', 'private_label_experienced'],
    unknown: ['push', 'private_label', 'experience_unknown'],
  },
  trade_goods: {
    newcomer: ['buy_box', 'trade_goods_newcomer', 'begin_with_narrow_range'],
    experienced: ['buy_box', 'trade_goods_experienced'],
    unknown: ['buy_box', 'trade_goods', 'experience_unknown'],
  },
}

/** Areas that have nothing to do with prices. Others, also ones we do not know, may. */
const NOT_PRICING = new Set([
  'lost_and_found',
  'lost_found',
  'reimbursement',
  'reimbursements',
  'refunds',
  'analytics',
  'business_analytics',
  'reporting',
  'reports',
  'profit',
  'accounting',
  'bookkeeping',
  'taxes',
])

const areaCode = (area: string): string =>
  area
    .trim()
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[\s_-]+/g, '_')

/** Areas were named, and prices are none of them. */
export const wantsNoPricing = (areas: readonly string[]): boolean =>
  areas.length > 0 && areas.every((area) => NOT_PRICING.has(areaCode(area)))

const reason = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

/** The strategy for one group of products, with its reasons. */
export function proposeStrategy(request: ProposalRequest): Proposal {
  const { kind, experience } = request
  const against = reasonsToHold(request)
  if (against.length > 0 || kind === 'unknown') return { strategy: 'hold', reasons: against }
  const [strategy, ...codes] = TABLE[kind][experience ?? 'unknown']
  return { strategy, reasons: [...codes.map((code) => reason(code)), ...remarks(request)] }
}

function reasonsToHold({ kind, evidence, active, experience, areas }: ProposalRequest): Coded[] {
  const reasons = [
    ...(wantsNoPricing(areas) ? [reason('pricing_not_wanted', { areas: [...areas] })] : []),
    ...(active === 0 ? [reason('no_active_offers')] : []),
    ...(kind === 'unknown' ? [reason('kind_unknown', { because: evidence.code })] : []),
  ]
  return reasons.length > 0 && experience === null ? [...reasons, reason('experience_unknown')] : reasons
}

/** What does not change the strategy but should be said: the exceptions within the group. */
function remarks({ kind, evidence: { alone, contested, read } }: ProposalRequest): Coded[] {
  if (kind === 'private_label' && contested > 0) return [reason('some_are_resold', { contested, read })]
  if (kind === 'trade_goods' && alone > 0) return [reason('alone_on_some', { alone, read })]
  return []
}
