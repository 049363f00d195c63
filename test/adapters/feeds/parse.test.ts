import { expect, test } from 'vitest'
import { FeedFailure } from '../../../adapters/feeds/failure.ts'
import { feedTimes } from '../../../adapters/feeds/parse.ts'
import { parseApart } from '../../../adapters/feeds/reader.ts'
import type { FeedTimes } from '../../../domain/feeds.ts'
import { calendarOf, eventOf } from '../../support/feed-server.ts'

const FROM = Date.parse('2026-03-20T00:00:00Z')
const windowIn = (zone: string) => ({ zone, from: FROM, to: FROM + 60 * 86_400_000 })
const times = (lines: readonly string[], zone = 'Europe/Berlin') => feedTimes(calendarOf(...lines), windowIn(zone))
const told = ({ busy }: FeedTimes) =>
  busy.map(({ start, end }) => [start, end].map((at) => new Date(at).toISOString().slice(0, 16)).join(' - '))
const busyOf = (lines: readonly string[], zone?: string) => told(times(lines, zone))

test('an event of instants is busy, its title is nowhere', () => {
  const read = times(eventOf('SUMMARY:Dentist', 'DTSTART:20260325T100000Z', 'DTEND:20260325T110000Z'))
  expect(told(read)).toEqual(['2026-03-25T10:00 - 2026-03-25T11:00'])
  expect(read).toMatchObject({ events: 1, dates: [] })
  expect(JSON.stringify(read)).not.toContain('Dentist')
})

test.each([
  ['Europe/Berlin', '2026-03-25T09:00 - 2026-03-25T10:00'],
  ['America/Sao_Paulo', '2026-03-25T13:00 - 2026-03-25T14:00'],
  ['Asia/Kolkata', '2026-03-25T04:30 - 2026-03-25T05:30'],
])('a time without a zone is one of the agent, in %s', (zone, expected) => {
  expect(busyOf(eventOf('DTSTART:20260325T100000', 'DTEND:20260325T110000'), zone)).toEqual([expected])
})

test('a time without a zone is one of the agent also behind the rules of another zone', () => {
  const newYork = [
    ...['BEGIN:VTIMEZONE', 'TZID:America/New_York', 'BEGIN:STANDARD', 'DTSTART:19701101T020000', 'TZOFFSETFROM:-0400'],
    ...['TZOFFSETTO:-0500', 'END:STANDARD', 'END:VTIMEZONE'],
  ]
  expect(busyOf([...newYork, ...eventOf('DTSTART:20260325T100000', 'DTEND:20260325T110000')])).toEqual([
    '2026-03-25T09:00 - 2026-03-25T10:00',
  ])
})

test('what repeats at ten stays at ten when the clocks change, with a zone and without', () => {
  const daily = ['RRULE:FREQ=DAILY;COUNT=3']
  const expected = ['2026-03-28T09:00 - 2026-03-28T10:00', '2026-03-29T08:00 - 2026-03-29T09:00', '2026-03-30T08:00 - 2026-03-30T09:00']
  expect(busyOf(eventOf('DTSTART:20260328T100000', 'DTEND:20260328T110000', ...daily))).toEqual(expected)
  const zoned = eventOf('DTSTART;TZID=Europe/Berlin:20260328T100000', 'DTEND;TZID=Europe/Berlin:20260328T110000', ...daily)
  expect(busyOf(zoned, 'America/New_York')).toEqual(expected)
  const windows = 'TZID=W. Europe Standard Time'
  expect(busyOf(eventOf(`DTSTART;${windows}:20260328T100000`, `DTEND;${windows}:20260328T110000`, ...daily), 'Asia/Tokyo')).toEqual(
    expected,
  )
})

test.each([
  ['Europe/Berlin', '2026-03-27T23:00 - 2026-03-30T22:00'],
  ['America/Los_Angeles', '2026-03-28T07:00 - 2026-03-31T07:00'],
  ['Africa/Cairo', '2026-03-27T22:00 - 2026-03-30T22:00'],
])('whole days are those of the agent, in %s, also over a change of the clocks', (zone, expected) => {
  const read = times(eventOf('DTSTART;VALUE=DATE:20260328', 'DTEND;VALUE=DATE:20260331'), zone)
  expect(told(read)).toEqual([expected])
  expect(read.dates).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
})

