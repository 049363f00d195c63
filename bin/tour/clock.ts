import type { Guide, Json } from './guide.ts'
import { stepOf } from './sellers.ts'

const LOOK = { method: 'GET', path: '/v1/demo/clock' } as const
/** A walk past many lives takes its time. */
const WALK_MS = 5 * 60_000

/** Whether days may pass here in seconds: in demo mode alone. */
export async function turnable({ stop, chapter }: Guide, workflow: string): Promise<boolean> {
  chapter('The clock')
  const { now } = await stop({
    name: 'the clock of the demo',
    request: LOOK,
    expect: [200, 404],
    summary: (body) =>
      body.now === undefined
        ? 'it is not there: this stack is not in demo mode (LOTSE_DEMO=1, as `npm start` sets it), and the rest of a life takes as long as it takes'
        : `it is ${body.now}, and from here on weeks pass in seconds`,
    workflow,
  })
  return now !== undefined
}

interface Turn {
  readonly name: string
  /** ISO instant */
  readonly to: string
  readonly workflow: string
}

/** Turns the clock to just behind an instant; everything due by then has been done when this returns. */
export async function turn({ stop, ask }: Guide, { name, to, workflow }: Turn): Promise<void> {
  const { now } = (await ask(LOOK)).body
  const seconds = Math.max(1, Math.ceil((Date.parse(to) - Date.parse(now)) / 1000) + 1)
  const advance = period(seconds)
  await stop({
    name,
    request: { method: 'POST', path: '/v1/demo/clock', body: { advance } },
    expect: [200, 202],
    until: (body) => body.pending !== true && body.now >= to,
    again: LOOK,
    patienceMs: WALK_MS,
    summary: (body) => `${advance} later it is ${body.now}; all that was due by then is done`,
    workflow,
  })
}

/** e.g. `P10DT1H5S` */
function period(seconds: number): string {
  const units = [86_400, 3_600, 60, 1]
  const [days = 0, ...time] = units.map((unit, index) => Math.floor((index === 0 ? seconds : seconds % (units[index - 1] ?? 1)) / unit))
  const clock = time.map((count, index) => (count === 0 ? '' : `${count}${'HMS'[index]}`)).join('')
  return `P${days === 0 ? '' : `${days}D`}${clock === '' ? '' : `T${clock}`}`
}

interface Awaited {
  readonly customerId: string
  readonly step: string
  /** Instant at which the life begins with it. */
  readonly from: string
  readonly workflow: string
  readonly days: string
}

/** Lets the days pass until a step of the plan has its call and the call is due; answers its card. */
export async function untilDue(
  guide: Guide,
  { customerId, step, from, workflow, days }: Awaited,
  shows: (card: Json) => string,
): Promise<Json> {
  const { stop } = guide
  await turn(guide, { name: days, to: from, workflow })
  const plan = await stop({
    name: `the plan now has a call for ${step}`,
    request: { method: 'GET', path: `/v1/customers/${customerId}/plan` },
    until: (body) => stepOf(body, step)?.callId !== undefined && stepOf(body, step).at !== null,
    summary: (body) => `${stepOf(body, step).at}, because ${stepOf(body, step).why.code}`,
    workflow,
  })
  const { callId, at } = stepOf(plan, step)
  await turn(guide, { name: 'the hours go by until it is due', to: at, workflow: `call/${callId}` })
  return stop({
    name: 'it is due, and its card shows what to know before',
    request: { method: 'GET', path: `/v1/calls/${callId}` },
    until: (body) => body.status === 'due',
    summary: shows,
    workflow: `call/${callId}`,
  })
}
