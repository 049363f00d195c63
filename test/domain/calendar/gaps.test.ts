import { expect, test } from 'vitest'
import { gapProblem } from '../../../domain/calendar/gaps.ts'

const BERLIN = 'Europe/Berlin'
const LISBON = 'Europe/Lisbon'

test.each([
  ['with the offset before', BERLIN, '2027-03-28T02:30:00+01:00', '02:30', '2027-03-28', '02:00 to 03:00'],
  ['with the offset after', BERLIN, '2027-03-28T02:30:00+02:00', '02:30', '2027-03-28', '02:00 to 03:00'],
  ['at its first moment', BERLIN, '2027-03-28T02:00:00+01:00', '02:00', '2027-03-28', '02:00 to 03:00'],
  ['at its last', BERLIN, '2027-03-28t02:59:59.999+02:00', '02:59', '2027-03-28', '02:00 to 03:00'],
  ['without seconds', BERLIN, '2027-03-28T02:30+01:00', '02:30', '2027-03-28', '02:00 to 03:00'],
  ['where winter is UTC, written as an offset', LISBON, '2027-03-28T01:30:00+00:00', '01:30', '2027-03-28', '01:00 to 02:00'],
  ['in New York', 'America/New_York', '2027-03-14T02:15:00-05:00', '02:15', '2027-03-14', '02:00 to 03:00'],
  ['in New York, as summer time', 'America/New_York', '2027-03-14T02:15:00-04:00', '02:15', '2027-03-14', '02:00 to 03:00'],
  ['of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:29:00+10:30', '02:29', '2026-10-04', '02:00 to 02:30'],
  ['at midnight', 'Africa/Cairo', '2026-04-24T00:30:00+03:00', '00:30', '2026-04-24', '00:00 to 01:00'],
  ['before midnight', 'America/Nuuk', '2026-03-28T23:30:00-02:00', '23:30', '2026-03-28', '2026-03-28 23:00 to 2026-03-29 00:00'],
  ['of a whole day', 'Pacific/Apia', '2011-12-30T10:00:00-10:00', '10:00', '2011-12-30', '2011-12-30 00:00 to 2011-12-31 00:00'],
])('a time inside a gap %s in %s is told, with the change', (_, zone, text, time, date, change) => {
  expect(gapProblem(text, zone)).toBe(`${time} does not exist in ${zone} on ${date}: the clocks go from ${change}`)
})

test.each([
  ['the moment before the gap', BERLIN, '2027-03-28T01:59:59.999+01:00'],
  ['the moment after it', BERLIN, '2027-03-28T03:00:00+02:00'],
  ['an ordinary time', BERLIN, '2027-07-01T10:00:00+02:00'],
  ['an ordinary time with the wrong season', BERLIN, '2027-07-01T10:00:00+01:00'],
  ['the first pass of a fold', BERLIN, '2026-10-25T02:30:00+02:00'],
  ['the second pass of a fold', BERLIN, '2026-10-25T02:30:00+01:00'],
  ['the fold of half an hour', 'Australia/Lord_Howe', '2027-04-04T01:45:00+10:30'],
  ['a wall time of elsewhere', BERLIN, '2027-03-28T02:30:00-05:00'],
  ['half an hour of Lord Howe that is only a quarter past', 'Australia/Lord_Howe', '2026-10-04T02:30:00+11:00'],
  ['the skipped day seen from Hawaii', 'Pacific/Apia', '2011-12-30T10:00:00-09:00'],
  ['the day after the skipped one', 'Pacific/Apia', '2011-12-31T00:00:00+14:00'],
  ['UTC', BERLIN, '2027-03-28T02:30:00Z'],
  ['UTC where winter is UTC', LISBON, '2027-03-28T01:30:00Z'],
  ['UTC where winter is UTC, in small letters', 'Europe/London', '2027-03-28t01:30:00z'],
  ['UTC of a writer who knows no wall clock', 'Europe/London', '2027-03-28T01:30:00-00:00'],
  ['a zone without changes', 'Asia/Tokyo', '2027-03-28T02:30:00+09:00'],
  ['a day that does not exist', BERLIN, '2027-02-30T02:30:00+01:00'],
  ['no instant', BERLIN, 'soon'],
])('%s is no problem in %s', (_, zone, text) => {
  expect(gapProblem(text, zone)).toBeUndefined()
})
