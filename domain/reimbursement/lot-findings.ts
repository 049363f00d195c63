import { type Doubt, type Finding, type FindingStatus, findingOf, type Judging, knowsPaid, statusOn } from './findings.ts'
import { type Credit, isPaid, type Lot } from './lots.ts'
import { type Part, together } from './payouts.ts'
import { type ClaimWindow, claimWindow } from './policy.ts'

/** Why no unit of a lot is claimed (`holds`), none that Amazon itself does not take for open (`doubts`), or all with less confidence. */
export interface Trouble {
  readonly holds: readonly Doubt[]
  readonly doubts: readonly Doubt[]
  readonly remarks: readonly Doubt[]
}

const NO_TROUBLE: Trouble = { holds: [], doubts: [], remarks: [] }

/** One finding for each status that units of a lot have. What Amazon itself takes for reconciled is not claimed: a person looks at it. */
export function lotFindings(lot: Lot, judging: Judging, trouble: Trouble = NO_TROUBLE): Finding[] {
  const { movement, type, credits, open } = lot
  const window = claimWindow({ kind: 'fc_loss', country: movement.country, startsOn: movement.date, filedOn: judging.asOf })
  const of = (status: FindingStatus, wanted: (credit: Credit) => boolean, doubts: readonly Doubt[] = []): Part => {
    const grounds = credits.filter(wanted)
    return { status, doubts, units: grounds.reduce((sum, { units }) => sum + units, 0), grounds: grounds.map(({ source }) => source) }
  }
  const [owed, doubts] = owedOf(lot, window, knowsPaid(judging, movement.date, movement.country), trouble)
  const parts: readonly Part[] = [
    of('found', ({ fate }) => fate === 'found' || fate === 'corrected'),
    of('reimbursed', isPaid),
    {
      status: statusOn(judging.asOf, window),
      units: owed,
      doubts: doubts.filter((doubt) => doubt !== 'amazon_has_reconciled'),
      grounds: [],
    },
    of('review', ({ fate }) => fate === 'reversed', ['taken_back']),
    of('review', ({ fate }) => fate === 'perhaps_found', ['found_as_other_sku']),
    { status: 'review', units: open - owed, doubts, grounds: [] },
  ]
  return together(parts).map(({ status, units, doubts: why, grounds }) =>
    findingOf(
      {
        key: [movement.date, movement.reference, movement.centre, movement.reason, movement.quantity, movement.sku].join('|'),
        type,
        event: movement.reference,
        marketplace: movement.country,
        fnsku: movement.fnsku,
        asin: movement.asin,
        sku: movement.sku,
        quantity: units,
        status,
        doubts: why,
        evidence: [movement.source, ...grounds],
      },
      window,
    ),
  )
}

/** How many of the open units are owed for sure enough, and what stands against the others, or makes these less sure. */
function owedOf(
  { open, isDoubtful, movement: { unreconciled } }: Lot,
  window: ClaimWindow | undefined,
  knowsPayments: boolean,
  trouble: Trouble,
): [number, Doubt[]] {
  const holds: Doubt[] = [...trouble.holds]
  if (window === undefined) holds.push('unknown_policy')
  if (isDoubtful) holds.push('damage_unknown')
  const doubts: Doubt[] = [...holds, ...trouble.doubts, ...trouble.remarks]
  if (!knowsPayments) doubts.push('payments_unknown')
  if (unreconciled === undefined) doubts.push('amazon_says_nothing')
  const isBlind = unreconciled === undefined && (!knowsPayments || trouble.doubts.length > 0)
  if (holds.length > 0 || isBlind) return [0, doubts]
  const owed = unreconciled === undefined ? open : Math.min(open, Math.abs(unreconciled))
  if (owed < open) doubts.push('amazon_has_reconciled')
  return [owed, doubts]
}
