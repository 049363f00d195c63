/** Tells the time to activities and API: the machine's, or the demo's. Epoch milliseconds. */
export interface Clock {
  now(): number
}
