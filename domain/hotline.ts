import { bestLanguageOf } from './routing/filters.ts'
import type { AgentLanguage } from './routing/team.ts'

export const HOTLINE_STATUSES = ['open', 'closed'] as const
export type HotlineStatus = (typeof HOTLINE_STATUSES)[number]

/** What closed it: a note, the outcome of a talk with this seller, or a person who said so. */
export const CLOSED_WHY = ['noted', 'recorded', 'closed'] as const
export type ClosedWhy = (typeof CLOSED_WHY)[number]

/** What whoever answered writes down of a caller. */
export interface HotlineNote {
  readonly who?: string
  /** BCP 47 */
  readonly language?: string
  readonly about?: string
  /** The seller it was, where the number did not say. */
  readonly customerId?: string
  /** From now on this number is his, too. */
  readonly rememberNumber?: boolean
}

/** Nobody picked up. */
export const isMissed = ({ answeredAt, endedAt }: { readonly answeredAt: unknown; readonly endedAt: unknown }): boolean =>
  endedAt !== null && answeredAt === null

/** Whether nobody of these can hold a call in a language. */
export const nobodySpeaks = (language: string, team: readonly (readonly AgentLanguage[])[]): boolean => {
  const spokenBy = bestLanguageOf([language])
  return team.every((languages) => spokenBy(languages) === undefined)
}
