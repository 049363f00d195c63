/** One step of a decision: a code, and what it was about. Put into words where it is read. */
export interface Step {
  readonly code: string
  readonly [param: string]: number | string | null
}

export type Trace = readonly Step[]
