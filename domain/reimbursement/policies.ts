/** What may be asked back, as Amazon's policy tells it apart. */
export type ClaimKind =
  | 'fc_loss'
  | 'customer_return'
  | 'removal_lost'
  | 'removal_other'
  | 'inbound'
  | 'valuation'
  | 'fulfilment_fee'
  | 'referral_fee'

/** Where the same policy stands. */
export type PolicyRegion = 'us' | 'eu' | 'mena'

/** Calendar days or months after the day on which the window starts. */
export type Span = { readonly days: number } | { readonly months: number }

/** One version of one line of the policy. */
export interface PolicyVersion {
  /** The first day on which claims are filed by it, `YYYY-MM-DD`; null: as far back as anybody remembers. */
  readonly since: string | null
  /** Days after the start of the window before which a claim is premature. */
  readonly fromDay: number
  /** The last day of the window. Where sources name several it is the earliest: a claim is to be filed by then. */
  readonly until: Span
  /** The last day that any source names; a claim is not over before. Absent: sources agree. */
  readonly atLatest?: Span
  /** False where sources contradict each other, or where the line is taken from elsewhere. */
  readonly confirmed: boolean
  /** Where it is written. */
  readonly source: string
}

/** Whose marketplaces follow which policy, and where their centres stand; what is not named here follows one that we do not know. */
export const POLICY_REGIONS: Readonly<Record<PolicyRegion, readonly string[]>> = {
  us: ['US'],
  eu: ['GB', 'DE', 'FR', 'IT', 'ES', 'NL', 'BE', 'IE', 'SE', 'PL', 'CZ', 'SK', 'AT'],
  mena: ['AE', 'SA', 'EG'],
}

const US_NEWS = 'Seller Central announcement for the US, in force from 2024-10-23'
const EU_NEWS = 'Seller Central announcement for Europe, in force from 2025-01-09'
const MENA_NEWS = 'Seller Central announcement for the UAE, in force from 2024-09-05'
const US_BEFORE = 'FBA inventory reimbursement policy of the US before 2024-10-23'
const AS_US = `${US_BEFORE}; taken as equal elsewhere`
const DISPUTE = 'FBA inventory reimbursement policy, redlined version for the US, as others quote it'
const DIMENSION_FEE = 'Seller Central help GL7U4JFSDXUTQAJ'
const REFERRAL_FEE = 'Seller Central help GRRJCFXD6474GRLY'

const US_SINCE = '2024-10-23'
const EU_SINCE = '2025-01-09'
const MENA_SINCE = '2024-09-05'

const MONTHS_18: Span = { months: 18 }
const DAYS_60: Span = { days: 60 }
const DAYS_75: Span = { days: 75 }
const DAYS_90: Span = { days: 90 }

const lossBefore = (fromDay: number, confirmed: boolean, source: string): PolicyVersion => ({
  since: null,
  fromDay,
  until: MONTHS_18,
  confirmed,
  source,
})
/** Sources name 45 days and, later, 60: not premature is who waits for the longer. */
const returnBefore = (source: string): PolicyVersion => ({ since: null, fromDay: 60, until: MONTHS_18, confirmed: false, source })
const removalLostBefore = (confirmed: boolean, source: string): PolicyVersion => lossBefore(14, confirmed, source)
const removalOtherBefore = (confirmed: boolean, source: string): PolicyVersion => lossBefore(0, confirmed, source)
const removalLostSince = (since: string, source: string): PolicyVersion => ({ since, fromDay: 15, until: DAYS_75, confirmed: true, source })
const within = (since: string | null, until: Span, source: string, confirmed = true): PolicyVersion => ({
  since,
  fromDay: 0,
  until,
  confirmed,
  source,
})

/**
 * Amazon's windows for claims by hand (brief reimbursement, section 2), each line with its versions, oldest first. Where a line has no entry
 * nobody knows the window: no deadline is guessed. A line without an older version stands for all filings.
 */
export const POLICIES: Readonly<Record<PolicyRegion, Partial<Record<ClaimKind, readonly PolicyVersion[]>>>> = {
  us: {
    fc_loss: [lossBefore(0, true, US_BEFORE), within(US_SINCE, DAYS_60, US_NEWS)],
    customer_return: [returnBefore(US_BEFORE), { since: US_SINCE, fromDay: 60, until: { days: 120 }, confirmed: true, source: US_NEWS }],
    removal_lost: [removalLostBefore(true, US_BEFORE), removalLostSince(US_SINCE, US_NEWS)],
    removal_other: [removalOtherBefore(true, US_BEFORE), within(US_SINCE, DAYS_60, US_NEWS)],
    inbound: [
      { since: null, fromDay: 0, until: { months: 9 }, confirmed: true, source: US_BEFORE },
      {
        since: US_SINCE,
        fromDay: 15,
        until: DAYS_60,
        atLatest: { months: 9 },
        confirmed: false,
        source: `${US_NEWS} names no inbound line; sellers name 15 to 60 days, older guides 9 months`,
      },
    ],
    valuation: [within(null, DAYS_60, DISPUTE)],
    fulfilment_fee: [within(null, DAYS_90, DIMENSION_FEE)],
    referral_fee: [within(null, DAYS_90, REFERRAL_FEE)],
  },
  eu: {
    fc_loss: [lossBefore(30, false, AS_US), within(EU_SINCE, DAYS_60, EU_NEWS)],
    customer_return: [returnBefore(AS_US), { since: EU_SINCE, fromDay: 45, until: { days: 105 }, confirmed: true, source: EU_NEWS }],
    removal_lost: [removalLostBefore(false, AS_US), removalLostSince(EU_SINCE, EU_NEWS)],
    removal_other: [removalOtherBefore(false, AS_US), within(EU_SINCE, DAYS_60, EU_NEWS)],
    inbound: [within(null, { months: 6 }, `${EU_NEWS}: unchanged`)],
    valuation: [within(null, DAYS_60, DISPUTE)],
    fulfilment_fee: [within(null, DAYS_90, DIMENSION_FEE)],
    referral_fee: [within(null, DAYS_90, REFERRAL_FEE)],
  },
  mena: {
    fc_loss: [lossBefore(0, false, AS_US), within(MENA_SINCE, DAYS_60, MENA_NEWS)],
    removal_lost: [removalLostBefore(false, AS_US), removalLostSince(MENA_SINCE, MENA_NEWS)],
    removal_other: [removalOtherBefore(false, AS_US), within(MENA_SINCE, { days: 30 }, MENA_NEWS)],
    inbound: [
      { since: null, fromDay: 0, until: { months: 9 }, confirmed: false, source: AS_US },
      { since: MENA_SINCE, fromDay: 15, until: DAYS_60, confirmed: true, source: MENA_NEWS },
    ],
  },
}
