/** A reason or an event as a code with its parameters; put into words, in any language, where it is read. */
export interface Coded {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Who did it: `agent/<id>`, `key/<id>` (an API key bound to nobody), `customer`, `telephony` or `system`. */
export type Actor = string

/** One line of the audit trail; a customer's timeline is read from these. */
export interface Entry {
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly actor: Actor
}

/** Something somebody should know. Audience: an agent id, `team` (everybody) or `leads`. */
export interface NewNotice {
  readonly audience: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
}

export const TEAM = 'team'
export const LEADS = 'leads'
