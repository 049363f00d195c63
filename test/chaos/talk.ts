import type { CallView } from '../../api/schemas/calls.ts'
import { type Desk, isOpen, isTalk } from './desk.ts'
import { keyOf, type Life } from './life.ts'
import { dial } from './telephone.ts'

const UNANSWERED = { no_answer: 4, busy: 2, voicemail_left: 2, voicemail_none: 1 }
const UNFINISHED = { callback_at: 4, refused_now: 1, gatekeeper: 1, partial: 1, language_barrier: 0.5 }
const WELCOME = { now: 4, later: 4, booked: 5, declined: 3 }

/** Whoever holds a call accepts it where it is his, or takes it over. */
async function claim(desk: Desk, life: Life, call: CallView): Promise<void> {
  const as = life.dice.pick(['agent', 'lead'] as const)
  const mine = call.agentId === (as === 'agent' ? 'agent-1' : 'lead-1')
  const deed = mine && life.dice.chance(0.6) ? 'accept' : 'take'
  // With a booked call goes its slot: only who is free then can take it.
  const may = deed === 'take' ? ['slot-taken'] : []
  await desk.act({ what: deed, method: 'POST', path: `/v1/calls/${call.id}/${deed}`, body: {}, as, key: keyOf(life, deed), may })
}

async function saidInWelcome(desk: Desk, life: Life) {
  const wish = life.dice.weighted(WELCOME)
  if (wish === 'declined') return { support: 'declined', onboarding: 'none' }
  const at = wish === 'booked' ? await desk.slotFor(life) : undefined
  return { support: 'wanted', onboarding: at !== undefined ? { at } : wish === 'now' ? 'now' : 'none' }
}

/** What comes out of a talk that was held, by its purpose. */
async function saidIn(desk: Desk, life: Life, purpose: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { dice } = life
  if (purpose === 'welcome') return saidInWelcome(desk, life)
  if (purpose === 'trial_end') return { feedback: 'it found prices we would not have dared' }
  if (purpose === 'survey') return { answers: [{ question: 'satisfaction', value: dice.int(3, 11) }] }
  if (purpose !== 'onboarding') return undefined
  const agreed = [{ group: `group-${dice.int(1, 4)}`, strategy: dice.pick(['push', 'buy_box', 'hold']) }]
  return { experience: dice.pick(['newcomer', 'experienced']), areas: ['garden'], agreed }
}

async function held(desk: Desk, life: Life, call: CallView): Promise<void> {
  const data = await saidIn(desk, life, call.purpose)
  await desk.record(life, call, { outcome: 'completed', ...(data === undefined ? {} : { data }) })
}

async function unfinished(desk: Desk, life: Life, call: CallView): Promise<void> {
  const outcome = life.dice.weighted(UNFINISHED)
  if (outcome === 'callback_at') await desk.record(life, call, { outcome, callbackAt: await desk.soon(life, 1, 60) })
  else if (outcome === 'language_barrier') await desk.record(life, call, { outcome, data: { language: 'en' } })
  else await desk.record(life, call, { outcome })
}

/** By the simulated telephone. The telephone counts a try that nobody answered by itself; now and then a person says better what it was. */
async function byTelephone(desk: Desk, life: Life, callId: string): Promise<void> {
  const { dice } = life
  const line = await dial(desk, life, callId)
  const hangsUpFirst = dice.chance(0.5)
  if (hangsUpFirst && line.heard === 'customer') {
    await line.hangUp()
    await desk.until(callId, ({ status }) => status === 'wrap_up')
  }
  const call = await desk.callOf(callId)
  if (!isOpen(call)) return
  if (line.heard === 'customer') await held(desk, life, call)
  else if (line.heard === 'voicemail') await desk.record(life, call, { outcome: dice.pick(['voicemail_left', 'voicemail_none']) })
  else if (dice.chance(0.3)) await desk.record(life, call, { outcome: 'voicemail_left' })
  if (!hangsUpFirst) await line.hangUp()
}

/** An agent speaks to a seller, or tries to, and writes down how it went. `alone`: no other call of this seller is open. */
export async function talk(desk: Desk, life: Life, call: CallView, alone: boolean): Promise<void> {
  const { dice } = life
  if (isTalk(call)) return held(desk, life, call)
  if (dice.chance(0.5)) await claim(desk, life, call)
  // The telephone finds the call by the seller's number: which of two it would be is not ours to guess.
  if (alone && dice.chance(0.35)) return byTelephone(desk, life, call.id)
  const now = await desk.callOf(call.id)
  if (dice.chance(0.65)) await held(desk, life, now)
  else if (dice.chance(0.6)) await desk.record(life, now, { outcome: dice.weighted(UNANSWERED) })
  else await unfinished(desk, life, now)
}
