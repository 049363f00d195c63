import { PRIMARY_FIRST } from './customer-view.ts'
import type { Queries } from './database.ts'

interface Asking {
  readonly customerId: string
  /** Null: whom we call first. */
  readonly contactId: string | null
}

/** Whom the call asks for; where he is gone, or nobody is named, whom we call first. */
export async function contactToAsk(queries: Queries, { customerId, contactId }: Asking) {
  const people = await queries.contact.findMany({ where: { customerId }, orderBy: [...PRIMARY_FIRST], include: { phones: true } })
  return people.find(({ id }) => id === contactId) ?? people[0]
}
