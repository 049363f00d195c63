import type { Agreement } from '../domain/calls/calls.ts'
import type { Actor } from '../domain/codes.ts'
import type { AgreementVersion } from '../domain/profile/agreement.ts'

export interface AgreementRequest {
  readonly customerId: string
  readonly callId: string
  /** Made of the call, the same for a repeat and for nothing else. */
  readonly key: string
  /** Found without errors; at least one. */
  readonly agreed: readonly Agreement[]
  readonly by: Actor
  /** The talk is over and says it all once more: what this very talk has agreed on before is no news, whatever others did since. */
  readonly repeats?: boolean
}

export interface AgreementStore {
  /**
   * One transaction, one at a time for a seller: the next version, held against the profile as it stands, and its lines on the timeline. A
   * repeat of a key answers its version; where all of it stands already, the version that stands. Neither writes anything.
   */
  record(request: AgreementRequest): Promise<AgreementVersion>
}

export interface AgreementDeps {
  readonly agreements: AgreementStore
}

export const createAgreementActivities = ({ agreements }: AgreementDeps) => ({
  async agreeStrategy(request: AgreementRequest): Promise<AgreementVersion> {
    return agreements.record(request)
  },
})

export type AgreementActivities = ReturnType<typeof createAgreementActivities>
