import type { ZoneRulesFound } from '../activities/call-line.ts'
import { callLine } from './records.ts'

/**
 * Time zones have new rules: whatever was promised for a wall time is at that wall time still. Goes through all such promises once, and
 * moves by their own calls those whose instant is another one now.
 */
export async function zoneRules(version: string): Promise<ZoneRulesFound> {
  return callLine.applyZoneRules(version)
}