test('a whole day without an end is one day, and whole days repeat', () => {
  expect(times(eventOf('DTSTART;VALUE=DATE:20260401', 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20260408')).dates).toEqual([
    '2026-04-01',
    '2026-04-15',
  ])
})

test('what is free, cancelled or our own makes nobody busy', () => {
  const at = ['DTSTART:20260325T100000Z', 'DTEND:20260325T110000Z']
  for (const line of ['TRANSP:TRANSPARENT', 'STATUS:CANCELLED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE', 'UID:booking-1@lotse'])
    expect(busyOf(eventOf(line, ...at)), line).toEqual([])
  for (const line of ['TRANSP:OPAQUE', 'STATUS:TENTATIVE', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF'])
    expect(busyOf(eventOf(line, ...at)), line).toHaveLength(1)
})

const weekly = (...lines: string[]) =>
  eventOf(
    'UID:series',
    'DTSTART;TZID=Europe/Berlin:20250105T100000',
    'DTEND;TZID=Europe/Berlin:20250105T110000',
    'RRULE:FREQ=WEEKLY',
    ...lines,
  )
const override = (date: string, ...lines: string[]) => eventOf('UID:series', `RECURRENCE-ID;TZID=Europe/Berlin:${date}T100000`, ...lines)

test('a series without an end is expanded to the end of the window, without its exceptions', () => {
  const all = busyOf(weekly())
  expect(all).toHaveLength(9)
  expect(all[0]).toBe('2026-03-22T09:00 - 2026-03-22T10:00')
  expect(busyOf(weekly('EXDATE;TZID=Europe/Berlin:20260322T100000,20260405T100000'))).toHaveLength(7)
})

test('a date that was moved, also from without the window into it, counts where it is now; a cancelled one does not', () => {
  const moved = override('20260329', 'DTSTART;TZID=Europe/Berlin:20260330T120000', 'DTEND;TZID=Europe/Berlin:20260330T130000')
  const intoIt = override('20250112', 'DTSTART;TZID=Europe/Berlin:20260401T120000', 'DTEND;TZID=Europe/Berlin:20260401T130000')
  const cancelled = override(
    '20260405',
    'STATUS:CANCELLED',
    'DTSTART;TZID=Europe/Berlin:20260405T100000',
    'DTEND;TZID=Europe/Berlin:20260405T110000',
  )
  for (const lines of [
    [...weekly(), ...moved, ...intoIt, ...cancelled],
    [...moved, ...cancelled, ...intoIt, ...weekly()],
  ]) {
    const busy = busyOf(lines)
    expect(busy).toHaveLength(9)
    expect(busy).toEqual(expect.arrayContaining(['2026-03-30T10:00 - 2026-03-30T11:00', '2026-04-01T10:00 - 2026-04-01T11:00']))
    expect(busy.filter((one) => /^2026-(03-29|04-05)/.test(one))).toEqual([])
  }
})

test('an override alone, as some servers send it, is one event', () => {
  const alone = override('20260329', 'DTSTART;TZID=Europe/Berlin:20260330T120000', 'DTEND;TZID=Europe/Berlin:20260330T130000')
  expect(busyOf(alone)).toEqual(['2026-03-30T10:00 - 2026-03-30T11:00'])
})

test('what lies outside of the window is left out, what reaches into it is not, and what overlaps is one time', () => {
  const at = (from: string, to: string) => eventOf(`DTSTART:${from}Z`, `DTEND:${to}Z`)
  const lines = [
    ...at('20260319T220000', '20260320T020000'),
    ...at('20200101T100000', '20200101T110000'),
    ...at('20270101T100000', '20270101T110000'),
    ...at('20260325T100000', '20260325T110000'),
    ...at('20260325T103000', '20260325T120000'),
    ...at('20260325T130000', '20260325T130000'),
  ]
  expect(busyOf(lines)).toEqual(['2026-03-19T22:00 - 2026-03-20T02:00', '2026-03-25T10:00 - 2026-03-25T12:00'])
})

test('a calendar as Outlook writes it: folded lines, its own names of zones, blanks', () => {
  const outlook = calendarOf(
    ...['METHOD:PUBLISH', 'X-WR-CALNAME:Kalender', 'BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time', 'BEGIN:STANDARD'],
    ...['DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10'],
    ...['END:STANDARD', 'BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
    ...eventOf(
      'DESCRIPTION:\\n________________________________________________________________',
      ' ________________\\nMicrosoft Teams-Besprechung\\n',
      'UID:040000008200E00074C5B7101A82E00800000000',
      'SUMMARY;LANGUAGE=de-DE:Wöchentlich',
      'DTSTART;TZID="W. Europe Standard Time":20260324T093000',
      'DTEND;TZID="W. Europe Standard Time":20260324T100000',
      'RRULE:FREQ=WEEKLY;UNTIL=20260331T073000Z;INTERVAL=1;BYDAY=TU;WKST=MO',
      'X-MICROSOFT-CDO-BUSYSTATUS:BUSY ',
      'BEGIN:VALARM',
      'TRIGGER:-PT15M',
      'ACTION:DISPLAY',
      'END:VALARM',
    ),
  )
  expect(told(feedTimes(`\uFEFF${outlook}`, windowIn('America/New_York')))).toEqual([
    '2026-03-24T08:30 - 2026-03-24T09:00',
    '2026-03-31T07:30 - 2026-03-31T08:00',
  ])
})

test('a calendar as Google writes it: instants, whole days, busy without a name', () => {
  const google = calendarOf(
    ...['CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'X-WR-CALNAME:ida@seller.example', 'X-WR-TIMEZONE:Europe/Berlin'],
    ...eventOf('DTSTART;VALUE=DATE:20260406', 'DTEND;VALUE=DATE:20260407', 'UID:a@google.com', 'SUMMARY:Busy', 'TRANSP:OPAQUE'),
    ...eventOf('DTSTART;VALUE=DATE:20260407', 'DTEND;VALUE=DATE:20260408', 'UID:b@google.com', 'SUMMARY:Geburtstag', 'TRANSP:TRANSPARENT'),
    ...eventOf('DTSTART:20260408T080000Z', 'DURATION:PT1H30M', 'UID:c@google.com', 'SUMMARY:Busy', 'CLASS:PRIVATE'),
  )
  expect(told(feedTimes(google, windowIn('Europe/Berlin')))).toEqual([
    '2026-04-05T22:00 - 2026-04-06T22:00',
    '2026-04-08T08:00 - 2026-04-08T09:30',
  ])
})

test.each([
  ['a start that is none', eventOf('DTSTART:soon', 'DTEND:20260325T110000Z')],
  ['no start', eventOf('SUMMARY:whenever')],
  ['a day that is none', eventOf('DTSTART;VALUE=DATE:20260231')],
  ['29 February in a common year', eventOf('DTSTART;TZID=Europe/Berlin:20270229T100000', 'DTEND:20270301T110000Z')],
  ['an end at 25 o’clock', eventOf('DTSTART:20260325T100000Z', 'DTEND:20260325T250000Z')],
  ['two starts', eventOf('DTSTART:20260325T100000Z', 'DTSTART:20260326T100000Z')],
])('a calendar with %s is refused as a whole: half of it would offer what is busy', (_, lines) => {
  expect(() => times(lines)).toThrow(FeedFailure)
  expect(() => times(lines)).toThrow('unreadable')
})

test('29 February of a leap year is a day', () => {
  const read = feedTimes(calendarOf(...eventOf('DTSTART;VALUE=DATE:20280229')), {
    zone: 'UTC',
    from: Date.parse('2028-02-01T00:00:00Z'),
    to: Date.parse('2028-04-01T00:00:00Z'),
  })
  expect(read.dates).toEqual(['2028-02-29'])
})

test.each(['Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia'])('in a process of its own, in %s, the same comes out', async (zone) => {
  const lines = [
    ...eventOf('DTSTART;VALUE=DATE:20260328', 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;VALUE=DATE:20260404'),
    ...eventOf('DTSTART:20260328T100000', 'DTEND:20260328T110000', 'RRULE:FREQ=DAILY;COUNT=9'),
  ]
  expect(await parseApart(calendarOf(...lines), windowIn(zone))).toEqual({ times: times(lines, zone) })
})

test('a zone that nobody knows by name is that of the agent', async () => {
  const lines = eventOf('DTSTART;TZID=Our Office:20260325T100000', 'DTEND;TZID=Our Office:20260325T110000')
  const read = await parseApart(calendarOf(...lines), windowIn('Asia/Tokyo'))
  expect('times' in read && told(read.times)).toEqual(['2026-03-25T01:00 - 2026-03-25T02:00'])
})

test('a rule that never ends to be looked for is given up, and so is what goes on every second', async () => {
  const forEver = eventOf('DTSTART:19700101T100000Z', 'DTEND:19700101T110000Z', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')
  // Some machines look through all years in a second; none does in half of one.
  expect(await parseApart(calendarOf(...forEver), windowIn('UTC'), 500)).toEqual({ error: { code: 'too_complex', params: {} } })
  const everySecond = eventOf('DTSTART:19000101T000000Z', 'DTEND:19000101T000001Z', 'RRULE:FREQ=SECONDLY')
  expect(await parseApart(calendarOf(...everySecond), windowIn('UTC'))).toEqual({ error: expect.anything() })
})
