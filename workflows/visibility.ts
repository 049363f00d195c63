import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common'
import type { Stage } from '../domain/customers.ts'

/* What operators can search lives by. No name, address or number: search attributes are never encrypted. */

export const StageAttribute = defineSearchAttributeKey('LotseStage', SearchAttributeType.KEYWORD)
export const LanguageAttribute = defineSearchAttributeKey('LotseLanguage', SearchAttributeType.KEYWORD)
export const CountryAttribute = defineSearchAttributeKey('LotseCountry', SearchAttributeType.KEYWORD)
export const AgentAttribute = defineSearchAttributeKey('LotseAgent', SearchAttributeType.KEYWORD)

export interface Searchable {
  readonly stage: Stage
  readonly languages: readonly string[]
  readonly country: string
}

export const customerAttributes = ({ stage, languages, country }: Searchable): SearchAttributePair[] => [
  { key: StageAttribute, value: stage },
  { key: LanguageAttribute, value: languages[0] ?? 'und' },
  { key: CountryAttribute, value: country },
]
