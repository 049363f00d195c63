import { setImmediate as others } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Clock } from '../../domain/clock.ts'
import { type DryRun, dryRun, type FollowedBoth, type RoutedBoth } from '../../domain/dry-run/dry-run.ts'
import type { Past, PastCall, Rules } from '../../domain/dry-run/past.ts'
import { proposedTeam, type TeamProposal } from '../../domain/dry-run/team.ts'
import { invalidField } from '../problems.ts'
import { DryRunBody, DryRunReply, type DryRunView, type DryRunWish } from '../schemas/dry-run.ts'
import { refuseOverlaps } from '../wall-hours.ts'
import { refusePolicies } from './policies.ts'

export interface PastReads {
  /** The calls that were first routed in so many days, the newest of them, and the team and policies of today. */
  past(wish: {
    readonly days: number
    readonly limit: number
  }): Promise<{ readonly past: Past; readonly today: Rules; readonly further: number }>
}

export interface DryRunRouteDeps {
  readonly past: PastReads
  readonly clock: Clock
}

const DAYS = 30
const DAY = 86_400_000
const MOST_CALLS = 2_000

export const dryRunRoutes: FastifyPluginAsyncTypebox<DryRunRouteDeps> = async (app, { past: reads, clock }) => {
  app.post(
    '/v1/policies/dry-run',
    {
      config: { access: 'lead' },
      schema: {
        tags: ['policies'],
        summary: 'What other rules would have made of the last 30 days',
        description:
          'The calls of that time are routed again as they came, by the rules of today and by the proposed ones, and every try that nobody ' +
          'answered is followed up by both. Nothing is changed. The team is that of today: who has left, passed a call on, or spoke another ' +
          'language then is not known, nor is what a seller asked for because of a call that would have come earlier.',
        body: DryRunBody,
        response: { 200: DryRunReply },
      },
    },
    async (request) => {
      const wish = request.body
      if (wish.policies !== undefined) refusePolicies(wish.policies)
      const proposal = proposalOf(wish)
      const { past, today, further } = await reads.past({ days: DAYS, limit: MOST_CALLS })
      refuseStrangers(wish, today)
      const proposed = { policies: wish.policies ?? today.policies, team: proposedTeam(today.team, proposal) }
      const until = clock.now()
      const time = { from: new Date(until - DAYS * DAY).toISOString(), until: new Date(until).toISOString() }
      return { ...time, ...viewOf(await unhurried(dryRun(past, today, proposed))), further }
    },
  )
}

/** Runs it to its end and lets every other request in between: thousands of calls take seconds. */
async function unhurried(run: Generator<undefined, DryRun>): Promise<DryRun> {
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
    await others()
  }
}

/** What is proposed of the team, hours that make no sense refused. */
function proposalOf({ agents = [], overrides = [] }: DryRunWish): TeamProposal {
  return {
    agents: agents.map(({ id, shifts, capacity }, index) => {
      refuseOverlaps(shifts ?? [], `/agents/${index}/shifts`)
      const hours = shifts?.map(({ weekday, from, to }) => ({ weekday, from, until: to }))
      return { id, ...(hours === undefined ? {} : { shifts: hours }), ...(capacity === undefined ? {} : { capacity }) }
    }),
    overrides: overrides.map(({ date, agentId, intervals }, index) => {
      refuseOverlaps(intervals, `/overrides/${index}/intervals`)
      const hours = intervals.map(({ from, to }) => ({ from, until: to }))
      return { date, hours, ...(agentId === undefined ? {} : { agentId }) }
    }),
  }
}

function refuseStrangers({ agents = [], overrides = [] }: DryRunWish, { team }: Rules): void {
  const isOurs = (id: string | undefined) => id === undefined || team.some(({ agentId }) => agentId === id)
  const stranger = agents.findIndex(({ id }) => !isOurs(id))
  if (stranger >= 0) throw invalidField(`/agents/${stranger}/id`, 'is no agent')
  const foreign = overrides.findIndex(({ agentId }) => !isOurs(agentId))
  if (foreign >= 0) throw invalidField(`/overrides/${foreign}/agentId`, 'is no agent')
}

const viewOf = ({ total, groups, calls, tries }: DryRun): Omit<DryRunView, 'from' | 'until' | 'further'> => ({
  total,
  groups: [...groups],
  examples: { calls: calls.map(routedView), tries: tries.map(followedView) },
})

const aboutOf = ({ request: { callId, customerId, purpose } }: PastCall) => ({ callId, customerId, purpose })

const routedView = ({ call, today, proposed }: RoutedBoth): DryRunView['examples']['calls'][number] => ({
  ...aboutOf(call),
  decidedAt: new Date(call.decidedAt).toISOString(),
  today,
  proposed,
})

const followedView = ({ call, failed, today, proposed }: FollowedBoth): DryRunView['examples']['tries'][number] => ({
  ...aboutOf(call),
  purpose: failed.purpose,
  at: new Date(failed.at).toISOString(),
  outcome: failed.outcome,
  today,
  proposed,
})
