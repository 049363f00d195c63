import { setTimeout as sleep } from 'node:timers/promises'

/** What can go wrong at will. */
export const FAULTS = [
  'throttle',
  'server_error',
  'slow',
  'batch_item_throttled',
  'report_fatal',
  'report_cancelled',
  'report_empty',
  'report_latin1',
  'report_odd_text',
  'link_expired',
  'gzip_truncated',
  'consent_refused',
] as const
export type FaultName = (typeof FAULTS)[number]

/** Whom a fault meets: everybody, an account, an operation, or an operation of an account. */
export interface FaultScope {
  readonly sellingPartnerId?: string
  /** The token endpoint (`token`) and downloads (`download`) are met only by name. */
  readonly operation?: string
}

export interface FaultDetails {
  /** How often it strikes; without it, until it is switched off or over. */
  readonly count?: number
  /** How long, in seconds of the machine's time. */
  readonly seconds?: number
  /** Of `slow`. */
  readonly delayMs?: number
  /** Of `server_error`. */
  readonly status?: 500 | 503
}

export type Fault = FaultScope & {
  readonly fault: FaultName
  readonly delayMs?: number
  readonly status?: 500 | 503
  readonly left?: number
  readonly secondsLeft?: number
}

type Kept = FaultScope & {
  readonly fault: FaultName
  readonly delayMs: number
  readonly status: 500 | 503
  readonly until: number
  left: number
}

/** The answers a fault may put in the place of a real one. */
export type FaultStatus = 429 | 500 | 503

const NAMED_ONLY = ['token', 'download']

/** Switches for everything that can go wrong. They are forgotten with a restart. */
export function createFaults(now: () => number) {
  let faults: Kept[] = []
  const current = (): Kept[] => {
    faults = faults.filter(({ left, until }) => left > 0 && until > now())
    return faults
  }
  const same =
    (fault: FaultName, { sellingPartnerId, operation }: FaultScope) =>
    (one: Kept) =>
      one.fault === fault && one.sellingPartnerId === sellingPartnerId && one.operation === operation

  const take = (fault: FaultName, operation: string, sellingPartnerId: string | undefined): Kept | undefined => {
    const meets = (one: Kept) =>
      one.fault === fault &&
      (one.operation === operation || (one.operation === undefined && !NAMED_ONLY.includes(operation))) &&
      (one.sellingPartnerId === undefined || one.sellingPartnerId === sellingPartnerId)
    const found = current().find(meets)
    if (found) found.left -= 1
    return found
  }

  return {
    switchOn(fault: FaultName, scope: FaultScope, { count, seconds, delayMs = 1_000, status = 500 }: FaultDetails): void {
      const left = count ?? Number.POSITIVE_INFINITY
      const until = seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1_000
      faults = [...current().filter((one) => !same(fault, scope)(one)), { fault, ...scope, delayMs, status, left, until }]
    },
    /** The one of this very scope. */
    switchOff(fault: FaultName, scope: FaultScope): void {
      const isIt = same(fault, scope)
      faults = current().filter((one) => !isIt(one))
    },
    clear(): void {
      faults = []
    },
    shown: (): Fault[] => current().map((one) => shownFault(one, now())),
    /** Whether it strikes here and now, which counts. */
    strikes: (fault: FaultName, operation: string, sellingPartnerId: string | undefined): boolean =>
      take(fault, operation, sellingPartnerId) !== undefined,
    /** Slowness is waited for; the status that throttling or a failure of the server puts in the place of an answer. */
    async play(operation: string, sellingPartnerId: string | undefined): Promise<FaultStatus | undefined> {
      const slow = take('slow', operation, sellingPartnerId)
      if (slow) await sleep(slow.delayMs, undefined, { ref: false }) // a process that ends does not wait for it
      if (take('throttle', operation, sellingPartnerId)) return 429
      return take('server_error', operation, sellingPartnerId)?.status
    },
  }
}

export type Faults = ReturnType<typeof createFaults>

function shownFault({ delayMs, status, left, until, ...fault }: Kept, now: number): Fault {
  return {
    ...fault,
    ...(fault.fault === 'slow' ? { delayMs } : {}),
    ...(fault.fault === 'server_error' ? { status } : {}),
    ...(Number.isFinite(left) ? { left } : {}),
    ...(Number.isFinite(until) ? { secondsLeft: Math.ceil((until - now) / 1_000) } : {}),
  }
}
