const TIMES = /^(DTSTART|DTEND|DUE|EXDATE|RECURRENCE-ID)((?:;[^:;"]+)*):(\d{8}T\d{6}(?:,\d{8}T\d{6})*)$/i

/**
 * Gives times without a zone that of the reader (RFC 5545, 3.3.5: they float). Left as they are, node-ical takes the machine's zone, or
 * any VTIMEZONE that stands before them, and lets what repeats drift by an hour when the clocks change.
 */
export function withoutFloatingTimes(text: string, zone: string): string {
  let inZone = false
  return unfolded(text)
    .map((line) => {
      if (/^BEGIN:VTIMEZONE$/i.test(line)) inZone = true
      if (/^END:VTIMEZONE$/i.test(line)) inZone = false
      const [, name, parameters = '', value] = (!inZone && TIMES.exec(line)) || []
      return name === undefined || /;TZID=/i.test(parameters) ? line : `${name}${parameters};TZID=${zone}:${value}`
    })
    .join('\r\n')
}

/** One line for each property (RFC 5545, 3.1), without blanks behind it. */
const unfolded = (text: string): string[] =>
  text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
