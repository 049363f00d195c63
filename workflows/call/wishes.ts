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
