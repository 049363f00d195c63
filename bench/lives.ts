import { bytesOf, costOf, type HistoryEvent, withoutDemoClock } from './actions.ts'
import { median } from './figures.ts'
import { type House, withHouse } from './house.ts'
import { typicalLife } from './typical-life.ts'

const LIVES = 3

export interface Expense {
  readonly actions: number
  readonly bytes: number
  readonly events: number
}

export interface Lives {
  readonly lives: number
  /** Medians of the lives, from the registration to the end of the trial. */
  readonly toTrialEnd: Expense
  /** From there to the end of the first quarter's survey. */
  readonly quarter: Expense
  /** Actions of the first life by workflow and step, dearest first. */
  readonly toTrialEndBySteps: Readonly<Record<string, number>>
  readonly quarterBySteps: Readonly<Record<string, number>>
}

/** An event, and whose it is: a workflow's type, of calls with their purpose. */
interface Line {
  readonly key: string
  readonly workflow: string
  readonly event: HistoryEvent
}

/** All events of all runs of a customer's workflows, as if no clock had been turned. */
async function linesOf({ temporal, lotse }: House, customerId: string): Promise<Line[]> {
  const calls = await lotse.calls(`?customerId=${customerId}`)
  const isHis = (workflowId: string): boolean => [customerId, ...calls.map(({ id }) => id)].some((id) => workflowId.endsWith(`/${id}`))
  const lines: Line[] = []
  for await (const { workflowId, runId, type } of temporal.workflow.list()) {
    if (!isHis(workflowId)) continue
    const purpose = calls.find(({ id }) => workflowId === `call/${id}`)?.purpose
    const { events } = await temporal.workflow.getHandle(workflowId, runId).fetchHistory()
    for (const event of withoutDemoClock(events ?? []))
      lines.push({ key: `${runId}/${event.eventId}`, workflow: purpose === undefined ? type : `${purpose} call`, event })
  }
  return lines
}

const expenseOf = (lines: readonly Line[]): Expense => ({
  actions: lines.reduce((sum, { event }) => sum + (costOf(event)?.actions ?? 0), 0),
  bytes: bytesOf(lines.map(({ event }) => event)),
  events: lines.length,
})

function bySteps(lines: readonly Line[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const { workflow, event } of lines) {
    const cost = costOf(event)
    if (cost) sums.set(`${workflow}: ${cost.what}`, (sums.get(`${workflow}: ${cost.what}`) ?? 0) + cost.actions)
  }
  return Object.fromEntries([...sums].sort(([, a], [, b]) => b - a))
}

const middle = (expenses: readonly Expense[]): Expense => ({
  actions: median(expenses.map(({ actions }) => actions)),
  bytes: median(expenses.map(({ bytes }) => bytes)),
  events: median(expenses.map(({ events }) => events)),
})

/** A few typical lives, one after the other, on a stack of their own: who turns the clock turns it for all. */
export const measureLives = (say: (line: string) => void): Promise<Lives> =>
  withHouse(async (house) => {
    const trials: Line[][] = []
    const quarters: Line[][] = []
    for (let number = 0; number < LIVES; number++) {
      const { life, register, welcome, trialEnd, survey } = typicalLife(house, number)
      await register()
      await welcome()
      await trialEnd()
      const trial = await linesOf(house, life.id)
      await survey()
      const known = new Set(trial.map(({ key }) => key))
      const quarter = (await linesOf(house, life.id)).filter(({ key }) => !known.has(key))
      say(
        `life ${number + 1} of ${LIVES}: ${expenseOf(trial).actions} actions to the trial's end, ${expenseOf(quarter).actions} for the quarter`,
      )
      trials.push(trial)
      quarters.push(quarter)
    }
    return {
      lives: LIVES,
      toTrialEnd: middle(trials.map(expenseOf)),
      quarter: middle(quarters.map(expenseOf)),
      toTrialEndBySteps: bySteps(trials[0] ?? []),
      quarterBySteps: bySteps(quarters[0] ?? []),
    }
  })
