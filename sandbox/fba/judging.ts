import type { Source } from '../../domain/reimbursement/lots.ts'
import { mostPlaced, type Placeable } from './placing.ts'
import type { ScoreSheet, WrongKind } from './score-sheet.ts'
import { type StrayCredit, standingOf, type TrueLot, type WindowState, windowState } from './truth.ts'

/** A lot on the evening of a day, and what is claimed of it. */
export interface Judged {
  readonly lot: TrueLot
  readonly state: WindowState
  readonly claimed: number
  readonly owed: number
  /** Units of which a file says what became of them: by lot. */
  readonly told: number
  /** Units of which some row says it, but not for which of several losses. */
  readonly untold: readonly Placeable[]
}

export function judgedLot(lot: TrueLot, claimed: number, asOf: string): Judged {
  const untold: Placeable[] = []
  let told = 0
  for (const { date, units, from, between } of lot.events) {
    if (from !== 'owed' || date > asOf) continue
    if (between === undefined) told += units
    else untold.push({ units, between })
  }
  return { lot, state: windowState(lot, asOf), claimed, owed: standingOf(lot, asOf).owed, told, untold }
}

const TOO_SOON_OR_LATE: Partial<Record<WindowState, WrongKind>> = { too_early: 'premature', expired: 'expired' }
const roomOf = ({ lot, told }: Judged): number => lot.quantity - told
const isOpen = ({ lot, state }: Judged): boolean => state === 'open' && !lot.needsPerson

/** Judges lots of one product, stock and type, of which some may be interchangeable. */
export function judgeGroup(judged: readonly Judged[], strays: readonly StrayCredit[], sheet: ScoreSheet): void {
  const counted = judged.map((each) => ({ ...each, claimed: countedClaim(each, sheet) }))
  const rooms = counted.map((each) => ({ startsOn: each.lot.startsOn, units: roomOf(each) - each.claimed }))
  const credits = counted.flatMap(({ untold }) => untold)
  const duplicates = credits.reduce((sum, { units }) => sum + units, 0) - mostPlaced(rooms, credits)
  const isDuplicate = ({ claimed, owed }: Judged): number => claimed - owed
  give(
    duplicates,
    counted,
    isDuplicate,
    ({ claimed }) => claimed,
    (units, lot) => {
      sheet.wrong('duplicate', units, lot, lot.rows[0] as Source)
      sheet.right(-units, lot)
    },
  )
  for (const { claimed, lot } of counted) sheet.right(claimed, lot)
  const all = [...credits, ...strays]
  const free = (each: Judged): number => roomOf(each) - each.claimed
  give(leastOwed(counted, all), counted.filter(isOpen), ({ claimed, owed }) => owed - claimed, free, sheet.missed)
  for (const { owed, lot } of counted.filter(isOpen)) sheet.claimable(owed, lot)
  const unclaimed = counted.map((each) => ({ ...each, claimed: 0 }))
  give(leastOwed(unclaimed, all), unclaimed.filter(isOpen), ({ owed }) => owed, roomOf, sheet.provable)
}

/** What of a claim may be right: the rest is wrong whatever is true of other lots. */
function countedClaim({ lot, state, claimed, told }: Judged, sheet: ScoreSheet): number {
  const [source] = lot.rows as [Source]
  const outside = TOO_SOON_OR_LATE[state]
  if (outside !== undefined) sheet.wrong(outside, claimed, lot, source)
  if (outside !== undefined) return 0
  const most = Math.min(claimed, lot.quantity - told)
  sheet.wrong('duplicate', claimed - most, lot, source)
  return most
}

/** Units that are not claimed and owed whatever finds and payments were for. */
function leastOwed(judged: readonly Judged[], credits: readonly Placeable[]): number {
  const rooms = judged.filter(isOpen).map((each) => ({ startsOn: each.lot.startsOn, units: roomOf(each) - each.claimed }))
  return rooms.reduce((sum, { units }) => sum + units, 0) - mostPlaced(rooms, credits)
}

/** Gives units of a group to its lots: first to those for which the truth says it, then to whichever has room. */
function give(
  units: number,
  judged: readonly Judged[],
  truly: (each: Judged) => number,
  most: (each: Judged) => number,
  take: (units: number, lot: TrueLot) => void,
): void {
  const first = judged.map((each) => Math.min(Math.max(truly(each), 0), most(each)))
  const rest = judged.map((each, place) => most(each) - (first[place] ?? 0))
  let left = units
  for (const wave of [first, rest])
    for (const [place, { lot }] of judged.entries()) {
      const given = Math.min(left, wave[place] ?? 0)
      left -= given
      if (given > 0) take(given, lot)
    }
}
