/** The mails Lotse writes: which there are, and what each must know. Words and layout belong to adapters/mail. */

import { baseLanguage } from './languages.ts'

export const MAIL_LANGUAGES = ['de', 'en', 'fr', 'es', 'pt', 'lv', 'it'] as const
export type MailLanguage = (typeof MAIL_LANGUAGES)[number]

export type MailTemplate =
  | 'welcome_call_planned'
  | 'welcome_call_late'
  | 'welcome_no_speaker'
  | 'agent_no_show'
  | 'welcome_no_call'
  | 'booking_confirmed'
  | 'booking_moved'
  | 'booking_cancelled'
  | 'booking_reminder'
  | 'running_late'
  | 'slot_freed'
  | 'not_reached'
  | 'call_me_later'
  | 'no_show'
  | 'support_declined'
  | 'trial_questionnaire'

/** What a calendar needs (iTIP, RFC 5546): the uid stays for the life of a booking, the sequence counts its changes. */
export interface Invitation {
  readonly uid: string
  readonly sequence: number
  readonly method: 'REQUEST' | 'CANCEL'
  /** ISO instants */
  readonly start: string
  readonly end: string
  /** Call purpose, a code. */
  readonly purpose: string
  readonly agent: { readonly name: string; readonly email: string }
}

export interface MailParams {
  readonly company: string
  readonly agentName?: string
  /** ISO instant */
  readonly at?: string
  readonly minutes?: number
  /** Call purpose, a code. */
  readonly purpose?: string
  /** BCP 47: the language a call is held in, or the one nobody speaks. */
  readonly language?: string
}

export interface Mail {
  /** Made of the domain id, with `<` and `>`: the same mail has the same one, however often it is tried. */
  readonly messageId: string
  readonly template: MailTemplate
  readonly customerId: string
  readonly to: { readonly name: string; readonly email: string }
  /** The customer's languages, BCP 47, best first. */
  readonly languages: readonly string[]
  /** IANA zone of the customer. */
  readonly timeZone: string
  readonly params: MailParams
  readonly invitation?: Invitation
}

/** The first of the customer's languages we write in (by base language: pt-BR is pt), else English. */
export function mailLanguage(languages: readonly string[]): MailLanguage {
  for (const tag of languages) {
    const found = MAIL_LANGUAGES.find((language) => language === baseLanguage(tag))
    if (found) return found
  }
  return 'en'
}
