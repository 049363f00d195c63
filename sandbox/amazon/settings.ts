import { Type } from 'typebox'

/** What tests, benchmarks and demos turn; waits and rates run in the machine's time, not on the sandbox's clock. */
export interface AmazonSettings {
  /** 1 plays Amazon's rates, 100 a hundred times as many requests a second. Bursts stay. */
  readonly rateScale: number
  /** The quota of an application, over all accounts, beside that of one account. */
  readonly applicationFactor: number
  /** 1 makes a report in some 5 to 30 s, 0 at once. */
  readonly reportDelayScale: number
  readonly accessTokenSeconds: number
  /** How long a document's address holds. */
  readonly linkSeconds: number
}

export const DEFAULT_SETTINGS: AmazonSettings = {
  rateScale: 1,
  // Amazon publishes both figures for one operation only: patchListingsItem, 5 and 500.
  applicationFactor: 100,
  reportDelayScale: 1,
  accessTokenSeconds: 3_600,
  linkSeconds: 300,
}

export const SettingsBody = Type.Partial(
  Type.Object({
    rateScale: Type.Number({ exclusiveMinimum: 0, maximum: 1e6 }),
    applicationFactor: Type.Number({ minimum: 1, maximum: 1e6 }),
    reportDelayScale: Type.Number({ minimum: 0, maximum: 1e3 }),
    accessTokenSeconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
    linkSeconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
  }),
  { additionalProperties: false },
)
