import { defaultPayloadConverter } from '@temporalio/common'
import type {
  ContinueAsNewInput,
  StartChildWorkflowExecutionInput,
  WorkflowExecuteInput,
  WorkflowInterceptorsFactory,
} from '@temporalio/workflow'
import { CLOCK_HEADER } from '../domain/clock.ts'
import { clockOffset, startClock } from './time.ts'

type Headers = WorkflowExecuteInput['headers']

/** The demo's clock travels in a header; where it was never turned there is none, and histories are as if it did not exist. */
const withClock = <Input extends { readonly headers: Headers }>(input: Input): Input => {
  const offset = clockOffset()
  return offset === 0 ? input : { ...input, headers: { ...input.headers, [CLOCK_HEADER]: defaultPayloadConverter.toPayload(offset) } }
}

/** Every workflow begins with the clock of whoever started it, and hands it on to what it starts. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute(input, next) {
        const header = input.headers[CLOCK_HEADER]
        startClock(header === undefined ? 0 : defaultPayloadConverter.fromPayload<number>(header))
        return next(input)
      },
    },
  ],
  outbound: [
    {
      startChildWorkflowExecution: (input: StartChildWorkflowExecutionInput, next) => next(withClock(input)),
      continueAsNew: (input: ContinueAsNewInput, next) => next(withClock(input)),
    },
  ],
})
