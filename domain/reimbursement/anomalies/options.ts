export interface Options {
  /** Share of chance among the spikes of a day, at most. */
  readonly falseShare: number
  /** Fewer incidents are no spike and no drift, however unlikely they are. */
  readonly leastIncidents: number
  /** Days whose incidents are counted together for a spike; the last of them is the day itself. */
  readonly spikeDays: number
  /** Days from which it is learnt what is usual, and days between them and the day itself: what begins now is not usual yet. */
  readonly usualDays: number
  readonly leastUsualDays: number
  readonly gapDays: number
  /** A rate so many times the usual one is a drift. */
  readonly driftFactor: number
  /** Days, at least, on average until all series of a level together give a drift for nothing. */
  readonly driftRunLength: number
  /** Days for which what was told is not told again. */
  readonly quietDays: number
}

export const USUAL_OPTIONS: Options = {
  // With 0.05 an account whose 20 incidents a month come in batches gets about one false alarm a month; this way 0.8 (bench anomalies).
  falseShare: 0.03,
  leastIncidents: 3,
  spikeDays: 2,
  usualDays: 90,
  leastUsualDays: 28,
  gapDays: 7,
  driftFactor: 2,
  driftRunLength: 20,
  quietDays: 7,
}
