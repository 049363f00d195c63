import type { Again, Analysed } from './analysis.ts'
import type { Step } from './steps.ts'

/** Of the worker process. */
export interface Memory {
  /** The least that was seen after the newcomer: modules and caches are there. */
  readonly baselineMb: number
  readonly peakMb: number
  readonly growthMb: number
  /** At the end of the analysis. */
  readonly lastMb: number
  /** While the same was read once more. */
  readonly again: Again & { readonly peakMb: number; readonly growthMb: number; readonly lastMb: number }
}

export interface Measured {
  readonly sellers: readonly Analysed[]
  readonly memory: Memory
  /** 429, to anybody. */
  readonly throttled: number
}

/** What was measured, for people. */
export const textOf = ({ sellers, memory }: Measured): string => [...sellers.map(sellerText), memoryText(memory)].join('\n')

function sellerText({ seller, skus, items, marketplaces, groups, load, ...analysed }: Analysed): string {
  const { firstResult, complete, requests, throttled, steps } = analysed
  const asked = Object.entries(requests).map(([name, count]) => `${name} ${count}`)
  return [
    `${seller}: ${skus} SKUs, ${items} items in ${marketplaces} marketplaces, ${groups} groups (load ${load})`,
    `    first result after ${firstResult.seconds} s, complete after ${complete.seconds} s`,
    `    Amazon's rates alone demand ${firstResult.floorSeconds} s and ${complete.floorSeconds} s: ${asked.join(', ')}; ${throttled} times 429`,
    `    ${steps.map(stepText).join(', ')}`,
  ].join('\n')
}

const stepText = ({ activity, seconds, attempts }: Step): string => `${activity} ${seconds} s${attempts > 1 ? ` (try ${attempts})` : ''}`

function memoryText({ baselineMb, peakMb, growthMb, lastMb, again }: Memory): string {
  const { firstResultSeconds, completeSeconds } = again
  return [
    `worker: ${baselineMb} MB at least; large: ${peakMb} MB at most (${growthMb} MB more), ${lastMb} MB at its end`,
    `    once more: ${again.peakMb} MB at most (${again.growthMb} MB more), ${again.lastMb} MB at its end; first result after ${firstResultSeconds} s, complete after ${completeSeconds} s`,
  ].join('\n')
}
