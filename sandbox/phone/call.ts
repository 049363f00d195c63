/** A call as the telephone system sees it. Instants are ISO strings. */
export interface PhoneCall {
  readonly pbxCallId: string
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly state: 'ringing' | 'answered' | 'ended'
  /** Who is to be heard once it was answered. */
  readonly heard?: 'customer' | 'voicemail_greeting'
  readonly cause?: Cause
  readonly startedAt: string
  readonly answeredAt?: string
  readonly endedAt?: string
  readonly events: readonly EventReport[]
}

/** Why a call ended, in the words of the telephony webhook. */
export type Cause = 'normalClearing' | 'busy' | 'noAnswer' | 'cancel'

/** The body of `POST /v1/telephony/events`. */
export interface TelephonyEvent {
  readonly event: 'newCall' | 'answer' | 'hangup'
  readonly pbxCallId: string
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly cause?: Cause
}

/** What became of reporting one event. */
export interface EventReport {
  readonly event: TelephonyEvent['event']
  readonly webhookId: string
  readonly at: string
  status: 'pending' | 'delivered' | 'given_up'
  attempts: number
  /** HTTP status or network error of the last try that failed. */
  reason?: string
}
