import { randomUUID } from 'node:crypto'
import type { SandboxClock } from '../clock.ts'
import type { Cause, EventReport, PhoneCall, TelephonyEvent } from './call.ts'
import { type Behaviour, behaviourByChance } from './chance.ts'
import type { Reporter } from './webhook.ts'

export interface Line {
  readonly number: string
  /** How it is scripted; undefined leaves it to chance. */
  readonly behaviour?: Behaviour
  /** How often it was dialled. */
  readonly dialled: number
}

export interface Switchboard {
  /** The agent's softphone calls a customer. */
  dial(from: string, to: string): PhoneCall
  /** A customer rings the hotline, where somebody picks up or nobody does. */
  incoming(from: string, to: string, answered: boolean): PhoneCall
  /** The agent hangs up; a call that is over stays as it is. Undefined for an unknown id. */
  hangUp(pbxCallId: string): PhoneCall | undefined
  /** Newest first. */
  calls(): readonly PhoneCall[]
  call(pbxCallId: string): PhoneCall | undefined
  lines(): readonly Line[]
  script(number: string, behaviour: Behaviour | undefined): Line
  close(): void
}

type MutableCall = { -readonly [Key in keyof PhoneCall]: PhoneCall[Key] } & { events: EventReport[] }

/** How many calls are remembered. */
const MAX_CALLS = 1_000

export interface SwitchboardOptions {
  readonly seed: string
  readonly reporter: Reporter
  readonly clock: SandboxClock
  /** How long it rings in vain, in real time. */
  readonly ringMs?: number
}

/** Connects agents with simulated customers and reports everything that happens. */
export function createSwitchboard({ seed, reporter, clock, ringMs = 2_000 }: SwitchboardOptions): Switchboard {
  const calls = new Map<string, MutableCall>()
  const timers = new Map<string, NodeJS.Timeout>()
  const scripts = new Map<string, Behaviour>()
  const dialled = new Map<string, number>()
  const wait = { busy: ringMs * 0.15, answer: ringMs * 0.25, noAnswer: ringMs, voicemail: ringMs * 1.5 }

  const tell = (call: MutableCall, event: TelephonyEvent['event'], cause?: Cause) => {
    const { pbxCallId, direction, from, to } = call
    call.events.push(reporter.report({ event, pbxCallId, direction, from, to, ...(cause ? { cause } : {}) }))
  }
  const later = (call: MutableCall, ms: number, action: () => void) => timers.set(call.pbxCallId, setTimeout(action, ms))
  const end = (call: MutableCall, cause: Cause) => {
    clearTimeout(timers.get(call.pbxCallId))
    timers.delete(call.pbxCallId)
    Object.assign(call, { state: 'ended', cause, endedAt: clock.instant() })
    tell(call, 'hangup', cause)
  }
  const answer = (call: MutableCall, heard: NonNullable<PhoneCall['heard']>) => {
    timers.delete(call.pbxCallId)
    Object.assign(call, { state: 'answered', heard, answeredAt: clock.instant() })
    tell(call, 'answer')
    if (heard === 'voicemail_greeting') later(call, wait.voicemail, () => end(call, 'normalClearing'))
  }
  const ring = (call: MutableCall, behaviour: Behaviour) => {
    if (behaviour === 'busy') return later(call, wait.busy, () => end(call, 'busy'))
    if (behaviour === 'no_answer') return later(call, wait.noAnswer, () => end(call, 'noAnswer'))
    return later(call, wait.answer, () => answer(call, behaviour === 'answers' ? 'customer' : 'voicemail_greeting'))
  }
  const begin = (direction: PhoneCall['direction'], from: string, to: string, behaviour: Behaviour): PhoneCall => {
    const call: MutableCall = {
      pbxCallId: randomUUID(),
      direction,
      from,
      to,
      state: 'ringing',
      startedAt: clock.instant(),
      events: [],
    }
    forgetOldest(calls)
    calls.set(call.pbxCallId, call)
    tell(call, 'newCall')
    ring(call, behaviour)
    return call
  }
  const line = (number: string): Line => {
    const behaviour = scripts.get(number)
    return { number, dialled: dialled.get(number) ?? 0, ...(behaviour ? { behaviour } : {}) }
  }

  return {
    dial(from, to) {
      const count = (dialled.get(to) ?? 0) + 1
      dialled.set(to, count)
      return begin('out', from, to, scripts.get(to) ?? behaviourByChance(seed, to, count))
    },
    incoming: (from, to, answered) => begin('in', from, to, answered ? 'answers' : 'no_answer'),
    hangUp(pbxCallId) {
      const call = calls.get(pbxCallId)
      if (call && call.state !== 'ended') end(call, call.state === 'ringing' ? 'cancel' : 'normalClearing')
      return call
    },
    calls: () => [...calls.values()].reverse(),
    call: (pbxCallId) => calls.get(pbxCallId),
    lines: () => [...new Set([...scripts.keys(), ...dialled.keys()])].sort().map(line),
    script(number, behaviour) {
      if (behaviour) scripts.set(number, behaviour)
      else scripts.delete(number)
      return line(number)
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** Drops the oldest call that is over; calls still up stay, whatever their number. */
function forgetOldest(calls: Map<string, MutableCall>): void {
  if (calls.size < MAX_CALLS) return
  for (const [id, { state }] of calls) {
    if (state === 'ended') {
      calls.delete(id)
      return
    }
  }
}
