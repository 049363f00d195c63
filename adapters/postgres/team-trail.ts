import { isDeepStrictEqual } from 'node:util'
import type { TeamChangeView } from '../../api/schemas/team-changes.ts'
import type { Queries } from './database.ts'
import { jsonOrNull } from './values.ts'

/** Who does something, and when. */
export interface Deed {
  readonly by: string
  readonly at: Date
  /** The change that it takes back. */
  readonly undoes?: bigint
}

interface Change {
  readonly what: TeamChangeView['what']
  /** Id of the row that changed, or of the agent whose rows did. */
  readonly record: string
  /** Null: the whole team. */
  readonly agentId: string | null
  /** Null: it was not there, or is not there any more. */
  readonly before: unknown
  readonly after: unknown
}

/** In the transaction of the change itself. What changes nothing is none. */
export async function noteChange(queries: Queries, { before, after, ...change }: Change, { by, at, undoes }: Deed): Promise<void> {
  if (isDeepStrictEqual(before, after)) return
  const states = { before: jsonOrNull(before), after: jsonOrNull(after) }
  await queries.teamChange.create({ data: { ...change, ...states, by, at, undoes: undoes ?? null } })
}
