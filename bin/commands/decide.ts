import { Value } from 'typebox/value'
import { QuestionBody } from '../../api/schemas/pricing.ts'
import { moneyText } from '../../domain/money.ts'
import type { PricingConfig } from '../../domain/pricing/config.ts'
import { configProblems } from '../../domain/pricing/config-problems.ts'
import { decide } from '../../domain/pricing/decide.ts'
import type { Sale } from '../../domain/pricing/sales.ts'
import { sentenceOf, type Writing } from '../../domain/pricing/sentences.ts'
import type { FollowedLook, SideLook, Snapshot } from '../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../domain/pricing/state.ts'
import { BadInput } from './bad-input.ts'
import { jsonOf } from './json-file.ts'

/** What the rules decide on one question, `{ state, snapshot, config, now }`: for debugging and support. In words on stderr. */
export async function decideCommand(file: string): Promise<void> {
  const { state, snapshot, config, now } = questionOf(await jsonOf(file))
  const decided = decide(state, snapshot, config, now)
  process.stdout.write(`${JSON.stringify(decided, null, 2)}\n`)
  const { currency } = config.listing
  const writing: Writing = { money: (minor) => moneyText({ minor, currency }), time: (at) => new Date(at).toISOString() }
  for (const step of decided.trace) process.stderr.write(`${sentenceOf(step, writing)}\n`)
}

type Moment = string | number
type Dated<T extends { readonly at: number }> = Omit<T, 'at'> & { readonly at: Moment }
type SnapshotFile = Dated<Omit<Snapshot, 'sales' | 'business' | 'followed'>> & {
  readonly sales?: readonly Dated<Sale>[]
  readonly business?: Dated<SideLook>
  readonly followed?: readonly Dated<FollowedLook>[]
}

interface QuestionFile {
  readonly state: PricingState | null
  readonly snapshot: SnapshotFile
  readonly config: PricingConfig
  readonly now: Moment
}

interface Question extends Omit<QuestionFile, 'snapshot' | 'now'> {
  readonly snapshot: Snapshot
  readonly now: number
}

/** Prices that are none stay as they are: the rules refuse them, and their trace says why. */
function questionOf(body: unknown): Question {
  if (!Value.Check(QuestionBody, body)) throw new BadInput(trouble(body))
  const { state, snapshot, config, now } = body as unknown as QuestionFile
  const problems = configProblems(config)
  if (problems.length > 0)
    throw new BadInput(`the question makes no sense: ${problems.map(({ field, message }) => `/config${field} ${message}`).join('; ')}`)
  const { sales, business, followed } = snapshot
  const looked: Snapshot = {
    ...dated(snapshot),
    ...(sales === undefined ? {} : { sales: sales.map(dated) }),
    ...(business === undefined ? {} : { business: dated(business) }),
    ...(followed === undefined ? {} : { followed: followed.map(dated) }),
  } as Snapshot
  return { state, snapshot: looked, config, now: momentOf(now) }
}

const momentOf = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment))

const dated = <T extends { readonly at: Moment }>(look: T): Omit<T, 'at'> & { readonly at: number } => ({ ...look, at: momentOf(look.at) })

/** Each wrong field once, with what it must be. */
function trouble(body: unknown): string {
  const said = new Map<string, string>()
  for (const { instancePath, message, keyword } of Value.Errors(QuestionBody, body))
    if (keyword !== 'boolean' && !said.has(instancePath)) said.set(instancePath, message)
  return `the question makes no sense: ${[...said].map(([field, message]) => `${field === '' ? '/' : field} ${message}`).join('; ')}`
}
