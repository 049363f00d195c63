import { caseQueue } from './case-queue.ts'
import { clario } from './clario.ts'
import { duckdb } from './duckdb.ts'
import { fbaReimburse } from './fba-reimburse.ts'
import { reconciliationErp } from './reconciliation-erp.ts'
import { sellerqi } from './sellerqi.ts'
import type { RuleSet } from './types.ts'

/** By the name of the project. */
export const RULE_SETS = {
  'case_queue.py': caseQueue,
  Clario: clario,
  'TS and DuckDB': duckdb,
  'FBA Reconciliation ERP': reconciliationErp,
  'fba-reimburse.py': fbaReimburse,
  SellerQI: sellerqi,
} as const satisfies Readonly<Record<string, RuleSet>>
