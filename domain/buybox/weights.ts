import type { FEATURES } from './features.ts'

/** Of a conditional logit: what each feature, and holding it already, adds to the logarithm of the odds. */
export interface Weights {
  /** In the order of `FEATURES`. */
  readonly features: readonly number[] & { readonly length: (typeof FEATURES)['length'] }
  readonly holds: number
}

// How they were made, and how far they carry: docs/decisions/0037-few-features-for-the-buy-box.md. `npm run -s bench -- fit-buybox` makes
// them again.

/** Where nobody knows who had it before. */
export const ALONE: Weights = { features: [-1.05, -4.7, 2.2, 1.62, 0.84, 0.87], holds: 0 }

/** Where it is known, and he still offers. */
export const AFTER: Weights = { features: [-1.65, -7.29, 1.02, 1.18, 0.23, 0.8], holds: 2.35 }

/**
 * Not fitted, for no data says who Amazon is: about what other sellers' looks found it worth (Chen, Mislove and Wilson, WWW 2016: a tenth
 * of what decides).
 */
export const RETAIL = 0.7
