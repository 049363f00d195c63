import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { AgentAway, AgentBack, AwayAnswer, BackAnswer, MovedCall } from '../domain/absences.ts'
import { instantOf, type LocalIntent } from '../domain/calendar/local-intent.ts'
import type { ZoneAnswer, ZoneChange } from '../domain/zone-rules.ts'
import type { Rerouted } from './absences.ts'

/** Asks a call something by its own workflow. One that is over leaves everything alone; the same key is answered the same. */
export interface CallLine {
  agentAway(callId: string, away: AgentAway, key: string): Promise<AwayAnswer>
  agentBack(callId: string, back: AgentBack, key: string): Promise<BackAnswer>
  zoneChanged(callId: string, change: ZoneChange, key: string): Promise<ZoneAnswer>
}

/** A promise for a wall time, of a call that is still to come. */
export interface Promised extends LocalIntent {
  readonly kind: 'booking' | 'call'
  readonly id: string
  readonly callId: string
  /** ISO instant, by the rules of `tzdata` */
  readonly at: string
  readonly tzdata: string
}

export interface PromiseStore {
  /** The version of the time zone database that this process knows. */
  readonly tzdata: string
  /** Promises of open calls to come that another version made an instant of, those behind `behind` by kind and id. */
  outdated(limit: number, behind?: Pick<Promised, 'kind' | 'id'>): Promise<readonly Promised[]>
  /** The instant is the same by our rules. Changes nothing where the promise is another one by now. */
  confirm(promised: Promised): Promise<void>
}

export interface CallLineDeps {
  readonly callLine: CallLine
  readonly promises: PromiseStore
}

export interface RerouteRequest {
  readonly away: AgentAway
  /** Counts the rounds of one absence. */
  readonly pass: number
  readonly callIds: readonly string[]
}

export interface HandBackRequest {
  readonly calls: readonly MovedCall[]
  /** Also to somebody who is not there. */
  readonly evenIfAway: boolean
}

export interface ZoneRulesFound {
  readonly looked: number
  readonly moved: number
}

const HEARTBEAT_MS = 5_000
const PAGE = 200

export const createCallLineActivities = ({ callLine, promises }: CallLineDeps) => ({
  /** One after the other: each routing decision sees those before it. */
  async rerouteCalls({ away, pass, callIds }: RerouteRequest): Promise<Rerouted> {
    const answers = await oneByOne(callIds, async (callId) => ({
      callId,
      answer: await callLine.agentAway(callId, away, `${away.absenceId}/away/${pass}/${callId}`),
    }))
    const of = (...wanted: readonly AwayAnswer[]) => answers.filter(({ answer }) => wanted.includes(answer)).map(({ callId }) => callId)
    return { given: of('moved', 'nobody'), nobody: of('nobody').length, kept: of('nobody_free_then').length }
  },

  async handBackCalls({ calls, evenIfAway }: HandBackRequest): Promise<void> {
    const occasion = evenIfAway ? 'undone' : 'back'
    await oneByOne(calls, ({ callId, absenceId }) =>
      callLine.agentBack(callId, { absenceId, evenIfAway }, `${absenceId}/${occasion}/${callId}`),
    )
  },

  /** Only who knows these rules can apply them: while two versions of workers run, the other one tries again. */
  async applyZoneRules(version: string): Promise<ZoneRulesFound> {
    if (version !== promises.tzdata)
      throw ApplicationFailure.retryable(`this worker knows the rules of ${promises.tzdata}`, 'OtherZoneRules')
    const found = { looked: 0, moved: 0 }
    for (let page = await promises.outdated(PAGE); page.length > 0; page = await promises.outdated(PAGE, page.at(-1))) {
      const answers = await oneByOne(page, (promised) => keep(promised))
      found.looked += page.length
      found.moved += answers.filter((answer) => answer === 'moved').length
    }
    return found

    async function keep(promised: Promised): Promise<ZoneAnswer | 'same'> {
      const { callId, at: from, localStart, zone } = promised
      const { at, gap } = instantOf(promised)
      const to = new Date(at).toISOString()
      if (to === from) return promises.confirm(promised).then(() => 'same' as const)
      const change = { callId, from, to, localStart, zone, tzdata: version, gap }
      return callLine.zoneChanged(callId, change, `zone-rules/${version}/${callId}/${from}`)
    }
  },
})

/**
 * Says meanwhile that it is alive: a call may wait for the database. A worker that is about to go waits for no call, which may need this
 * very worker: another one asks again, and is answered the same.
 */
async function oneByOne<Item, Answer>(items: readonly Item[], ask: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const { cancellationSignal: leaving } = Context.current()
  const gone = new Promise<never>((_, reject) => {
    leaving.addEventListener('abort', () => reject(ApplicationFailure.retryable('the worker ends', 'WorkerEnds')), { once: true })
  })
  gone.catch(() => undefined) // where nobody waits for it
  const alive = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS)
  try {
    const answers: Answer[] = []
    for (const item of items) answers.push(await Promise.race([ask(item), gone]))
    return answers
  } finally {
    clearInterval(alive)
  }
}

export type CallLineActivities = ReturnType<typeof createCallLineActivities>
