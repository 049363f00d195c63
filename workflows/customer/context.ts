import { allHandlersFinished, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import type { StepNote } from '../../activities/life.ts'
import type { Coded } from '../../domain/codes.ts'
import type { Registration } from '../../domain/customers.ts'
import { type Life, nextClock, stageOf } from '../../domain/life.ts'
import { type PlanStep, type PlanStepName, placeStep, type StepStatus } from '../../domain/plan.ts'
import { createMails } from '../mails.ts'
import type { AnalysisResult } from '../profile-analysis.ts'
import type { SurveyTalk } from '../quarterly-survey.ts'
import { records } from '../records.ts'
import { createTurns } from '../turns.ts'
import { AgentAttribute, StageAttribute } from '../visibility.ts'

export const why = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

/** Why a step is planned no more that he did not want. */
export const OPTED_OUT = 'opted_out'

/** A call of a life that has ended. */
export interface EndedTalk {
  readonly callId: string
  /** Undefined where an operator ended it by hand. */
  readonly result?: SurveyTalk
  /** The step of the plan that it stood for. */
  readonly step: PlanStepName | undefined
}

interface Analysis {
  running: number | null
  ended: AnalysisResult | null | undefined
  stop: ((reason: string) => Promise<void>) | null
  again: boolean
}

/** A run goes on in a new one, when it is quiet, beyond so many events or bytes: most of a life is waiting, and waiting should be small. */
const LONG_EVENTS = 60
const LONG_BYTES = 8 * 1024

/** One life at work: what it knows, and the few things that all its parts do with it. */
export function createLifeContext(registration: Registration, life: Life) {
  const { customerId, languages, actor } = registration
  const mails = createMails()
  /** Open children: how to take each back, by call id. */
  const talks = new Map<string, (reason: string | null) => Promise<void>>()
  /** Children that are there, also those that have told how they ended and wait for their mails: how to hear that, by call id. */
  const told = new Map<string, (result: SurveyTalk) => void>()
  /** Children that have ended and were not looked at yet, oldest first. */
  const ended: EndedTalk[] = []
  const wish = { renewal: false }
  /** The analysis of his account, one at a time: which one runs, how to take it back, what it came to (null: ended by hand), whether one more is wanted. */
  const analysis: Analysis = { running: null, ended: undefined, stop: null, again: false }
  /** What was carried over counts for nothing: a run that began with much would go on in a new one at once, for ever. */
  const { historySize: begunWith } = workflowInfo()

  /** Nobody is under way who would come back to this run. */
  const calm = (): boolean =>
    talks.size === 0 && told.size === 0 && ended.length === 0 && analysis.running === null && !mails.underWay() && allHandlersFinished()

  function grown(): boolean {
    const { historyLength, historySize, continueAsNewSuggested } = workflowInfo()
    return historyLength > LONG_EVENTS || historySize - begunWith > LONG_BYTES || continueAsNewSuggested
  }

  return {
    life,
    customerId,
    languages,
    actor,
    mails,
    talks,
    told,
    ended,
    analysis,
    wish,
    inTurn: createTurns(),
    calm,

    /** Whether to go on in a new run, now. */
    renews: (): boolean => (wish.renewal || grown()) && life.inbox.length === 0 && calm(),

    step: (name: PlanStepName): PlanStep | undefined => life.steps.find(({ step }) => step === name),

    place(step: PlanStepName, status: StepStatus, reason: Coded, callId?: string, at: string | null = null): void {
      placeStep(life.steps, { step, status, at, why: reason, ...(callId === undefined ? {} : { callId }) })
    },

    /** Who is onboarded already and is welcomed afterwards stays onboarded. */
    reach(stage: Life['reached'], agentId: string | null = null): void {
      if (life.reached !== 'onboarded') life.reached = stage
      const owner = agentId === null ? [] : [{ key: AgentAttribute, value: agentId }]
      upsertSearchAttributes([{ key: StageAttribute, value: stageOf(life) }, ...owner])
    },

    /** What operators read in Temporal's UI. */
    details(): void {
      const next = nextClock(life)
      const steps = life.steps.map(({ step, status }) => `${step} ${status}`).join(', ') || 'no call planned'
      setCurrentDetails(`${stageOf(life)}; ${steps}${next ? `; next: ${next.clock} at ${next.at}` : ''}`)
    },
  }
}

export type LifeContext = ReturnType<typeof createLifeContext>

/** A line of the timeline about a step of the plan; where it tells, also a notice to whoever looks after the seller. */
export async function note({ life, customerId }: LifeContext, about: Omit<StepNote, 'customerId' | 'key'>): Promise<void> {
  life.notes += 1
  await records.noteStep({ customerId, key: `step/${life.notes}`, ...about })
}
