import type { CallPurpose } from '../../domain/calls/calls.ts'
import type { MailTemplate } from '../../domain/mail.ts'

/** The words of one language. `{{company}}`, `{{brand}}`, `{{language}}`, `{{agentName}}` stand for values; no markup. */
export interface Catalogue {
  readonly greeting: string
  readonly closing: string
  readonly signature: string
  /** How an appointment is appended to a subject. */
  readonly subjectWhen: string
  /** A date and a time in one line, with the zone named. */
  readonly when: string
  /** A language's name standing alone. */
  readonly languageName: string
  readonly labels: Readonly<Record<Label, string>>
  readonly purposes: Readonly<Record<Purpose, string>>
  readonly invitation: Readonly<Record<InvitationText, string>>
  readonly templates: Readonly<Record<MailTemplate, TemplateText>>
  /** CLDR plural forms: every language has exactly its own categories. */
  readonly minutes_zero?: string
  readonly minutes_one: string
  readonly minutes_many?: string
  readonly minutes_other: string
}

/** Paragraphs before and after the lines that say when, who and what. */
interface TemplateText {
  readonly subject: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export type Label = 'when' | 'caller' | 'contact' | 'language' | 'duration' | 'about' | 'trialEnd' | 'firstFree'

/** `call` is the word for a purpose this catalogue does not know. */
type Purpose = CallPurpose | 'call'

type InvitationText = 'summary' | 'description' | 'location' | 'attached' | 'withdrawn'
