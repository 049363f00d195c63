/** Tells the time to activities and API: the machine's, or the demo's. Epoch milliseconds. */
export interface Clock {
  now(): number
}

/** Header by which a workflow learns, from whoever starts it, how far the demo's clock is ahead. None means live. */
export const CLOCK_HEADER = 'lotse-clock-offset'
