/** Zones as reports abbreviate them, in minutes east of Greenwich. IST and the like are left out: several zones share them. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  BST: 60,
  WEST: 60,
  CET: 60,
  MET: 60,
  CEST: 120,
  MEST: 120,
  PST: -480,
  PDT: -420,
  JST: 540,
  AEST: 600,
  AEDT: 660,
}

const DATE = /^(\d{4})[-/](\d{2})[-/](\d{2})|^(\d{2})\/(\d{2})\/(\d{4})/
const TIME = /(?:T| )(\d{2}):(\d{2}):(\d{2})(?:\.\d+)? ?(Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})$/

/** `2024-03-05 10:00:00 PST`, `05/03/2024 10:00:00 MEST` (day first), `2024/03/05 10:00:00 JST`: an ISO instant, undefined where it is none. */
export function reportInstant(text: string): string | undefined {
  const date = DATE.exec(text)
  const time = TIME.exec(text)
  if (!date || !time) return undefined
  const [, year = date[6], month = date[5], day = date[4]] = date
  const [, hour, minute, second, zone = ''] = time
  const offset = offsetOf(zone)
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (offset === undefined || Number.isNaN(local)) return undefined
  return new Date(local - offset * 60_000).toISOString()
}

function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return ZONES[zone]
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
