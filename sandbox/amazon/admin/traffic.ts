export interface OperationTraffic {
  readonly requests: number
  readonly throttled: number
  /** By HTTP status. */
  readonly statuses: Readonly<Record<string, number>>
}

/** Counts every request that was answered, by operation and account. */
export function createTraffic(clock: { instant(): string }) {
  let since = clock.instant()
  let counts = new Map<string, Map<string, Map<number, number>>>()

  const sum = (byAccount: Map<string, Map<number, number>>, sellingPartnerId: string | undefined): OperationTraffic => {
    const statuses: Record<string, number> = {}
    for (const [account, byStatus] of byAccount)
      if (sellingPartnerId === undefined || account === sellingPartnerId)
        for (const [status, count] of byStatus) statuses[status] = (statuses[status] ?? 0) + count
    const requests = Object.values(statuses).reduce((total, count) => total + count, 0)
    return { requests, throttled: statuses[429] ?? 0, statuses }
  }

  return {
    count(operation: string, sellingPartnerId: string | undefined, status: number): void {
      const byAccount = counts.get(operation) ?? new Map<string, Map<number, number>>()
      const byStatus = byAccount.get(sellingPartnerId ?? '') ?? new Map<number, number>()
      counts.set(operation, byAccount)
      byAccount.set(sellingPartnerId ?? '', byStatus)
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
    },
    /** Of everybody, or of one account. */
    shown(sellingPartnerId?: string) {
      const operations = Object.fromEntries(
        [...counts]
          .map(([operation, byAccount]) => [operation, sum(byAccount, sellingPartnerId)] as const)
          .filter(([, { requests }]) => requests > 0)
          .sort(([a], [b]) => a.localeCompare(b)),
      )
      const all = Object.values(operations)
      const total = (field: 'requests' | 'throttled') => all.reduce((sofar, one) => sofar + one[field], 0)
      return { since, requests: total('requests'), throttled: total('throttled'), operations }
    },
    reset(): void {
      counts = new Map()
      since = clock.instant()
    },
  }
}

export type Traffic = ReturnType<typeof createTraffic>
