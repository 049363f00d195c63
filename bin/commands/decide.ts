import { readFile } from 'node:fs/promises'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { QuestionBody } from '../../api/schemas/pricing.ts'
import type { PricingConfig } from '../../domain/pricing/config.ts'
import { decide } from '../../domain/pricing/decide.ts'
import type { Snapshot } from '../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../domain/pricing/state.ts'
import { BadInput } from './bad-input.ts'

/** What the rules decide on one question, `{ state, snapshot, config, now }`: for debugging and support. */
export async function decideCommand(file: string): Promise<void> {
  const { state, snapshot, config, now } = questionOf(await jsonOf(file))
  process.stdout.write(`${JSON.stringify(decide(state, snapshot, config, now), null, 2)}\n`)
}

async function jsonOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new BadInput(`${file} cannot be read: ${error.message}`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput(`${file} is no JSON: ${(error as Error).message}`)
  }
}

interface Question {
  readonly state: PricingState | null
  readonly snapshot: Snapshot
  readonly config: PricingConfig
  readonly now: number
}

/** Prices that are none stay as they are: the rules refuse them, and their trace says why. */
function questionOf(body: unknown): Question {
  if (!Value.Check(QuestionBody, body)) throw new BadInput(trouble(body))
  const { state, snapshot, config, now } = body
  return { state, snapshot: { ...snapshot, at: momentOf(snapshot.at) }, config, now: momentOf(now) } as Question
}

const momentOf = (moment: Static<typeof QuestionBody>['now']): number => (typeof moment === 'number' ? moment : Date.parse(moment))

/** Each wrong field once, with what it must be. */
function trouble(body: unknown): string {
  const said = new Map<string, string>()
  for (const { instancePath, message, keyword } of Value.Errors(QuestionBody, body))
    if (keyword !== 'boolean' && !said.has(instancePath)) said.set(instancePath, message)
  return `the question makes no sense: ${[...said].map(([field, message]) => `${field === '' ? '/' : field} ${message}`).join('; ')}`
}
