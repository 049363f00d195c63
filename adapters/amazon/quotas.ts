import type { Operation, Rate } from './rates.ts'

/** Whose bucket of an operation. */
export interface Bucket {
  readonly operation: Operation
  readonly accountId: string
}

export interface QuotaRequest extends Bucket {
  /** Our client id at Amazon: its bucket is taken from together with the account's, both or none. */
  readonly applicationId: string
  /** Where it would take longer, nothing is reserved. */
  readonly maxWaitMs: number
  /** Of the account and of the application, until better is known. */
  readonly seed: { readonly account: Rate; readonly application: Rate }
}

export interface QuotaAnswer {
  /** A token is ours from now on in `waitMs`. Otherwise that is how long one would take. */
  readonly granted: boolean
  readonly waitMs: number
  /** Who comes to Amazon later than that has to say so: the next one may be too close behind. */
  readonly slackMs: number
  /** How long the account's bucket takes for a token at present. */
  readonly tokenMs: number
  /** Of the account, tokens per second, as it was told or published. */
  readonly rate: number
  /** For the store alone: which token it is, and when it was taken and is due, by the store's own clock. */
  readonly ticket: string
  readonly takenAt: string
  readonly dueAt: string
}

/** Token buckets that all workers share. */
export interface AmazonQuotas {
  take(request: QuotaRequest): Promise<QuotaAnswer>
  /** How long until a token that was taken may be used, which is later where one before it was late; and since when it was due. */
  look(bucket: Bucket, answer: QuotaAnswer, seed: Rate): Promise<{ readonly leftMs: number; readonly overdueMs: number }>
  /** A request came to Amazon that much after it was due: the next ones are put off as far as they have to be. */
  late(bucket: Bucket, answer: QuotaAnswer, lateMs: number): Promise<void>
  /** Amazon said which rate it applies instead of `before`: it counts for everybody from now on. */
  learn(bucket: Bucket, rate: number, before: number): Promise<void>
  /** Amazon refused although we had kept to it. The bucket is empty, and slower for a while: somebody else uses it, too. */
  throttled(bucket: Bucket, answer: QuotaAnswer, seed: Rate): Promise<void>
}
