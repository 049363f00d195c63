import type { Audited } from './audit.ts'
import { isDamaged } from './came-back.ts'
import type { Finding } from './findings.ts'
import type { GivenBack } from './refunds.ts'
import type { Troubles } from './trouble.ts'
import type { Loose, LooseCode } from './warehouse.ts'

export interface AuditNote {
  readonly code:
    | LooseCode
    | 'unknown_codes'
    | 'no_ledger'
    | 'ledger_incomplete'
    | 'ledger_ends'
    | 'no_payments'
    | 'no_returns'
    | 'no_refunds'
    | 'no_marketplace'
    | 'no_policy'
    | 'no_costs'
  readonly message: string
}

const LOOSE: Readonly<Record<LooseCode, string>> = {
  unknown_code: 'units adjusted with a code that nobody knows are not judged',
  unexpected_sign: 'units found less than nothing are not judged',
  unpaired_disposition: 'units left a disposition and appeared in no other, or only appeared: look where they are',
  unpaired_sku: 'units left a SKU and appeared in no other, or only appeared: look where they are',
  disposed_by_amazon:
    'units were disposed of or given away: a loss only where you have not ordered it, compare them with your removal orders',
  legacy_correction: 'units corrected by codes of old software are not judged',
  find_without_loss: 'units were found whose loss is not in these files',
  payment_without_loss: 'units were paid for whose loss is not in these files',
  reversal_without_payment: 'units were taken back whose payment is not in these files',
}

interface Noted {
  readonly loose: readonly Loose[]
  readonly findings: readonly Finding[]
  readonly given: readonly GivenBack[]
  readonly troubles: Troubles
}

/** What somebody is to know of an audit as a whole: first what leaves things unjudged, then rows that belong to nothing. */
export function notesOf(audited: Audited, { loose, findings, given, troubles }: Noted): AuditNote[] {
  const { movements, receipts, returned, costs, judging, unread } = audited
  const { unknown, isStrange, gaps, ended } = troubles
  const nameless = findings.filter(({ marketplace }) => marketplace === '').length
  const lawless = [
    ...new Set(findings.filter(({ doubts }) => doubts.includes('unknown_policy')).map(({ marketplace }) => marketplace)),
  ].filter(Boolean)
  const damaged = returned.filter(isDamaged).length
  const isUnread = unread === 'all' || unread.size > 0
  const general: readonly (readonly [code: AuditNote['code'], isSo: boolean, message: string])[] = [
    [
      'no_marketplace',
      nameless > 0,
      `${nameless} findings are of rows that name no country: say it by --marketplace, or no deadline is known`,
    ],
    ['no_policy', lawless.length > 0, `for ${lawless.join(', ')} some policy is not known: what goes by it is not claimed`],
    [
      'no_ledger',
      movements.length + receipts.length === 0,
      'there is no row of an inventory ledger: losses and damages in warehouses are not judged',
    ],
    [
      'unknown_codes',
      isStrange,
      `${unknown} of ${movements.length} adjustments have a code that nobody knows: no loss or damage of the ledger is claimed`,
    ],
    [
      'ledger_incomplete',
      isUnread || gaps.length > 0,
      `the ledger has ${isUnread ? 'rows that cannot be read' : `no row from ${gaps[0]?.from} to ${gaps[0]?.to}`}: units that it may still account for are only claimed as far as Amazon itself takes them for open`,
    ],
    ['ledger_ends', ended !== undefined, `the ledger ends on ${ended}: what was found or paid back since is not in it`],
    [
      'no_payments',
      !judging.knowsPayments,
      'there is no reimbursements report that could be read in full: what Amazon has paid already is only known as far as the ledger says it (Unreconciled Quantity)',
    ],
    [
      'no_returns',
      given.length > 0 && returned.length === 0,
      'there is no report of customer returns: nobody knows which refunded units came back',
    ],
    [
      'no_refunds',
      given.length === 0 && damaged > 0,
      `${damaged} units came back damaged, and no settlement or replacement says of which refunds: they are not judged`,
    ],
    [
      'no_costs',
      costs.size > 0 && findings.length > 0 && !findings.some(({ sku }) => costs.has(sku)),
      'none of the SKUs in the list of costs has a finding: are they spelled as in the reports?',
    ],
    [
      'no_costs',
      costs.size === 0 && findings.length > 0,
      'nobody has said what units cost: name a list by --costs, or their worth stays unknown',
    ],
  ]
  return [
    ...general.filter(([, isSo]) => isSo).map(([code, , message]) => ({ code, message })),
    ...[...new Set(loose.map(({ code }) => code))].map((code) =>
      looseNote(
        code,
        loose.filter((each) => each.code === code),
      ),
    ),
  ]
}

function looseNote(code: LooseCode, same: readonly Loose[]): AuditNote {
  const units = same.reduce((sum, each) => sum + each.units, 0)
  const [first] = same
  const where = `${same.length} ${same.length === 1 ? 'row' : 'rows'}, the first ${first?.source.file}, line ${first?.source.line}`
  return { code, message: `${units} ${LOOSE[code]} (${where})` }
}
