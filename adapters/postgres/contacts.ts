import type { ContactStore } from '../../api/routes/contacts.ts'
import type { ContactChange, ContactView } from '../../api/schemas/contacts.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { PRIMARY_FIRST } from './customer-view.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { sqlState, UNIQUE_VIOLATION } from './errors.ts'
import { lockNames } from './locks.ts'
import { createdPosition, OLDEST_FIRST, oldestFirst, readPage } from './pages.ts'
import { writeEntries } from './trail.ts'
import { iso } from './values.ts'

/** The people of a seller. The timeline names them by id and says which fields changed, never what they hold. */
export const createContactStore = ({ client }: Database, clock = machineClock): ContactStore => ({
  list: (customerId, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.contact.findMany({ where: { customerId, ...oldestFirst(behind) }, orderBy: OLDEST_FIRST, take, include: WITH_PHONES }),
      position: createdPosition,
      view,
    }),

  add: ({ id, customerId, name, email, phone, phones = [], role = null, language = null }, actor) =>
    unlessEmailTaken(client, (tx) =>
      inTurn(tx, customerId, async () => {
        const known = await tx.contact.findUnique({ where: { id }, include: WITH_PHONES })
        if (known) return view(known)
        const at = new Date(clock.now())
        const fields = { name, email: email.toLowerCase(), phone, role, language: language && canonical(language), createdAt: at }
        await tx.contact.create({ data: { id, customerId, ...fields } })
        await putPhones(tx, id, phone, phones, at)
        await writeEntries(tx, `contact/${id}/added`, at, { customerId }, [{ kind: 'contact_added', params: { contactId: id }, actor }])
        return view(await tx.contact.findUniqueOrThrow({ where: { id }, include: WITH_PHONES }))
      }),
    ),

  change: (id, change, actor) =>
    unlessEmailTaken(client, async (tx) => {
      const before = await tx.contact.findUnique({ where: { id } })
      if (!before) return undefined
      const { customerId } = before
      return inTurn(tx, customerId, async () => {
        const at = new Date(clock.now())
        const found = await tx.contact.findUnique({ where: { id } })
        if (!found) return undefined
        if (change.primary) await tx.contact.updateMany({ where: { customerId, NOT: { id } }, data: { primary: false } })
        await tx.contact.update({ where: { id }, data: columns(change) })
        const { phones } = change
        if (change.phone !== undefined) await tx.contactPhone.deleteMany({ where: { contactId: id, phone: change.phone } })
        if (phones !== undefined) await putPhones(tx, id, change.phone ?? found.phone, phones, at)
        await note(tx, { customerId, at, actor, kind: 'contact_changed', params: { contactId: id, fields: Object.keys(change).sort() } })
        return view(await tx.contact.findUniqueOrThrow({ where: { id }, include: WITH_PHONES }))
      })
    }),

  remove: (id, actor) =>
    client.$transaction(async (tx) => {
      const found = await tx.contact.findUnique({ where: { id } })
      if (!found) return undefined
      const { customerId } = found
      return inTurn(tx, customerId, async () => {
        const [next] = await tx.contact.findMany({ where: { customerId, NOT: { id } }, orderBy: [...PRIMARY_FIRST], take: 1 })
        if (!next) return 'last'
        const { count } = await tx.contact.deleteMany({ where: { id } })
        if (count === 0) return undefined
        // Somebody is always whom we call first.
        if (!next.primary) await tx.contact.update({ where: { id: next.id }, data: { primary: true } })
        await note(tx, { customerId, at: new Date(clock.now()), actor, kind: 'contact_removed', params: { contactId: id } })
        return { customerId }
      })
    }),
})

const WITH_PHONES = { phones: { orderBy: [{ createdAt: 'asc' }, { phone: 'asc' }] } } as const satisfies Prisma.ContactInclude

/** Changes of the people of one seller, one after the other: two who take the last two out at once would leave nobody. */
async function inTurn<T>(queries: Queries, customerId: string, change: () => Promise<T>): Promise<T> {
  await lockNames(queries, [`contacts/${customerId}`])
  return change()
}

const canonical = (language: string): string => Intl.getCanonicalLocales(language)[0] ?? language

const columns = ({ name, email, phone, role, language, primary }: ContactChange): Prisma.ContactUpdateInput => ({
  ...(name === undefined ? {} : { name }),
  ...(email === undefined ? {} : { email: email.toLowerCase() }),
  ...(phone === undefined ? {} : { phone }),
  ...(role === undefined ? {} : { role }),
  ...(language === undefined ? {} : { language: language && canonical(language) }),
  ...(primary === undefined ? {} : { primary }),
})

/** All numbers but the first. */
async function putPhones(queries: Queries, contactId: string, first: string, phones: readonly string[], createdAt: Date): Promise<void> {
  await queries.contactPhone.deleteMany({ where: { contactId } })
  const data = phones.filter((phone) => phone !== first).map((phone) => ({ id: `${contactId}/${phone}`, contactId, phone, createdAt }))
  await queries.contactPhone.createMany({ data })
}

interface Note {
  readonly customerId: string
  readonly at: Date
  readonly actor: string
  readonly kind: string
  readonly params: { readonly contactId: string; readonly fields?: readonly string[] }
}

/** Changes take turns, and no two are written in the same moment of the same transaction: how many there were names the next. */
async function note(queries: Queries, { customerId, at, actor, kind, params }: Note): Promise<void> {
  const before = `contact/${params.contactId}/changed/`
  const changes = await queries.auditEntry.count({ where: { customerId, key: { startsWith: before } } })
  await writeEntries(queries, `${before}${changes + 1}`, at, { customerId }, [{ kind, params, actor }])
}

async function unlessEmailTaken<T>(client: Database['client'], write: (tx: Queries) => Promise<T>): Promise<T | 'email-taken'> {
  try {
    return await client.$transaction(write)
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return 'email-taken'
    throw error
  }
}

const view = ({
  id,
  customerId,
  name,
  email,
  phone,
  phones,
  role,
  language,
  primary,
  createdAt,
}: Prisma.ContactGetPayload<{ include: typeof WITH_PHONES }>): ContactView => ({
  id,
  customerId,
  name,
  email,
  phone,
  phones: phones.map((one) => one.phone),
  role,
  language,
  primary,
  createdAt: iso(createdAt),
})
