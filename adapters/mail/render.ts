import { baseLanguage } from '../../domain/languages.ts'
import { type Mail, type MailLanguage, type MailTemplate, mailLanguage } from '../../domain/mail.ts'
import type { Label } from './catalogue.ts'
import { layOutHtml, layOutText, type MailContent } from './layout.ts'
import { oneLine } from './one-line.ts'
import { dateLocale, type Words, wordsIn } from './words.ts'

export interface RenderedMail {
  readonly language: MailLanguage
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Which facts stand between the paragraphs; one that is not known is left out. */
const FACTS: Readonly<Record<MailTemplate, readonly Label[]>> = {
  welcome_call_planned: ['when', 'caller', 'language', 'duration'],
  welcome_call_late: ['when', 'caller', 'language', 'duration'],
  welcome_no_speaker: [],
  agent_no_show: ['about', 'firstFree', 'contact'],
  welcome_no_call: [],
  booking_confirmed: ['about', 'when', 'duration', 'caller', 'language'],
  booking_moved: ['about', 'when', 'duration', 'caller', 'language'],
  booking_cancelled: ['about', 'when', 'contact'],
  booking_reminder: ['about', 'when', 'caller', 'language'],
  running_late: ['about', 'when', 'duration', 'caller', 'language'],
  slot_freed: ['about', 'when', 'caller'],
  not_reached: ['when', 'contact'],
  call_me_later: ['when', 'caller', 'language'],
  no_show: ['about', 'when', 'contact'],
  support_declined: [],
  trial_questionnaire: ['trialEnd', 'contact'],
}

const APPOINTMENT_IN_SUBJECT: ReadonlySet<MailTemplate> = new Set([
  'welcome_call_planned',
  'welcome_call_late',
  'booking_confirmed',
  'booking_moved',
  'booking_cancelled',
  'booking_reminder',
  'running_late',
  'slot_freed',
])

/** Puts a mail into words in the customer's language, with instants in the customer's zone. Pure. */
export function renderMail(mail: Mail, brand = 'Lotse'): RenderedMail {
  const language = mailLanguage(mail.languages)
  const words = wordsIn(language)
  const values = {
    brand,
    name: oneLine(mail.to.name),
    company: oneLine(mail.params.company),
    language: languageName(mail.params.language ?? mail.languages[0] ?? language, language),
  }
  const { before, after, invitation } = paragraphs(mail, words, values)
  const content: MailContent = {
    language,
    greeting: words('greeting', values),
    before,
    facts: facts(mail, words, language),
    after: [...invitation, ...after],
    closing: words('closing'),
    signature: words('signature', values),
  }
  const subject = subjectOf(mail, words, values)
  return { language, subject, text: layOutText(content), html: layOutHtml(content, subject) }
}

function paragraphs(mail: Mail, words: Words, values: Record<string, string>) {
  const list = (part: 'before' | 'after') => words.list(`templates.${mail.template}.${part}`, values)
  const attached = mail.invitation?.method === 'CANCEL' ? 'withdrawn' : 'attached'
  return { before: list('before'), after: list('after'), invitation: mail.invitation ? [words(`invitation.${attached}`)] : [] }
}

function subjectOf(mail: Mail, words: Words, values: Record<string, string>): string {
  const subject = words(`templates.${mail.template}.subject`, values)
  const at = appointment(mail)
  if (at === undefined || !APPOINTMENT_IN_SUBJECT.has(mail.template)) return subject
  const when = dateTime(mail, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at)
  return words('subjectWhen', { subject, when })
}

function facts(mail: Mail, words: Words, language: MailLanguage): { label: string; value: string }[] {
  const { params, invitation } = mail
  const at = appointment(mail)
  const agentName = params.agentName ?? invitation?.agent.name
  const purpose = params.purpose ?? invitation?.purpose
  const known: Record<Label, string | undefined> = {
    when: at && dateAndTime(mail, words, at),
    caller: agentName && oneLine(agentName),
    contact: agentName && oneLine(agentName),
    language: params.language && words('languageName', { language: languageName(params.language, language) }),
    duration: params.minutes === undefined ? undefined : words('minutes', { count: params.minutes }),
    about: purpose && purposeName(words, purpose),
    firstFree: at && dateAndTime(mail, words, at),
    trialEnd: at && dateTime(mail, { dateStyle: 'full' }).format(at),
  }
  return FACTS[mail.template].flatMap((label) => {
    const value = known[label]
    return value ? [{ label: words(`labels.${label}`), value }] : []
  })
}

/** The name of a call purpose; a purpose newer than the catalogue is just a call. */
export const purposeName = (words: Words, purpose: string): string => words.first([`purposes.${purpose}`, 'purposes.call'])

function appointment({ params, invitation }: Mail): Date | undefined {
  const instant = params.at ?? invitation?.start
  return instant === undefined ? undefined : new Date(instant)
}

/** 24 hours everywhere but in English, where the customer's own habit decides. */
function dateTime(mail: Mail, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = dateLocale(mail.languages)
  const cycle = baseLanguage(locale) === 'en' || options.hour === undefined ? {} : { hourCycle: 'h23' as const }
  return new Intl.DateTimeFormat(locale, { ...options, ...cycle, timeZone: mail.timeZone })
}

function dateAndTime(mail: Mail, words: Words, at: Date): string {
  const zone = dateTime(mail, { timeZoneName: 'long' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
  return words('when', {
    date: dateTime(mail, { dateStyle: 'full' }).format(at),
    time: dateTime(mail, { hour: '2-digit', minute: '2-digit' }).format(at),
    zone: zone?.value ?? mail.timeZone,
  })
}

function languageName(tag: string, language: MailLanguage): string {
  return new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(baseLanguage(tag)) ?? tag
}
