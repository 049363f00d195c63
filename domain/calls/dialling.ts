const MINUTE = 60_000

/** For so long a seller is his who dials, until the telephone says more: a process that dies blocks nobody longer. */
export const LEASE_MS = 2 * MINUTE
/** The longest talk we believe in: where the telephone never says that it was hung up, and nobody records an outcome. */
export const TALK_MS = 240 * MINUTE

/** Who is on the line with a seller, or about to be. */
export interface DialLease {
  readonly customerId: string
  /** Null: a telephone call of which we do not know who of us holds it. */
  readonly by: { readonly agentId: string; readonly name: string } | null
  readonly callId: string | null
  /** ISO instants */
  readonly since: string
  readonly until: string
  /** What the telephone's provider called it, where one was asked to ring. */
  readonly providerCallId: string | null
}

export interface DialRequest {
  /** The same for a repeat, and for nothing else: the provider rings once for it. */
  readonly key: string
  readonly agentId: string
  /** Where the agent is rung first, if the provider does not know. */
  readonly extension?: string
  /** E.164 */
  readonly number: string
  readonly callId: string
}

/** How the agent comes to talk: by a link that his own telephone opens, or rung by the provider. */
export type Dial = { readonly kind: 'link'; readonly href: string } | { readonly kind: 'started'; readonly providerCallId: string }
