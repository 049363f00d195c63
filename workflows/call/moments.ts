import type { CallContext } from './context.ts'

/** Something that the call does by itself. */
export interface Moment {
  /** ISO instant */
  readonly at: string
  readonly act: (context: CallContext) => Promise<void>
}

export type Plan = (context: CallContext) => Moment | undefined
