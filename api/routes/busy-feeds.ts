import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { Type } from 'typebox'
import { feedUrlProblem } from '../../domain/feeds.ts'
import { calendarFeed, readNow } from '../../workflows/calendar-feed.ts'
import { ownOrLead } from '../principal.ts'
import { found, invalidField, notFound } from '../problems.ts'
import { FeedBody, FeedReply, type FeedView } from '../schemas/feeds.ts'
import { IdParams } from '../schemas/values.ts'
import type { AgentStore } from './agents.ts'

/** An agent, or null for the whole team. */
export type FeedOwner = string | null

export interface BusyFeedStore {
  /** One each: another address takes the place of the one before. */
  put(owner: FeedOwner, url: string): Promise<{ readonly id: string; readonly view: FeedView }>
  find(owner: FeedOwner): Promise<FeedView | undefined>
  /** Takes it away with all that was kept of it; answers its id. */
  remove(owner: FeedOwner): Promise<string | undefined>
}

export interface BusyFeedRouteDeps {
  readonly busyFeeds: BusyFeedStore
  readonly agents: Pick<AgentStore, 'find'>
  /** Hosts that may be asked in plain HTTP and need not be public. */
  readonly feedHosts: readonly string[]
  readonly temporal: Client
  readonly taskQueue: string
}

const workflowIdOf = (feedId: string): string => `feed/${feedId}`

export const busyFeedRoutes: FastifyPluginAsyncTypebox<BusyFeedRouteDeps> = async (app, deps) => {
  const { busyFeeds, agents, feedHosts, temporal, taskQueue } = deps
  const known = async (agentId: string): Promise<string> => {
    found(await agents.find(agentId), 'agent')
    return agentId
  }
  async function put(owner: FeedOwner, url: string): Promise<FeedView> {
    const problem = feedUrlProblem(url, feedHosts)
    if (problem !== undefined) throw invalidField('/url', problem)
    const { id, view } = await busyFeeds.put(owner, url)
    await temporal.workflow.signalWithStart(calendarFeed, {
      workflowId: workflowIdOf(id),
      taskQueue,
      args: [{ feedId: id }],
      signal: readNow,
      staticSummary: 'a calendar elsewhere',
    })
    return view
  }
  async function find(owner: FeedOwner): Promise<FeedView> {
    return found(await busyFeeds.find(owner), 'feed')
  }
  async function remove(owner: FeedOwner): Promise<null> {
    const id = await busyFeeds.remove(owner)
    if (id === undefined) throw notFound('feed')
    // It would find out by itself within half an hour.
    await temporal.workflow.getHandle(workflowIdOf(id)).signal(readNow).catch(unlessGone)
    return null
  }
  const own = '/v1/agents/:id/busy-feed'
  const team = '/v1/calendar/closed-feed'
  const docs = (summary: string, description?: string) => ({
    tags: ['calendar'],
    summary,
    ...(description === undefined ? {} : { description }),
  })
  const lead = { access: 'lead' as const }

  app.put(
    own,
    {
      onRequest: ownOrLead,
      schema: {
        ...docs(
          'Read from a calendar elsewhere when an agent is busy',
          'Read at once and every half hour, sixty days ahead. Nothing is offered, booked or routed into a time at which it says that he is busy; of what he does then nothing is kept.',
        ),
        params: IdParams,
        body: FeedBody,
        response: { 200: FeedReply },
      },
    },
    async (request) => put(await known(request.params.id), request.body.url),
  )

  app.get(own, { schema: { ...docs('How the last reading went'), params: IdParams, response: { 200: FeedReply } } }, async (request) =>
    find(await known(request.params.id)),
  )

  app.delete(
    own,
    {
      onRequest: ownOrLead,
      schema: { ...docs('Read it no more, and forget when he is busy'), params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => reply.code(204).send(await remove(await known(request.params.id))),
  )

  app.put(
    team,
    {
      config: lead,
      schema: {
        ...docs(
          'Read from a calendar elsewhere on which dates the team is closed',
          'Each whole day of it closes the date for everybody, in his own zone. A date with hours of the team (`/v1/calendar/overrides`) keeps those.',
        ),
        body: FeedBody,
        response: { 200: FeedReply },
      },
    },
    async (request) => put(null, request.body.url),
  )

  app.get(team, { schema: { ...docs('How the last reading went'), response: { 200: FeedReply } } }, async () => find(null))

  app.delete(
    team,
    { config: lead, schema: { ...docs('Read it no more, and open the dates that it closed'), response: { 204: Type.Null() } } },
    async (_request, reply) => reply.code(204).send(await remove(null)),
  )
}

const unlessGone = (error: unknown): void => {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}
