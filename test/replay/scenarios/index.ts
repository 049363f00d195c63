import type { Scenario } from '../stage.ts'
import { bookedCalls } from './booked-calls.ts'
import { calls } from './calls.ts'
import { lives } from './lives.ts'
import { tries } from './tries.ts'

/** Every branch of every workflow, for the recorder and for the comparison of commands. */
export const SCENARIOS: readonly Scenario[] = [...calls, ...tries, ...bookedCalls, ...lives]
