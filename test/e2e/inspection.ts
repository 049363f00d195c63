import { Client, Connection } from '@temporalio/client'
import { expect } from 'vitest'
import { connectTemporal } from '../../adapters/temporal.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { loadConfig } from '../../config.ts'
import { soon } from '../support/desk.ts'
import { forgetContexts } from '../support/temporal.ts'
import { bringsCall, type Order } from './burst.ts'
import type { Outside } from './outside.ts'

const AT_ONCE = 8
/** A worker that was killed in the middle of an activity is missed only when that activity's time is over. */
const SETTLING_MS = 90_000

/** Runs `work` for each item, some at a time. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

const counted = <T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item])
  return groups
}

/** Repeats every order until it is answered, and once more: whoever was answered before hears the very same. Answers ids by mail address. */
export async function repeatAll(orders: readonly Order[], { register }: Outside): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  await each(orders, async ({ key, body, answer: before }) => {
    const first = before ?? (await register(body, key))
    const again = await register(body, key)
    ids.set(body.contact.email, first.body.id)
    if (key === undefined) {
      // Whether a request without a key was taken before it was cut off, nobody can know; the seller is registered once all the same.
      expect([200, 201]).toContain(first.status)
      expect({ status: again.status, id: again.body.id, joined: again.body.joined }).toEqual({
        status: 200,
        id: first.body.id,
        joined: 'contact',
      })
    } else {
      expect(first.status, JSON.stringify(first.body)).toBe(201)
      expect(again).toEqual({ status: 201, replayed: true, body: first.body })
    }
  })
  return ids
}

/** Each order is one customer with what belongs to him: one welcome call in his plan, one mail. Answers how many mails came twice. */
export async function expectEachOnce(
  orders: readonly Order[],
  ids: ReadonlyMap<string, string>,
  { customers, calls, plan, mails }: Outside,
) {
  const registered = counted(await customers(), ({ contact }) => contact.email)
  expect(orders.map(({ body }) => registered.get(body.contact.email)?.map(({ id }) => id))).toEqual(
    orders.map(({ body }) => [ids.get(body.contact.email)]),
  )

  const idOf = ({ body }: Order): string => ids.get(body.contact.email) ?? ''
  await soon(async () => {
    const held = counted(await calls('?purpose=welcome'), ({ customerId }) => customerId)
    for (const order of orders) {
      const open = (held.get(idOf(order)) ?? []).map(({ agentId, dueAt }) => ({ agentId, dueAt }))
      expect(open).toEqual(bringsCall(order) ? [{ agentId: expect.any(String), dueAt: expect.any(String) }] : [])
    }
  }, SETTLING_MS)
  await each(orders, async (order) => {
    const { steps } = await plan(idOf(order))
    const welcome = expect.objectContaining({ step: 'welcome_call', at: expect.any(String) })
    expect(steps).toEqual(bringsCall(order) ? expect.arrayContaining([welcome]) : [])
  })

  return soon(async () => {
    const received = counted(await mails(), ({ to }) => to)
    for (const { body } of orders) {
      const mailed = received.get(body.contact.email) ?? []
      expect([...new Set(mailed.map(({ messageId }) => messageId))], body.contact.email).toHaveLength(1)
    }
    return orders.reduce((sum, { body }) => sum + (received.get(body.contact.email)?.length ?? 0) - 1, 0)
  }, SETTLING_MS)
}

/** Temporal's own view: a life for each customer, a call for each welcome, and nothing anywhere that waits for more than time or people. */
export async function expectNothingStuck(stack: StackFile, { customers, calls }: Outside): Promise<void> {
  const { connectionOptions, namespace } = connectTemporal(loadConfig({ TEMPORAL_ADDRESS: stack.temporalAddress }))
  const connection = await Connection.connect(connectionOptions)
  const client = new Client({ connection, namespace })
  const idsOf = async (query: string) => {
    const found: string[] = []
    for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId)
    return found.sort()
  }
  try {
    const expected = await soon(async () => {
      const lives = (await customers()).map(({ id }) => `customer/${id}`)
      const open = (await calls()).filter(({ status }) => status !== 'done' && status !== 'cancelled')
      const ids = [...lives, ...open.map(({ id }) => `call/${id}`)].sort()
      const running = await idsOf(`ExecutionStatus = 'Running'`)
      expect(running.filter((id) => !id.startsWith('onboarding/'))).toEqual(ids)
      return ids
    }, SETTLING_MS)
    expect(await idsOf(`ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`)).toEqual([])
    await each(expected, async (id) => {
      await soon(async () => {
        const { raw } = await client.workflow.getHandle(id).describe()
        expect({ id, activities: raw.pendingActivities ?? [], task: raw.pendingWorkflowTask ?? null }).toEqual({
          id,
          activities: [],
          task: null,
        })
      }, SETTLING_MS)
    })
  } finally {
    await connection.close()
    forgetContexts(connection)
  }
}
