import { expect, test } from 'vitest'
import { renderMail } from '../../adapters/mail/render.ts'
import { CATALOGUES } from '../../adapters/mail/words.ts'
import { MAIL_LANGUAGES } from '../../domain/mail.ts'
import { AT, sampleInvitation, sampleMail, TEMPLATES } from './mail-samples.ts'

const everyMail = MAIL_LANGUAGES.flatMap((language) => TEMPLATES.map((template) => ({ language, template })))
const GAPS = /[{}]|\$t\(|\bundefined\b|\bnull\b|\bNaN\b|\[object|Invalid Date/
/** The tags in their order: a value that broke out of its place shows up among them. */
const tagsOf = (html: string): string[] => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name!.toLowerCase())

test.each(everyMail)('$template in $language is whole: no gap, no placeholder, in its language', ({ language, template }) => {
  const rendered = renderMail(sampleMail({ template, languages: [language], invitation: sampleInvitation() }), 'Lotse')
  expect(rendered.language).toBe(language)
  expect(rendered.html).toContain(`<html lang="${language}">`)
  expect(rendered.html).toMatch(/<title>[^<]{5,}<\/title>/)
  expect(rendered.subject).not.toMatch(/[\r\n]/)
  expect(rendered.text).toContain('Ida Sommer')
  const style = /<style>.*<\/style>/
  for (const part of [rendered.subject, rendered.text, rendered.html.replace(style, '')]) {
    expect(part).not.toMatch(GAPS)
    expect(part).not.toMatch(/templates\.|labels\.|purposes\.|invitation\.|minutes_/)
  }
})

test.each(everyMail)('$template in $language can be written with nothing but a company', ({ language, template }) => {
  const { text } = renderMail(sampleMail({ template, languages: [language], params: { company: 'Nordlicht GmbH' } }))
  expect(text).not.toMatch(GAPS)
  for (const label of Object.values(CATALOGUES[language].labels)) expect(text).not.toContain(`\n${label}: `)
})

test.each(everyMail)('$template in $language lets neither company nor names become markup or a header', ({ language, template }) => {
  const plain = sampleMail({ template, languages: [language], invitation: sampleInvitation() })
  const hostile = sampleMail({
    template,
    languages: [language],
    to: { name: 'Ida\r\nBcc: all@seller.example\r\n\r\n<script>x</script>', email: 'ida@seller.example' },
    params: { ...plain.params, company: '<b>&"', agentName: '<img src=x onerror=alert(1)>\u2028\'"' },
    invitation: sampleInvitation({ agent: { name: '</td><script>', email: 'jonas@lotse.example' } }),
  })
  const { subject, text, html } = renderMail(hostile, 'Lotse')
  expect(tagsOf(html)).toEqual(tagsOf(renderMail(plain, 'Lotse').html))
  expect(html).not.toMatch(/<b>|<script|<img/)
  expect(subject).not.toMatch(/[\r\n]/)
  expect(text).not.toMatch(/^Bcc:|\r/m)
  if (text.includes('<b>&"')) expect(html).toContain('&lt;b&gt;&amp;&quot;')
})

test('a company is written as it is, even where it looks like a placeholder or a replacement pattern', () => {
  for (const company of ['{{brand}} {{nobody}}', '$t(closing)', "$& $1 $$ $'", '\\', 'ООО «Луч»', '株式会社']) {
    const { text } = renderMail(sampleMail({ template: 'not_reached', languages: ['en'], params: { company } }))
    expect(text).toContain(`We tried to call you about ${company},`)
  }
})

test.each([
  ['de', 'Europe/Berlin', 'Freitag 5. März 2027 00:30 Uhr (Mitteleuropäische Normalzeit)'],
  ['en', 'Europe/London', 'Thursday 4 March 2027 23:30 (Greenwich Mean Time)'],
  ['fr', 'Europe/Paris', 'vendredi 5 mars 2027 à 00:30 (heure normale d’Europe centrale)'],
  ['es', 'Europe/Madrid', 'viernes 5 de marzo de 2027'],
  ['pt', 'Europe/Lisbon', 'quinta-feira 4 de março de 2027 23:30'],
  ['pt-BR', 'America/Sao_Paulo', 'quinta-feira 4 de março de 2027 20:30 (Horário Padrão de Brasília)'],
  ['lv', 'Europe/Riga', 'piektdiena 2027. gada 5. marts'],
  ['it', 'Europe/Rome', 'venerdì 5 marzo 2027'],
  ['en-US', 'America/New_York', 'Thursday March 4 2027 06:30 PM (Eastern Standard Time)'],
])('a customer who speaks %s in %s reads the time as his clock and calendar show it', (tag, timeZone, when) => {
  const { text, html } = renderMail(sampleMail({ languages: [tag], timeZone }))
  const plain = (part: string) => part.replaceAll(/[\s,]+/g, ' ') // commas and kinds of spaces differ between versions of CLDR
  expect(plain(text)).toContain(when)
  expect(plain(html)).toContain(when)
})

test('the same hour is another instant in summer, and the zone says so', () => {
  const summer = renderMail(sampleMail({ params: { company: 'Nordlicht', at: '2027-07-01T08:00:00Z' } })).text
  expect(summer).toContain('Donnerstag, 1. Juli 2027, 10:00 Uhr (Mitteleuropäische Sommerzeit)')
})

test('an appointment stands in the subject of what is booked, and not in the others', () => {
  const subject = (template: (typeof TEMPLATES)[number]) => renderMail(sampleMail({ template })).subject
  expect(subject('booking_confirmed')).toMatch(/^Termin.*: Fr.*5\. März.*00:30$/)
  expect(subject('not_reached')).not.toMatch(/\d/)
})

test('a questionnaire names the day on which the trial ends where the customer is, and three questions to answer', () => {
  const { subject, text } = renderMail(sampleMail({ template: 'trial_questionnaire' }))
  expect(subject).not.toMatch(/\d/)
  expect(text).toContain('\nEnde der Testphase: Freitag, 5. März 2027\n') // still Thursday in UTC
  expect(text.match(/^\d\. .+\?$/gm)).toHaveLength(3)
})

test('length and language are said in the language of the mail', () => {
  const lines = (languages: string[], minutes: number) =>
    renderMail(sampleMail({ languages, params: { company: 'N', minutes, language: 'pt-BR', at: AT } })).text
  expect(lines(['de'], 45)).toContain('Dauer: etwa 45 Minuten')
  expect(lines(['de'], 1)).toContain('Dauer: etwa 1 Minute\n')
  expect(lines(['de'], 45)).toContain('Sprache: Portugiesisch')
  expect(lines(['en'], 45)).toContain('Language: Portuguese')
})

test('a purpose newer than the catalogue is just a call', () => {
  const { text } = renderMail(sampleMail({ languages: ['en'], params: { company: 'N', purpose: 'something.new:today' } }))
  expect(text).toContain('About: Call\n')
})

test('a mail with an invitation says so, and a cancellation says what it does', () => {
  const english = (method: 'REQUEST' | 'CANCEL') =>
    renderMail(sampleMail({ languages: ['en'], invitation: sampleInvitation({ method }) })).text
  expect(english('REQUEST')).toContain('An invitation for your calendar is attached.')
  expect(english('CANCEL')).toContain('removes the entry from your calendar')
  expect(renderMail(sampleMail({ languages: ['en'] })).text).not.toContain('attached')
})
