/** Drawn decisions of a run of the tests: LOTSE_DECISIONS=1000000 makes as many as anybody wants. */
export const DECISIONS = Number(process.env.LOTSE_DECISIONS ?? 100_000)

/** Of something else than decisions that is drawn: more and fewer in proportion. */
export const runsOf = (usual: number): number => Math.ceil((usual * DECISIONS) / 100_000)

/** A starved machine takes a millisecond for each, a machine at rest a tenth of that. */
export const PATIENCE_MS = Math.max(240_000, 2 * DECISIONS)
