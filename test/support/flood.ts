import { setTimeout as delay } from 'node:timers/promises'
import { type Client, WithStartWorkflowOperation, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client'
import type { Booking } from '../../domain/bookings.ts'
import { cancelCall } from '../../workflows/call.ts'
import { accountEvent, bookCall, changeStep, customer, plan, registered, renew, requestCall } from '../../workflows/customer.ts'
import { createDice, type Dice } from '../chaos/dice.ts'
import { type Part, partOf } from './cast.ts'
import { eventually } from './eventually.ts'
import { DAY, registrationOf } from './life.ts'

const PATIENCE_MS = 60_000

type Kind = 'event' | 'move' | 'call' | 'book' | 'look' | 'renew'

interface Message {
  readonly kind: Kind
  /** What it is about: the same number again is a repeat. */
  readonly about: number
  /** Milliseconds into its wave. */
  readonly after: number
}

interface Wave {
  readonly messages: readonly Message[]
  /** Whether the next one waits until all events so far have had their effect: then it meets the new run that follows at once. */
  readonly settles: boolean
}

const USUAL: readonly Kind[] = ['event', 'event', 'event', 'event', 'move', 'move', 'look']

/** 10 to 25 messages in waves of two to six, each with the wish for a new run; some lives ask for calls, too. */
export function burstOf(dice: Dice): Wave[] {
  const calling = dice.chance(0.3)
  const waves: Wave[] = []
  let about = 0
  for (let left = dice.int(10, 26); left > 0; ) {
    const size = Math.min(left, dice.int(2, 7))
    left -= size
    const kinds = Array.from({ length: size }, () => dice.pick(USUAL))
    kinds[0] = 'renew'
    if (calling && dice.chance(0.15)) kinds[1] = dice.pick(['call', 'book'])
    const messages = dice.shuffled(kinds).map((kind): Message => {
      const again = kind === 'event' && about > 0 && dice.chance(0.3)
      if (!again) about += 1
      return { kind, about: again ? dice.int(1, about + 1) : about, after: dice.int(0, 30) }
    })
    waves.push({ messages, settles: dice.chance(0.7) })
  }
  return waves
}

export interface FloodStage {
  readonly client: Client
  readonly taskQueue: string
  readonly cast: Map<string, Part>
}

/** What was sent to a life: each event, move and call is to have its effect once. */
interface Sent {
  readonly events: Set<string>
  readonly moves: Set<string>
  readonly calls: Set<string>
  /** What each booking was answered with, every time. */
  readonly booked: Map<string, Booking[]>
}

/** Each asks for what it is about in all the ways in which clients repeat themselves. */
function deedsFor(client: Client, handle: WorkflowHandle<typeof customer>, customerId: string, sent: Sent) {
  const { events, moves, calls, booked } = sent
  const inDays = (days: number, seconds = 0) => new Date(Date.now() + days * DAY + seconds * 1000).toISOString()
  const cancel = (callId: string) =>
    onceThere(() =>
      client.workflow
        .getHandle(`call/${callId}`)
        .executeUpdate(cancelCall, { args: [{ reason: 'no longer needed', actor: 'agent/anna' }], updateId: `${callId}-cancel` }),
    )

  const deeds: Record<Kind, (about: number) => Promise<unknown>> = {
    event(about) {
      const eventId = `event-${about}`
      events.add(eventId)
      const type = about % 2 === 0 ? 'account.renewed' : 'account.contract_adjusted'
      return handle.signal(accountEvent, { key: eventId, source: 'shop', eventId, type, actor: 'key/shop', time: inDays(0) })
    },
    move(about) {
      const to = inDays(60, about)
      moves.add(to)
      return handle.executeUpdate(changeStep, { args: [{ step: 'survey', to, reason: 'later', actor: 'agent/anna' }] })
    },
    async call(about) {
      const callId = `${customerId}-asked-${about}`
      calls.add(callId)
      const wish = { callId, purpose: 'consultation', at: inDays(30), actor: 'key/shop' } as const
      for (const updateId of [callId, `${callId}-again`]) await handle.executeUpdate(requestCall, { args: [wish], updateId })
      await cancel(callId)
    },
    async book(about) {
      const callId = `${customerId}-booked-${about}`
      calls.add(callId)
      const answers: Booking[] = []
      booked.set(callId, answers)
      const wish = {
        bookingId: callId,
        callId,
        customerId,
        purpose: 'consultation',
        start: inDays(30),
        minutes: 45,
        actor: 'key/shop',
      } as const
      for (const updateId of [callId, callId, `${callId}-again`])
        answers.push(await handle.executeUpdate(bookCall, { args: [wish], updateId }))
      await cancel(callId)
      answers.push(await handle.executeUpdate(bookCall, { args: [wish], updateId: `${callId}-late` }))
    },
    look: () => handle.query(plan).catch(unlessLate),
    renew: () => handle.signal(renew),
  }
  return deeds
}

/** What was booked is answered a moment before its call runs: asked again, as our API does. */
async function onceThere(tell: () => Promise<unknown>): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; ; await delay(25)) {
    try {
      return void (await tell())
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || performance.now() > until) throw error
    }
  }
}

const DEADLINE_EXCEEDED = 4

/** A look that a busy machine had no time for changes nothing. */
function unlessLate(error: unknown): void {
  if ((error as { cause?: { code?: unknown } }).cause?.code !== DEADLINE_EXCEEDED) throw error
}

/** A life of Lost & Found, which plans nothing by itself, and all that comes to it. */
export async function flood(seed: number, { client, taskQueue, cast }: FloodStage) {
  const customerId = `flood-${seed}`
  const workflowId = `customer/${customerId}`
  const registration = registrationOf(customerId, Date.now(), { products: ['lost_and_found'] })
  const part = partOf(registration, async () => Date.now(), {})
  cast.set(customerId, part)
  const startWorkflowOperation = new WithStartWorkflowOperation(customer, {
    workflowId,
    workflowIdConflictPolicy: 'FAIL',
    taskQueue,
    args: [registration],
  })
  await client.workflow.executeUpdateWithStart(registered, { args: ['hash-1'], startWorkflowOperation })
  const handle = client.workflow.getHandle<typeof customer>(workflowId)
  const sent: Sent = { events: new Set(), moves: new Set(), calls: new Set(), booked: new Map() }
  const deeds = deedsFor(client, handle, customerId, sent)
  const settled = async () => part.records.events.length >= sent.events.size
  for (const { messages, settles } of burstOf(createDice(`flood-${seed}`))) {
    await Promise.all(messages.map(({ kind, about, after }) => delay(after).then(() => deeds[kind](about))))
    if (settles) await eventually(settled, PATIENCE_MS)
  }
  await eventually(settled, PATIENCE_MS)
  return { handle, part, sent }
}
