import type { Agreement, OutcomeReport } from '../../domain/calls/calls.ts'

/** Who does something; `agentId` is a person of the team. */
export interface ByAgent {
  readonly agentId: string
}
export interface Reschedule {
  /** ISO instant */
  readonly to: string
  readonly reason?: string
  /** A booking moves only to a time at which its agent works; what an agent agrees on himself may be any. */
  readonly withinShift?: boolean
  /** How often the seller may move it himself; absent where a person of the team does it. */
  readonly mostMoves?: number
  readonly actor: string
}
export interface HandOver extends ByAgent {
  readonly note: string
  /** Whoever hands over has told the seller himself. */
  readonly customerTold: boolean
  readonly actor: string
}
/** For a talk that takes longer: to the first of these who is free, or not before an ISO instant. */
export type GiveWay = ({ readonly among: readonly string[] } | { readonly notBefore: string }) & {
  readonly forCall: string
  readonly actor: string
}
export interface Extension {
  /** ISO instant */
  readonly end: string
  readonly actor: string
}
export interface RecordedOutcome {
  readonly report: OutcomeReport
  readonly agentId?: string
  readonly actor: string
}
export interface AgreedStrategies {
  /** One for each group that was talked about; at least one. */
  readonly agreed: readonly Agreement[]
  readonly actor: string
}
