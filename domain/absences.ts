/** What becomes of the calls of somebody's time away: others get them, they stay, or the leads decide. */
export const ABSENCE_TREATMENTS = ['hand_over', 'keep', 'ask'] as const
export type AbsenceTreatment = (typeof ABSENCE_TREATMENTS)[number]

/** Of calls for a booked slot, and of those that we planned. */
export interface AbsenceCalls {
  readonly booked: AbsenceTreatment
  readonly planned: AbsenceTreatment
}

export const HAND_OVER_ALL: AbsenceCalls = { booked: 'hand_over', planned: 'hand_over' }

/** A time without somebody, as it is kept: never why. */
export interface StoredAbsence {
  readonly id: string
  readonly agentId: string
  /** ISO instants */
  readonly from: string
  readonly until: string
  readonly substituteId: string | null
  /** Where not all of them are handed over. */
  readonly calls?: AbsenceCalls
}

/** Whom an absence would send in a circle, from the absent one back to him. */
export interface Circle {
  readonly circle: readonly string[]
}

/** A call hears that its agent is away until an ISO instant. */
export interface AgentAway {
  readonly absenceId: string
  readonly agentId: string
  readonly until: string
}

/** What came of it: somebody else holds the call; nobody does; its slot suits nobody else, so it stays; it was not his or is under way. */
export type AwayAnswer = 'moved' | 'nobody' | 'nobody_free_then' | 'left_alone'

/** A call hears that an absence is over or undone; `evenIfAway`: he gets it back although he is not there. */
export interface AgentBack {
  readonly absenceId: string
  readonly evenIfAway: boolean
}

export type BackAnswer = 'handed_back' | 'left_alone'

/** A call that an absence has moved. */
export interface MovedCall {
  readonly callId: string
  readonly absenceId: string
}
