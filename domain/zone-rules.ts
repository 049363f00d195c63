/** A promise for a wall time that means another instant by new rules of its zone. */
export interface ZoneChange {
  readonly callId: string
  /** ISO instants: by the old rules, and by the new ones */
  readonly from: string
  readonly to: string
  /** The wall time that was meant, with the offset it had: `2027-07-01T10:00:00+01:00`. */
  readonly localStart: string
  readonly zone: string
  /** The version of the time zone database that says so. */
  readonly tzdata: string
  /** The clocks leave that wall time out now: `to` is the first moment after it. */
  readonly gap: boolean
}

/** The call is then; its slot is not free then, so it stays; it is no promise for that time any more. */
export type ZoneAnswer = 'moved' | 'nobody_free_then' | 'left_alone'
