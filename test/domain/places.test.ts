import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { callableWindows } from '../../domain/calendar/windows.ts'
import { assumedZones, isKnownCountry, isKnownZone, mainZone, zonesOfCountry } from '../../domain/places.ts'
import { MAIN_ZONES, MODERN_NAMES } from '../../domain/places-data.ts'
import { DAY } from './calendar/zones.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
const COUNTRIES = CODES.filter(isKnownCountry)

describe('countries', () => {
  test('are the 249 that ISO 3166-1 assigns', () => {
    expect(COUNTRIES).toHaveLength(249)
    for (const code of ['DE', 'US', 'GB', 'LV', 'BR', 'TW', 'AX', 'BV', 'CW']) expect(COUNTRIES).toContain(code)
  })

  test.each(['UK', 'EU', 'UN', 'ZZ', 'XA', 'XK', 'DD', 'SU', 'AN', 'IC', 'de', 'De', 'DEU', '', 'D', '49', 'D ', 'ÄÖ'])(
    '%j is none',
    (code) => {
      expect(isKnownCountry(code)).toBe(false)
    },
  )

  test('each has zones of known names, and the main one is among them; two are uninhabited', () => {
    for (const code of COUNTRIES) {
      const zones = zonesOfCountry(code)
      expect(zones.filter((zone) => !isKnownZone(zone))).toEqual([])
      if (zones.length > 0) expect(zones, code).toContain(mainZone(code))
    }
    expect(COUNTRIES.filter((code) => mainZone(code) === undefined)).toEqual(['BV', 'HM'])
  })

  test('whoever has more than one zone is in the table of main zones', () => {
    expect(COUNTRIES.filter((code) => zonesOfCountry(code).length > 1 && MAIN_ZONES[code] === undefined)).toEqual([])
  })

  test('zones go by their present names', () => {
    expect(zonesOfCountry('IN')).toEqual(['Asia/Kolkata'])
    expect(mainZone('UA')).toBe('Europe/Kyiv')
    expect(zonesOfCountry('PT')).toEqual(['Atlantic/Azores', 'Atlantic/Madeira', 'Europe/Lisbon'])
    expect(zonesOfCountry('XX')).toEqual([])
    expect(mainZone('XX')).toBeUndefined()
  })

  test('somebody of whom only the country is known can be called on every business day, winter and summer', () => {
    for (const code of COUNTRIES.filter((one) => mainZone(one) !== undefined))
      for (const tuesday of [Date.UTC(2026, 0, 13), Date.UTC(2026, 6, 14)])
        expect(callableWindows({ zones: assumedZones(code) }, tuesday - DAY, tuesday + 2 * DAY).length, code).toBeGreaterThan(0)
    expect(assumedZones('RU')).toEqual(['Europe/Moscow'])
    expect(assumedZones('US').length).toBeGreaterThan(20)
  })
})

describe('zones', () => {
  test.each([
    'Europe/Berlin',
    'Europe/Kyiv',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'America/Argentina/Buenos_Aires',
    'UTC',
    'Etc/UTC',
    'Etc/GMT+3',
    'CET',
    'US/Eastern',
  ])('%s is one', (zone) => {
    expect(isKnownZone(zone)).toBe(true)
  })

  test.each([
    'europe/berlin',
    'Europe/berlin',
    'EUROPE/BERLIN',
    'europe/kyiv',
    'EUROPE/KYIV',
    'Asia/kolkata',
    'Europe/BErlin',
    '+02:00',
    '+0200',
    'GMT+2',
    'UTC+2',
    'Z',
    'PST',
    'utc',
    'Etc/gmt+3',
    'Etc/GMT+15',
    'Etc/Unknown',
    'Factory',
    'SystemV/EST5',
    'Europe/Atlantis',
    'Berlin',
    'Europe/',
    '',
    ' Europe/Berlin',
  ])('%j is none', (zone) => {
    expect(isKnownZone(zone)).toBe(false)
  })

  test('all that this runtime lists are known, and no present name is another zone', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isKnownZone(zone))).toEqual([])
    const resolve = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
    for (const [old, present] of Object.entries(MODERN_NAMES)) expect(resolve(present)).toBe(resolve(old))
  })

  const TZDATA = '/usr/share/zoneinfo/tzdata.zi'
  test.skipIf(!existsSync(TZDATA))("all of the system's tzdata are known, in no other case", () => {
    const lines = readFileSync(TZDATA, 'utf8').split('\n')
    const names = lines.flatMap((line) =>
      line.startsWith('Z ') ? [line.split(' ')[1]!] : line.startsWith('L ') ? [line.split(' ')[2]!] : [],
    )
    expect(names.length).toBeGreaterThan(500)
    expect(names.filter((zone) => zone !== 'Factory' && !isKnownZone(zone))).toEqual([])
    expect(names.filter((zone) => isKnownZone(zone.toLowerCase()))).toEqual([])
    const shouted = names.map((zone) => zone.toUpperCase()).filter((zone) => !names.includes(zone))
    expect(shouted.filter(isKnownZone)).toEqual([])
  })
})
